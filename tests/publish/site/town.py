"""A wire on which something of everything has happened, and what its pages say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from lxml import html
from sqlalchemy import event as hook

from pipeline.types import (
    Allowance,
    Article,
    Believed,
    Capture,
    Claim,
    ClaimKind,
    ClaimState,
    Decision,
    Event,
    EventKind,
    EventStanding,
    EventState,
    Limit,
    Notice,
    Page,
    PageKind,
    Promotion,
    Rate,
    Reported,
    Sheet,
    State,
    Story,
    Why,
    terms_of,
)
from storage.articles import record_article
from storage.claims import Join, Settled, join_claims, settle
from storage.news_answers import Reading, Standing
from storage.pages import add_page
from storage.record import record
from storage.standings import set_standings
from storage.stories import record_stories
from tests.publish.events_of import AT, dollars, event, part, yuan
from tests.publish.wire_room import PAGES, Answer, Room

K = EventKind
BAIDU, DEEPSEEK, OPENAI = PAGES
GAZETTE = Page("gazette/feed", "gazette", "https://gazette.example/feed", PageKind.NEWS)
HOUR = timedelta(hours=1)
BROWSER = {"Accept": "text/html,*/*;q=0.8"}
PLACE = "table 1, row 3, column 3"
STRANGE = '"><img src=x onerror="document.title=\'run\'"><script>document.title="run"</script>\u202egpt'


def table_of(price: str, name: str = "deepseek-v4-flash") -> bytes:
    """A page with one table; the price of `name`'s output stands at `PLACE`."""
    rows = "".join(
        f"<tr><td>{model}</td><td>{one}</td><td>{other}</td></tr>"
        for model, one, other in (("small", "$0.10", "$0.20"), (name, "$0.14", price), ("large", "$1", "$2"))
    )
    head = "<tr><th>Model</th><th>Input</th><th>Output</th></tr>"
    return f"<!doctype html><html><body><h2>Prices</h2><table>{head}{rows}</table></body></html>".encode()


def serves(
    room: Room, page: Page, body: bytes, *events: Event, before: bytes | None = None, **read: Any
) -> tuple[Event, ...]:
    """The page is captured with this body, and these events come of it, with the bytes before and after as evidence."""
    room.now += timedelta(minutes=1)
    capture = Capture(page.id, page.url, room.now, 200, body, sha256(body).hexdigest(), "text/html")
    sheet = Sheet(**{"rates": (dollars("1"),), **read})
    told = tuple(_on(page, one, capture, before) for one in events)
    room.store.bodies.put_capture(capture)
    with room.store.write() as c:
        record(c, Decision(capture, sheet, Believed(sheet, "1", capture.sha256, room.now), told))
    return told


def _on(page: Page, told: Event, capture: Capture, before: bytes | None) -> Event:
    evidence = replace(
        told.evidence,
        before_sha256=None if before is None else sha256(before).hexdigest(),
        after_sha256=capture.sha256,
        after_at=capture.fetched_at,
        url=told.evidence.url if "javascript" in told.evidence.url else page.url,
    )
    return replace(told, page=page.id, vendor=page.vendor, published_at=None, evidence=evidence)


def at_place(one: Event, old: str, new: str) -> Event:
    """The event, read at `PLACE`."""
    evidence = replace(one.evidence, old_locator=PLACE, new_locator=PLACE, old_printed=old, new_printed=new)
    return replace(one, evidence=evidence)


def cut(id: str = "cut", old: str = "$0.66", new: str = "$0.60", model: str = "deepseek-v4-flash") -> Event:
    rates = (replace(dollars(price[1:], model=model), locator=PLACE, printed=price) for price in (old, new))
    return at_place(event(K.PRICE_CUT, *rates, id=id), old, new)


def tells(
    room: Room,
    id: str,
    *claims: Claim,
    title: str = "DeepSeek cuts its prices",
    url: str = "https://gazette.example/cut",
    site: str = "The Gazette",
) -> Reported:
    """An article with its claims, a story by itself."""
    told = Reported(id, Article(title, "Text.", url, AT + HOUR, "en", site), claims, AT + HOUR)
    keys = tuple((id, number) for number in range(len(claims)))
    with room.store.write() as c:
        add_page(c, GAZETTE)
        record_article(c, told, Reading(GAZETTE.id, "00" * 32, room.now), [room.now + 72 * HOUR for _ in claims])
        record_stories(c, [Story(f"story-{id}", keys, (site,), told.at, told.at)])
    return told


def bears_out(room: Room, told: Reported, event_id: str, lag: timedelta = HOUR) -> None:
    """The article's first claim tells of the event, so much later than the page."""
    seconds = int(lag.total_seconds())
    key = (told.id, 0)
    with room.store.write() as c:
        join_claims(c, [Join(event_id, key, seconds)])
        until = room.now + 72 * HOUR
        how = Settled(key, ClaimState.CONFIRMED, until, seconds, event_id, "seen", "The page says so.")
        settle(c, [how], room.now)
        standing = Standing(event_id, EventStanding.CORROBORATED, until, seconds, room.now)
        set_standings(c, [standing])


def claim(quote: str = "DeepSeek cut output to $0.60", model: str = "deepseek-v4-flash", **other: Any) -> Claim:
    said = Claim("deepseek", model, ClaimKind.PRICE_CUT, quote, 0, meter="output", currency="USD", unit="token")
    return replace(said, per=Decimal(1_000_000), old_price=Decimal("0.66"), new_price=Decimal("0.60"), **other)


def fill(room: Room) -> None:
    """Something of everything, ordinary and hostile."""
    before, after = table_of("$0.66"), table_of("$0.60")
    serves(room, DEEPSEEK, before, rates=_rates("0.66"))
    serves(room, DEEPSEEK, after, cut(), before=before, rates=_rates("0.60"), **_beside())
    parts = tuple(part(K.PRICE_CUT, yuan("0.02", meter), yuan("0.01", meter)) for meter in ("input", "output"))
    members = [
        replace(event(K.PRICE_CUT, one.old, one.new, id=f"member{n}"), headline="group") for n, one in enumerate(parts)
    ]
    group = event(K.PRICE_CUT, id="group", model="ERNIE Speed", parts=parts)
    serves(room, BAIDU, b"<p>Prices</p>", group, *members, rates=(yuan("0.01"), yuan("0.01", "output")))
    hostile = event(
        K.PRICE_RISE,
        dollars("1", model=STRANGE),
        dollars("2", model=STRANGE),
        id="hostile",
        reason=STRANGE,
        printed=(STRANGE, STRANGE),
        url="javascript:alert(1)",
    )
    serves(
        room,
        OPENAI,
        table_of("$2", STRANGE.replace("<", "&lt;")),
        at_place(hostile, "$2", "$2"),
        event(K.PRICE_CUT, dollars("2", model="gone"), dollars("1", model="gone"), id="wrong"),
        event(K.PRICE_CUT, dollars("9"), dollars("1"), id="held", state=EventState.HELD),
        before=b"",
        rates=(dollars("2", model=STRANGE), Rate("talk", "output", state=State.CONTACT_SALES)),
        notices=(Notice(STRANGE),),
    )
    room.retracts("wrong", "The page showed a test price.")
    bears_out(room, tells(room, "news", claim()), "cut")
    tells(room, "strange", claim(STRANGE, STRANGE), title=STRANGE, url="javascript:alert(1)", site=STRANGE)
    room.fails(OPENAI, Why.BOT_WALL)
    room.fails(GAZETTE, Why.TIMEOUT)


def _rates(output: str) -> tuple[Rate, ...]:
    rates = (
        dollars("0.14", "input"),
        dollars(output),
        dollars("0.07", terms=terms_of({"service_class": "batch"})),
        Rate("deepseek-v4-flash", "cache_storage", state=State.BUNDLED),
    )
    return tuple(replace(rate, model_id="deepseek/deepseek-v4-flash") for rate in rates)


def _beside() -> dict[str, Any]:
    model = "deepseek-v4-flash"
    return {
        "allowances": (Allowance("new_user", Decimal(1_000_000), "token", model, printed="1M tokens free"),),
        "limits": (Limit("rpm", Decimal(60), model, printed="60 RPM"),),
        "promotions": (
            Promotion(
                model, "output", (), Decimal("0.3"), Decimal("0.6"), "USD", Decimal(1_000_000), "token", None, "1 Dec"
            ),
        ),
        "notices": (Notice("Prices may change.", AT),),
    }


ADDRESSES = (
    "/",
    "/?kind=price_cut&vendor=deepseek&size=5&q=flash",
    "/?kind=slipped",
    "/events/cut",
    "/events/group",
    "/events/member0",
    "/events/hostile",
    "/events/wrong",
    "/models",
    "/models/deepseek/deepseek-v4-flash",
    "/models/talk",
    "/vendors",
    "/vendors/deepseek",
    "/vendors/openai",
    "/vendors/gazette",
    "/compare",
    "/compare?model=deepseek/deepseek-v4-flash,talk&input=300M&output=60M&cached=40&requests=90000",
    "/compare?model=unknown&input=1M",
    "/wars",
    "/gaps",
    "/coverage",
    "/stories",
    "/stories?vendor=deepseek&state=confirmed&q=flash&kind=price_cut",
    "/stories?q=nothingofthename",
    "/stories/story-news",
    "/stories/story-strange",
    "/search",
    "/search?q=deepseek",
    "/search?q=nothingofthename",
    "/about",
    "/nothing",
)
"""Each page in each of its shapes, errors included."""


def reads(room: Room, path: str, **headers: str) -> html.HtmlElement:
    """The page as a browser gets it."""
    return html.fromstring(browses(room, path, **headers).body)


def browses(room: Room, path: str, **headers: str) -> Answer:
    return room.asks(path, **{**BROWSER, **headers})


def said(page: html.HtmlElement, selector: str = "main") -> str:
    """Its words, spaced by one blank."""
    return " ".join(" ".join(" ".join(one.itertext()).split()) for one in page.cssselect(selector))


@dataclass
class Counted:
    statements: int = 0


@contextmanager
def counted(room: Room) -> Iterator[Counted]:
    """Counts what is asked of the database."""
    count = Counted()

    def one_more(*_: object) -> None:
        count.statements += 1

    hook.listen(room.store.engine, "before_cursor_execute", one_more)
    try:
        yield count
    finally:
        hook.remove(room.store.engine, "before_cursor_execute", one_more)
