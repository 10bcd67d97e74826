"""A claim that nothing confirms, and what the pages show of its subject → whether they contradict it.

Careful on purpose: only what the claim names outright can be contradicted. Without a named model, with conditions of
its own ("new customers"), or as a promotion, which often stands in a console only, it ends as claimed and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pipeline.corroborate.answers import ClaimStanding, Shown
from pipeline.corroborate.compare import Match, of_the_price_itself
from pipeline.corroborate.figures import Figures, old_price_agrees, price_agrees, size_said
from pipeline.corroborate.kinds import DOWN, UP, way, way_said
from pipeline.corroborate.subjects import names_one
from pipeline.corroborate.windows import WINDOW, span_of
from pipeline.identify import change_of
from pipeline.types import Change, Claim, ClaimKind, ClaimState, Event, EventKind, State

C = ClaimKind

A_DAY = timedelta(days=1)
"""A look within the last day of the window counts as one at its end; a move on the day before a telling, as the one
told of."""
CONTRADICTABLE = DOWN | UP | {C.MODEL_LAUNCHED_WITH_PRICE, C.MODEL_RETIRED}

Matched = Sequence[tuple[Event, Match]]
"""Events of the claim's subject within its window, best first."""


def contradicted(
    claim: Claim,
    told_at: datetime,
    matched: Matched,
    offers: Sequence[Shown],
    now: datetime,
    window: timedelta = WINDOW,
) -> ClaimStanding | None:
    """How the pages contradict a claim that no event fits; None where they do not. Of several ways, the first."""
    if claim.kind not in CONTRADICTABLE or claim.scope or not names_one(claim):
        return None
    claim = of_the_price_itself(claim)
    until = span_of(claim, told_at, window)[1]
    due = max(told_at, claim.effective or told_at)
    return (
        _by_cancelling(matched, told_at, until)
        or _by_the_opposite(claim, matched, due, until)
        or _by_another_price(claim, matched, offers, due, until)
        or _by_standing_still(claim, offers, told_at, now, window)
    )


def _by_cancelling(matched: Matched, told_at: datetime, until: datetime) -> ClaimStanding | None:
    for event, found in matched:
        if event.kind is EventKind.CANCELLED and event.observed_at > told_at and found.figures is not Figures.DIFFER:
            return _against("cancelled", "The page took the scheduled change back.", until, event)
    return None


def _by_the_opposite(claim: Claim, matched: Matched, due: datetime, until: datetime) -> ClaimStanding | None:
    """A rise where a cut was told. Before it was due, the rise may be the very thing that the cut then undoes."""
    said = way_said(claim)
    for event, _ in matched:
        ways = {way(step) for step in _steps(event)} - {0}
        if said and event.observed_at > due and ways == {-said}:
            did = "rose" if said < 0 else "fell"
            return _against("opposite", f"The page's price {did} instead.", until, event)
    return None


def _by_another_price(
    claim: Claim, matched: Matched, offers: Sequence[Shown], due: datetime, until: datetime
) -> ClaimStanding | None:
    """The page moved the claimed way, but to another price, no more than a day before, and was looked at since."""
    if claim.meter is None or claim.new_price is None:
        return None
    looked = [one for one in offers if one.seen_at > due]
    for event, found in matched:
        if not (found.same_direction and found.figures is Figures.DIFFER) or event.observed_at <= due - A_DAY:
            continue
        if event.observed_at > due or any(one.page == event.page for one in looked):
            return _against("another_price", "The page moved to another price.", until, event, _plainest(looked))
    return None


def _by_standing_still(
    claim: Claim, offers: Sequence[Shown], told_at: datetime, now: datetime, window: timedelta
) -> ClaimStanding | None:
    """The window is over, and the page, looked at at its end, still shows something else."""
    begins, until = span_of(claim, told_at, window)
    late = [one for one in offers if one.seen_at >= until - min(A_DAY, window / 2)]
    if now < until or not late or begins is None:
        return None
    unmoved = all(one.since <= begins for one in late)
    plainest = _plainest(late)
    if claim.kind is C.MODEL_RETIRED:
        return _against("still_listed", "The page still lists the model.", until, shown=plainest)
    if not _is_otherwise(claim, late, unmoved):
        return None
    if unmoved or any(old_price_agrees(claim, one.rate) for one in late):
        return _against("old_price_stands", "The page still shows the price it showed before.", until, shown=plainest)
    return _against("another_price", "The page shows another price.", until, shown=plainest)


def _is_otherwise(claim: Claim, late: Sequence[Shown], unmoved: bool) -> bool:
    """Each price that can be compared is another one; a size alone is refuted only by prices that never moved."""
    if claim.kind is C.BECAME_FREE or claim.free:
        return all(one.rate.state is State.PRICED and not price_agrees(claim, one.rate) for one in late)
    if claim.kind is C.FREE_ENDED and claim.new_price is None:
        return all(one.rate.state is State.FREE for one in late)
    if claim.new_price is not None and not claim.is_delta:
        answers = [price_agrees(claim, one.rate) for one in late]
        return claim.meter is not None and False in answers and True not in answers
    return unmoved and (claim.is_delta or size_said(claim) is not None)


def _plainest(offers: Iterable[Shown]) -> Shown | None:
    return min(offers, key=lambda one: (len(one.rate.terms), one.page, one.rate.locator), default=None)


def _steps(event: Event) -> tuple[Change, ...]:
    return event.parts or (change_of(event),)


def _against(
    rule: str, reason: str, until: datetime, event: Event | None = None, shown: Shown | None = None
) -> ClaimStanding:
    ids = (event.id,) if event else ()
    return ClaimStanding(ClaimState.CONTRADICTED, rule, reason, until, ids, shown=shown)
