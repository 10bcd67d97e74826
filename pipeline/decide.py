"""What was gathered about a page, and its next capture as read → everything that this capture changes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline.apply import withhold
from pipeline.diff import diff, kind_of_move
from pipeline.headline import Released, amended, under_headlines
from pipeline.identify import change_of, event_of, same_change
from pipeline.judge import (
    SECOND_LOOK_AFTER,
    UNRESOLVED_AFTER,
    Surroundings,
    judge,
    settles_itself,
    surroundings,
    taken_back,
)
from pipeline.lifecycle import as_of, follow_up
from pipeline.match import folded
from pipeline.put_right import by_then, set_back, standing_on, told_again
from pipeline.types import (
    Believed,
    Capture,
    Change,
    Decision,
    Event,
    EventState,
    Gathered,
    Health,
    Held,
    Resolution,
    Ruling,
    Sheet,
    Verdict,
)
from pipeline.witness import confirming

HALF_GONE_FROM = 8
"""Pages with fewer rates may lose half of them by one model's end."""
HALF_GONE_FOR = timedelta(days=3)
"""A page that stays halved so long is believed: it was rebuilt, not cut off."""
SILENT_DROPS = frozenset({"unknown", "sentinel"})
"""Rules whose drops are no events: nothing was said that could be told or corrected."""


@dataclass(slots=True)
class _Outcome:
    """What the changes of one capture come to, as it is worked out."""

    events: list[Event] = field(default_factory=list)
    released: list[Released] = field(default_factory=list)
    """Held events that are published now."""
    resolutions: list[Resolution] = field(default_factory=list)
    looked_again: list[str] = field(default_factory=list)
    dropped: list[Verdict] = field(default_factory=list)
    """Drops that are no events; kept with their reason all the same."""
    withheld: list[Change] = field(default_factory=list)
    """Changes that the page shows and that are not believed yet."""


def decide(gathered: Gathered, capture: Capture, sheet: Sheet, *, reader: str, fingerprint: str = "") -> Decision:
    """Judge a capture against what is believed of its page.

    The first sight of a page is silent; a page that is not healthy leaves everything standing.
    `gathered.believed`, where there is one, must have been read by the same reader version.
    """
    at = capture.fetched_at
    sheet = _with_half_gone(gathered, at, as_of(sheet, at, gathered.page.hints.zone))
    if sheet.health is not Health.OK:
        return Decision(capture, sheet, None)
    believed = Believed(sheet, reader, capture.sha256, capture.fetched_at, fingerprint)
    gathered = _as_put_right(gathered, at)
    if gathered.believed is None:
        return Decision(capture, sheet, believed)
    before = gathered.believed.sheet
    changes = follow_up(before, sheet, diff(before, sheet), gathered.believed.fetched_at, at)
    outcome = _settle(gathered, capture, sheet, changes)
    believed = replace(believed, sheet=withhold(sheet, outcome.withheld))
    events, released = under_headlines(outcome.events, outcome.released, gathered, capture)
    resolutions = (*released, *outcome.resolutions, *amended(gathered.recent, outcome.resolutions))
    again, dropped = tuple(outcome.looked_again), tuple(outcome.dropped)
    return Decision(capture, sheet, believed, tuple(events), resolutions, again, dropped)


def _as_put_right(gathered: Gathered, at: datetime) -> Gathered:
    """What was taken back or corrected since is believed no more, though the page may go on printing it."""
    put_right = by_then(gathered.put_right, at)
    if gathered.believed is None or not put_right:
        return replace(gathered, put_right=())
    believed = replace(gathered.believed, sheet=set_back(gathered.believed.sheet, put_right))
    return replace(gathered, believed=believed, put_right=put_right)


def _with_half_gone(gathered: Gathered, at: datetime, sheet: Sheet) -> Sheet:
    """A sheet with less than half of the believed rates is unhealthy, until it has been so for days."""
    if sheet.health is not Health.OK or gathered.believed is None:
        return sheet
    before, now = len(gathered.believed.sheet.rates), len(sheet.rates)
    if not _is_half_gone(gathered, sheet) or _is_rebuilt(gathered, at, sheet):
        return sheet
    return replace(sheet, health=Health.HALF_GONE, health_detail=f"{now} rates read where {before} stood before")


def _is_half_gone(gathered: Gathered, sheet: Sheet) -> bool:
    before = len(gathered.believed.sheet.rates) if gathered.believed else 0
    return before >= HALF_GONE_FROM and len(sheet.rates) * 2 < before


def _is_rebuilt(gathered: Gathered, at: datetime, sheet: Sheet) -> bool:
    since = gathered.unhealthy_since
    return _is_half_gone(gathered, sheet) and since is not None and at - since >= HALF_GONE_FOR


def _settle(gathered: Gathered, capture: Capture, sheet: Sheet, changes: Sequence[Change]) -> _Outcome:
    believed = gathered.believed
    around = surroundings(
        changes,
        at=capture.fetched_at,
        own_word=gathered.own_word,
        believed_rates=len(believed.sheet.rates) if believed else 0,
        recent=gathered.recent,
        rebuilt=_is_rebuilt(gathered, capture.fetched_at, sheet),
        put_right=gathered.put_right,
    )
    outcome = _Outcome()
    waiting = list(gathered.held)
    for change in changes:
        held = next((one for one in waiting if same_change(change_of(one.event), change)), None)
        if held is not None:
            waiting.remove(held)
            _look_again(held, change, around, gathered, outcome)
        else:
            _judge_new(change, waiting, around, gathered, capture, outcome)
    for held in waiting:
        outcome.resolutions.append(_not_seen_again(held, around.at, changes))
    return outcome


def _look_again(held: Held, change: Change, around: Surroundings, gathered: Gathered, outcome: _Outcome) -> None:
    """A held change that the page shows again: published, told as unresolved, or left waiting."""
    waited = around.at - held.first_seen
    event = held.event
    witness = confirming(change, gathered.witnesses)
    if witness is not None:
        reason = f"{event.reason} Confirmed by {witness}."
        outcome.released.append((event, Resolution(event.id, EventState.PUBLISHED, "witnessed", reason, witness)))
    elif settles_itself(event.rule, around) and waited >= SECOND_LOOK_AFTER:
        reason = f"{event.reason} The page said the same again {_span(waited)} later."
        witness = f"capture at {around.at.isoformat()}"
        released = Resolution(event.id, EventState.PUBLISHED, "second_look", reason, witness)
        outcome.released.append((event, released))
    elif waited >= UNRESOLVED_AFTER:
        reason = f"{event.reason} Nothing else confirmed it within {_span(waited)}; taken as the page says, untold."
        outcome.resolutions.append(Resolution(event.id, EventState.DROPPED, "unresolved", reason))
    else:
        outcome.looked_again.append(event.id)
        outcome.withheld.append(change)


def _judge_new(
    change: Change,
    waiting: Sequence[Held],
    around: Surroundings,
    gathered: Gathered,
    capture: Capture,
    outcome: _Outcome,
) -> None:
    verdict = judge(change, around)
    if verdict.ruling is Ruling.HOLD:
        verdict = _witnessed(verdict, gathered) or _from_a_stable_step(verdict, waiting, around) or verdict
    if verdict.rule == "flap":
        _retract(change, around, outcome)
    if verdict.ruling is Ruling.HOLD or verdict.rule == "sentinel":
        outcome.withheld.append(change)
    if verdict.rule in SILENT_DROPS:
        outcome.dropped.append(verdict)
    else:
        outcome.events.append(_event_of(verdict, gathered, capture))


def _event_of(verdict: Verdict, gathered: Gathered, capture: Capture) -> Event:
    event = event_of(verdict, gathered, capture)
    again = told_again(verdict.change, gathered.put_right)
    return event if again is None else replace(event, evidence=standing_on(event.evidence, again))


def _witnessed(verdict: Verdict, gathered: Gathered) -> Verdict | None:
    witness = confirming(verdict.change, gathered.witnesses)
    if witness is None:
        return None
    reason = f"{verdict.reason} Confirmed by {witness}."
    return Verdict(verdict.change, Ruling.PUBLISH, "witnessed", reason, witness)


def _from_a_stable_step(verdict: Verdict, waiting: Sequence[Held], around: Surroundings) -> Verdict | None:
    """A held A → B that stood over several looks and now goes on to C: the plain step B → C is news of its own,
    though nobody vouches for A → B."""
    change = verdict.change
    for held in waiting:
        before = held.event.new
        if held.looks < 1 or before is None or change.new is None or not _same_subject(held.event, change):
            continue
        kind = kind_of_move(before, change.new)
        if kind is None:
            continue
        step = judge(replace(change, kind=kind, old=before), around)
        if step.ruling is Ruling.PUBLISH:
            return step
    return None


def _same_subject(event: Event, change: Change) -> bool:
    return (folded(event.model), event.meter, event.terms) == (folded(change.model), change.meter, change.terms)


def _retract(change: Change, around: Surroundings, outcome: _Outcome) -> None:
    event = taken_back(change, around)
    if event is not None:
        reason = f"The page took it back {_span(around.at - event.observed_at)} later."
        outcome.resolutions.append(Resolution(event.id, EventState.RETRACTED, "flap", reason))


def _not_seen_again(held: Held, at: datetime, changes: Sequence[Change]) -> Resolution:
    """A held change that this capture does not show: the page took it back, or went on to something else."""
    went_on = any(_same_subject(held.event, change) for change in changes)
    rule = "superseded" if went_on else "flap"
    told = "went on to another price" if went_on else "took it back"
    reason = f"{held.event.reason} The page {told} {_span(at - held.first_seen)} later."
    return Resolution(held.event.id, EventState.DROPPED, rule, reason)


def _span(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 48 * 60 else f"{round(minutes / 1440)} days"
