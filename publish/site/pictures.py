"""An event's address into its pictures: the card that chats show, and the small chart of its price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from threading import BoundedSemaphore, Lock

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline.types import MILLION, Event, Rate
from publish.documents import answer, document
from publish.guarded import problem
from publish.money import TOKENS, Lang, per_words
from publish.naming import vendor_name, what_words
from publish.news import TOLD
from publish.pictures.card import MOST_ROWS, Card, CardRow, card_png
from publish.pictures.chart import Chart, chart_png
from publish.pictures.fonts import Face, face
from publish.pictures.steps import Steps, steps_of
from publish.plain import plain
from publish.serving import Serving, Shelf
from publish.site.dates import day_words
from publish.site.visit import NotFound, Visit, address, visit
from publish.site.wire import tone
from publish.site.words.catalogue import MODEL
from publish.wording import tell
from storage.events import event
from storage.prices import history

FOR_EVER = "public, max-age=31536000, immutable"
MEDIA_TYPE = "image/png"
KEPT = 256
"""Pictures; some 10 MB."""
AT_ONCE = 8
"""Pictures that are drawn or wait for it. Each holds one of the server's forty threads, which all pages share."""
RETRY = {"Retry-After": "2"}


class TooMany(Exception):
    """As many pictures wait to be drawn as may."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is to be drawn, and how."""

    key: str
    draw: Callable[[], bytes]


def routes(serving: Serving) -> list[Route]:
    """`/events/{id}/card.png` and `/events/{id}/chart.png`.

    With the key of the content in the name (`card.KEY.png`) the address never serves anything else.
    """
    pictures = Pictures(serving)
    return [
        Route(f"/events/{{id}}/{name}{key}.png", partial(pictures.answer, what))
        for name, what in (("card", card_of), ("chart", chart_of))
        for key in ("", ".{key}")
    ]


class Pictures:
    """The pictures that were asked for last. One is drawn at a time, so that no crowd of questions takes every core,
    and few may wait for it: what is kept is always answered, anything beyond with 503."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self._kept: Shelf[bytes] = Shelf(KEPT)
        self._drawing = Lock()
        self._waiting = BoundedSemaphore(AT_ONCE)

    def answer(self, what: Callable[[Connection, Visit, Event, Face], Drawn], request: Request) -> Response:
        here = visit(self.serving, request)
        with self.serving.store.read() as c:
            found = event(c, here.id())
            if found is None or found.state not in TOLD:
                raise NotFound
            drawn = what(c, here, found, face())
        key = request.path_params.get("key")
        if key is not None and key != drawn.key:
            return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": _without_key(here)})
        try:
            made = document(self._kept.get(drawn.key, partial(self._draw, drawn)), MEDIA_TYPE)
        except TooMany:
            sentence = "Too many pictures are asked for at once; ask again in a moment."
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, sentence, RETRY)
        return answer(request, made, FOR_EVER if key else self.serving.cache_control)

    def _draw(self, drawn: Drawn) -> bytes:
        if not self._waiting.acquire(blocking=False):
            raise TooMany
        try:
            with self._drawing:  # whoever waited for this very picture finds it kept
                return self._kept.get(drawn.key, drawn.draw)
        finally:
            self._waiting.release()


def card_path(c: Connection, here: Visit, found: Event) -> str:
    """Of the card as it is now, in the page's language: another address as soon as the card is another."""
    used = face()
    lang: Lang = "zh" if here.lang == "zh" and used.has_chinese else "en"
    return address(f"/events/{found.id}/card.{_card(c, here, found, lang).key}.png", [("lang", lang)])


def card_of(c: Connection, here: Visit, found: Event, used: Face) -> Drawn:
    """In English where no font of the machine has Chinese, and where the address asks for no other."""
    card = _card(c, here, found, _lang(here, used))
    return Drawn(card.key, partial(card_png, card, used))


def _card(c: Connection, here: Visit, found: Event, lang: Lang) -> Card:
    entry = tell(found, here.vendors, lang)
    rows = tuple(CardRow(row.what, row.before, row.now, row.size) for row in entry.rows[:MOST_ROWS])
    foot = " · ".join((vendor_name(found.vendor, here.vendors, lang), day_words(found.observed_at, lang), _host(here)))
    return Card(lang, tone(found.kind), entry.kind_words, entry.title, rows, foot, _steps(c, found))


def chart_of(c: Connection, here: Visit, found: Event, used: Face) -> Drawn:
    """Raises `NotFound` for an event that moved no price, or one of which no earlier price is known."""
    steps = _steps(c, found)
    if steps is None:
        raise NotFound
    lang = _lang(here, used)
    about = found.parts[0] if found.parts else found
    title = " · ".join(filter(None, (vendor_name(found.vendor, here.vendors, lang), what_words(about, lang))))
    days = day_words(steps.steps[0].at, lang), day_words(steps.steps[-1].at, lang)
    chart = Chart(lang, title, _unit(steps, lang), days, steps)
    return Drawn(chart.key, partial(chart_png, chart, used))


def _steps(c: Connection, found: Event) -> Steps | None:
    """Of the rate that the event is about; of several, the first."""
    about: Rate | None = found.new or found.old or next((part.new or part.old for part in found.parts), None)
    if about is None or not about.model:
        return None
    named = next((rate for rate in (found.new, found.old) if rate is not None and rate.currency), about)
    rows = history(c, about.model, found.vendor, about.meter)
    return steps_of(rows, named, found.page, found.observed_at)


def _unit(steps: Steps, lang: Lang) -> str:
    per = per_words(MILLION if steps.unit in TOKENS else Decimal(1), steps.unit, lang)
    return MODEL["per unit"][lang].format(currency=plain(steps.currency or "", 12), unit=per)


def _lang(here: Visit, used: Face) -> Lang:
    return "zh" if here.chosen and here.lang == "zh" and used.has_chinese else "en"


def _host(here: Visit) -> str:
    return here.serving.settings.public_url.partition("://")[2]


def _without_key(here: Visit) -> str:
    path = str(here.request.scope["path"])
    stem, _, _ = path.removesuffix(".png").rpartition(".")
    return address(f"{stem}.png", here.pairs)
