"""Claims, reports and page events said in few words, for the tests of how they are joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.corroborate import Shown
from pipeline.diff import kind_of_move, percent
from pipeline.identify import event_id
from pipeline.names import model_id
from pipeline.types import (
    Article,
    Change,
    Claim,
    ClaimKind,
    Event,
    EventKind,
    EventState,
    Evidence,
    Rate,
    Reported,
    State,
    Story,
    Terms,
)

TOLD = datetime(2024, 5, 21, 2, 0, tzinfo=UTC)
THOUSAND, MILLION = Decimal(1000), Decimal(1_000_000)


def claim(vendor: str, model: str, kind: ClaimKind = ClaimKind.PRICE_CUT, **said: object) -> Claim:
    """Prices as text, in dollars for a million tokens unless told otherwise."""
    for name in ("old_price", "new_price", "percent", "ratio"):
        if name in said:
            said[name] = Decimal(str(said[name]))
    if {"old_price", "new_price"} & set(said):
        said = {"currency": "USD", "per": MILLION, "unit": "token", **said}
    said.setdefault("model_id", model_id(model, vendor))
    return Claim(vendor, model, kind, f"{model} …", 0, **said)  # type: ignore[arg-type]


def yuan_a_thousand(vendor: str, model: str, kind: ClaimKind = ClaimKind.PRICE_CUT, **said: object) -> Claim:
    return claim(vendor, model, kind, **{"currency": "CNY", "per": THOUSAND, "unit": "token", **said})


def asks(model: str, price: str | None, meter: str = "input", **more: object) -> Rate:
    """A rate in dollars for a million tokens unless told otherwise; "free", or None for one that is not told."""
    state = State.FREE if price == "free" else State.PRICED if price else State.CONTACT_SALES
    number = Decimal(0) if price == "free" else Decimal(price) if price else None
    fields = {"currency": "USD", "per": MILLION, "unit": "token", "model_id": model_id(model), **more}
    return Rate(model, meter, (), state, number, **fields)  # type: ignore[arg-type]


def yuan(model: str, price: str | None, meter: str = "input", **more: object) -> Rate:
    return asks(model, price, meter, **{"currency": "CNY", **more})


def event(
    vendor: str,
    old: Rate | None,
    new: Rate | None,
    *,
    hours: float = 0,
    kind: EventKind | None = None,
    terms: Terms = (),
    state: EventState = EventState.PUBLISHED,
    effective: datetime | None = None,
) -> Event:
    """What the page showed `hours` after `TOLD`."""
    about = new or old
    assert about is not None
    if kind is None:
        kind = kind_of_move(old, new) if old and new else EventKind.RATE_ADDED if new else EventKind.RATE_REMOVED
    assert kind is not None
    at = TOLD + timedelta(hours=hours)
    page = f"{vendor}/pricing"
    change = Change(kind, about.model, about.meter, terms, old, new, about.model_id, effective=effective)
    return Event(
        event_id(page, change, at), kind, state, vendor, page, about.model, about.model_id, about.meter, terms, old,
        new, percent(old, new), at, effective, Evidence(None, None, "0" * 64, at, f"https://{vendor}.example/"),
        "plain", "",
    )  # fmt: skip


def headline(kind: EventKind, *members: Event) -> Event:
    """The event that tells several at once."""
    parts = tuple(Change(kind, one.model, one.meter, one.terms, one.old, one.new, one.model_id) for one in members)
    first = members[0]
    return replace(
        first, id="headline", kind=kind, model=f"{len(parts)} models", model_id=None, meter=None, old=None, new=None,
        percent=None, parts=parts,
    )  # fmt: skip


def shown(vendor: str, rate: Rate, *, since: float = -1000, seen: float = 1) -> Shown:
    """A rate that a page shows since, and was seen to show last, so many hours after `TOLD`."""
    first, last = (TOLD + timedelta(hours=hours) for hours in (since, seen))
    return Shown(vendor, f"{vendor}/pricing", rate, first, last, "b" * 64, f"https://{vendor}.example/pricing")


def report(id: str, *claims: Claim, hours: float = 0, url: str = "", site: str = "", origin: str = "") -> Reported:
    at = TOLD + timedelta(hours=hours)
    host = site or f"{id}.example"
    text = " ".join(one.quote for one in claims)
    article = Article(f"Title of {id}", text, url or f"https://{host}/{id}", at, "en", host, origin=origin)
    return Reported(id, article, claims, at)


def story(*reports: Reported, id: str = "s1", origins: int | None = None) -> Story:
    told = sorted(reports, key=lambda one: one.at)
    keys = tuple((one.id, index) for one in told for index in range(len(one.claims)))
    names = tuple(dict.fromkeys(one.article.origin or one.article.site for one in told))
    return Story(id, keys, names[:origins], told[0].at, told[-1].at)
