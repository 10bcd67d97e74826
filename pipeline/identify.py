"""A change → its event: the id that the same bytes always give, and the evidence it stands on."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pipeline.diff import percent
from pipeline.match import folded, price_of
from pipeline.types import Believed, Capture, Change, Event, EventState, Evidence, Gathered, Rate, Ruling, Verdict

STATES = {Ruling.PUBLISH: EventState.PUBLISHED, Ruling.HOLD: EventState.HELD, Ruling.DROP: EventState.DROPPED}


def event_of(verdict: Verdict, gathered: Gathered, capture: Capture) -> Event:
    """The event that begins with `verdict` on `capture`."""
    change, at = verdict.change, capture.fetched_at
    return made_of(
        change,
        event_id(gathered.page.id, change, at),
        gathered.page.vendor,
        gathered.page.id,
        Judged(STATES[verdict.ruling], verdict.rule, verdict.reason),
        _evidence(change, gathered.believed, capture),
        at,
        percent(change.old, change.new),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """How an event begins."""

    state: EventState
    rule: str
    reason: str
    told_at: datetime | None = None
    """When it is told, where that is not when it was observed."""


def made_of(
    change: Change,
    own_id: str,
    vendor: str,
    page: str,
    judged: Judged,
    evidence: Evidence,
    observed_at: datetime,
    moved: Decimal | None,
) -> Event:
    """The event that tells `change`, whatever it was found by; `moved` is its percentage."""
    told_at = (judged.told_at or observed_at) if judged.state is EventState.PUBLISHED else None
    return Event(
        id=own_id,
        kind=change.kind,
        state=judged.state,
        vendor=vendor,
        page=page,
        model=change.model,
        model_id=change.model_id,
        meter=change.meter,
        terms=change.terms,
        old=change.old,
        new=change.new,
        percent=moved,
        observed_at=observed_at,
        effective_from=change.effective,
        evidence=evidence,
        rule=judged.rule,
        reason=judged.reason,
        published_at=told_at,
        detail=change.detail,
        parts=change.parts,
    )


def change_of(event: Event) -> Change:
    """The change that an event was made of."""
    return Change(
        event.kind,
        event.model,
        event.meter,
        event.terms,
        event.old,
        event.new,
        event.model_id,
        event.detail,
        event.parts,
        event.effective_from,
    )


def event_id(page: str, change: Change, seen: datetime) -> str:
    """Sixteen letters and digits from page, change and first sight: the same bytes and time give the same id."""
    told = "\x1f".join((page, seen.isoformat(), *_facts(change)))
    return base64.b32encode(hashlib.sha256(told.encode()).digest())[:16].decode().lower()


def same_change(one: Change, other: Change) -> bool:
    """Whether two captures show the same change, however it is printed."""
    return _facts(one) == _facts(other)


def _facts(change: Change) -> tuple[str, ...]:
    parts = [fact for part in change.parts for fact in _facts(part)]
    detail = [f"{name}={value}" for name, value in sorted(change.detail.items())]
    return (
        change.kind,
        folded(change.model),
        change.meter or "",
        repr(change.terms),
        _price(change.old),
        _price(change.new),
        change.effective.isoformat() if change.effective else "",
        *detail,
        *parts,
    )


def _price(rate: Rate | None) -> str:
    if rate is None:
        return ""
    state, asked, listed = price_of(rate)
    numbers = ["" if number is None else format(number.normalize(), "f") for number in (asked, listed)]
    return " ".join((state, *numbers, rate.currency or ""))


def _evidence(change: Change, before: Believed | None, capture: Capture) -> Evidence:
    old, new = change.old, change.new
    return Evidence(
        before_sha256=before.capture_sha256 if before else None,
        before_at=before.fetched_at if before else None,
        after_sha256=capture.sha256,
        after_at=capture.fetched_at,
        url=capture.url,
        old_locator=old.locator if old else "",
        new_locator=new.locator if new else "",
        old_printed=old.printed if old else "",
        new_printed=new.printed if new else "",
    )
