"""Gaps and price wars → the events that tell them; each follows from other events and prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from pipeline.bursts import Burst, Move
from pipeline.gaps import OPEN, Gap
from pipeline.identify import Judged, change_of, event_id, made_of
from pipeline.types import Change, Event, EventKind, EventState, Evidence

VENDOR, TOLD_BY = "vendor", "event"
"""What the detail of each part of a price war adds to that of its move: whose it is, and the id of the event."""


def gap_events(gaps: Iterable[Gap], at: datetime, url: str) -> list[Event]:
    """One event a gap: `old` is the maker's rate, `new` the reseller's."""
    return [_gap_event(gap, at, url) for gap in gaps]


def _gap_event(gap: Gap, at: datetime, url: str) -> Event:
    reseller, maker = gap.reseller, gap.maker
    detail = {"other_vendor": maker.vendor, "gap": f"{gap.percent:f}"}
    if gap.before is not None:
        detail["gap_before"] = f"{gap.before:f}"
    change = Change(
        EventKind.RESELLER_GAP,
        reseller.rate.model,
        reseller.rate.meter,
        reseller.rate.terms,
        maker.rate,
        reseller.rate,
        reseller.rate.model_id,
        detail,
    )
    evidence = Evidence(
        maker.capture_sha256, maker.seen_at, reseller.capture_sha256, reseller.seen_at, url,
        maker.rate.locator, reseller.rate.locator, maker.rate.printed, reseller.rate.printed,
    )  # fmt: skip
    return _event(change, reseller.vendor, reseller.page, at, evidence, *_gap_reason(gap), -gap.percent)


def _gap_reason(gap: Gap) -> tuple[str, str]:
    """(rule, reason). A closed gap is not one of 0 %: the price is a little under the maker's, the same, or more."""
    whose = f"{gap.maker.vendor}'s list price of the same model, meter and terms"
    if not gap.percent:
        return "gap_closed", f"The gap closed: {gap.before:f} % under {whose} before, now less than {OPEN} % or none."
    if not gap.before:
        return "gap_opened", f"The gap opened: {gap.percent:f} % under {whose}."
    return "gap_moved", f"The gap moved: from {gap.before:f} % to {gap.percent:f} % under {whose}."


def war_events(bursts: Iterable[Burst], members: Sequence[Event], at: datetime) -> list[Event]:
    """One event a price war, told when it is one; its id is that of its first move, so that it is told once.

    Who joins later is not in it: each part says whose move it is and which event tells it, and what is said is said as
    of then. The whole war, as it goes on, is made of the moves whenever it is asked for (`pipeline.bursts`).
    """
    by_id = {event.id: event for event in members}
    return [_war_event(burst, by_id, at) for burst in bursts]


def _war_event(burst: Burst, by_id: dict[str, Event], at: datetime) -> Event:
    first = by_id[burst.moves[0].events[0]]
    change = Change(
        EventKind.PRICE_WAR,
        f"{len(burst.moves)} vendors",
        detail=war_detail(burst),
        parts=tuple(part for move in burst.moves for one in move.events for part in _moves(by_id[one])),
    )
    reason = f"{len(burst.moves)} vendors moved {burst.direction} within {_days(burst)} days by then; more may follow."
    event = _event(change, first.vendor, first.page, at, first.evidence, "price_war", reason, None)
    return replace(event, id=event_id(first.page, Change(EventKind.PRICE_WAR, first.id), first.observed_at))


def war_detail(burst: Burst) -> dict[str, str]:
    """What is said of a war beside its moves: who, in which order, how many hours after the first, how deep."""
    detail = {
        "direction": burst.direction,
        "first_mover": burst.moves[0].vendor,
        "vendors": str(len(burst.moves)),
        "days": str(_days(burst)),
        "moves": "; ".join(_move_text(move) for move in burst.moves),
    }
    if burst.untouched:
        detail["untouched"] = ", ".join(f"{vendor} {model}" for vendor, model in burst.untouched)
    if burst.tightened:
        detail["tightened"] = ", ".join(burst.tightened)
    return detail


def _move_text(move: Move) -> str:
    depth = "free" if move.became_free else f"{move.deepest.normalize():f} %" if move.deepest else "first price"
    return f"{move.vendor} +{move.hours_after_first:f} h {depth}"


def _moves(event: Event) -> Iterable[Change]:
    """The rates that moved, those of a headline or of a new model one by one, each with whose it is and which event
    tells it."""
    for part in event.parts or (change_of(event),):
        yield replace(part, detail={**part.detail, VENDOR: event.vendor, TOLD_BY: event.id})


def _days(burst: Burst) -> int:
    return (burst.ended - burst.began).days + 1


def _event(
    change: Change,
    vendor: str,
    page: str,
    at: datetime,
    evidence: Evidence,
    rule: str,
    reason: str,
    percent: Decimal | None,
) -> Event:
    judged = Judged(EventState.PUBLISHED, rule, reason)
    return made_of(change, event_id(page, change, at), vendor, page, judged, evidence, at, percent)
