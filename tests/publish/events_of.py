"""Events as the pipeline makes them, for the tests of what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from pipeline.diff import percent
from pipeline.types import (
    Change,
    Event,
    EventKind,
    EventState,
    Evidence,
    Rate,
    State,
    Terms,
    Vendor,
)

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BEFORE = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
VENDORS = {
    "deepseek": Vendor("deepseek", "DeepSeek"),
    "baidu": Vendor("baidu", "Baidu", name_zh="百度"),
    "openai": Vendor("openai", "OpenAI"),
    "deepbricks": Vendor("deepbricks", "Deepbricks"),
}


def guid(event_id: str) -> str:
    """Of the event, as feeds give it."""
    return uuid5(NAMESPACE_URL, f"pricewire:event:{event_id}").urn


def dollars(
    amount: str,
    meter: str = "output",
    *,
    model: str = "deepseek-v4-flash",
    terms: Terms = (),
    struck: str | None = None,
    per: str = "1000000",
) -> Rate:
    list_price = None if struck is None else Decimal(struck)
    return Rate(model, meter, terms, State.PRICED, Decimal(amount), "USD", Decimal(per), list_price=list_price)


def yuan(amount: str, meter: str = "input", *, model: str = "ERNIE Speed", per: str = "1000") -> Rate:
    return Rate(model, meter, (), State.PRICED, Decimal(amount), "CNY", Decimal(per))


def unpriced(state: State, meter: str = "output", *, model: str = "deepseek-v4-flash") -> Rate:
    return Rate(model, meter, state=state)


def event(
    kind: EventKind,
    old: Rate | None = None,
    new: Rate | None = None,
    *,
    id: str = "e1",
    vendor: str = "deepseek",
    model: str | None = None,
    meter: str | None = None,
    terms: Terms = (),
    state: EventState = EventState.PUBLISHED,
    reason: str = "",
    effective_from: datetime | None = None,
    detail: Mapping[str, str] | None = None,
    parts: tuple[Change, ...] = (),
    url: str = "https://api-docs.deepseek.example/pricing",
    printed: tuple[str, str] = ("", ""),
    at: datetime = AT,
) -> Event:
    about = new or old
    evidence = Evidence("a" * 64, BEFORE, "b" * 64, AT, url, "table 1, row 2", "table 1, row 3", *printed)
    return Event(
        id=id,
        kind=kind,
        state=state,
        vendor=vendor,
        page=f"{vendor}/pricing",
        model=model if model is not None else about.model if about else "deepseek-v4-flash",
        model_id=None,
        meter=meter or (about.meter if about else None),
        terms=terms or (about.terms if about else ()),
        old=old,
        new=new,
        percent=percent(old, new),
        observed_at=at,
        effective_from=effective_from,
        evidence=evidence,
        rule="plain",
        reason=reason,
        published_at=at,
        detail=detail or {},
        parts=parts,
    )


def part(kind: EventKind, old: Rate | None, new: Rate | None) -> Change:
    about = new or old
    assert about is not None
    return Change(kind, about.model, about.meter, about.terms, old, new)
