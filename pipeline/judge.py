"""A change and what surrounds it → a verdict: publish, hold or drop, with the rule and the figures that decided.

Three of four differences between two captures are not news. The rules are tried in order; the first that speaks
decides. A held change waits for a second look (rules of `SECOND_LOOK`) or for an independent witness; no rule holds
for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from pipeline.match import folded, list_per_unit, per_unit, price_of
from pipeline.put_right import told_again
from pipeline.types import Change, Event, EventKind, EventState, PutRight, Rate, Ruling, State, Verdict

MOVES = frozenset({EventKind.PRICE_CUT, EventKind.PRICE_RISE})
SCHEDULES = frozenset({EventKind.SCHEDULED, EventKind.SLIPPED, EventKind.CANCELLED})
NOT_OF_A_RATE = SCHEDULES | {
    EventKind.RESELLER_GAP,
    EventKind.PRICE_WAR,
    EventKind.ANNOUNCED,
    EventKind.PAGE_CONTRADICTS_CLAIM,
}
"""Kinds that name an old and a new rate without the page having moved from one to the other."""
FLAP = timedelta(days=3, hours=12)
"""A price that is back where it was within three days was a flap of the source, not news; the half day more is for a
page looked at once a day, whose third look may come late."""
SECOND_LOOK_AFTER = timedelta(minutes=5)
UNRESOLVED_AFTER = timedelta(days=7)
"""A held change with no witness after this time is told as unresolved; what the page says is believed from then on."""
SECOND_LOOK = frozenset({"large", "extreme", "first_zero", "gone", "mass", "ambiguous", "restructured", "currency"})
"""Rules that the page itself may settle by saying the same again. Others want a witness."""
LARGE = Decimal(10)
EXTREME = Decimal(20)
MASS = 20
MASS_SHARE = Decimal("0.3")
CURRENCY = (Decimal("6.6"), Decimal("7.5"))
"""The span of CNY for one USD: a ratio in it may be a price printed in the other currency."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a change is judged against; made once a capture by `surroundings`."""

    at: datetime
    own_word: bool
    """The page is the vendor's own, of its own prices; a registry or reseller is not its word on others' prices."""
    believed_rates: int
    moves: int
    """Price moves of the same capture."""
    exchange_like: int
    """Those of them whose size could be an exchange rate."""
    of_model: Mapping[str, tuple[Change, ...]]
    """Price moves of the same capture by folded model name."""
    recent: Mapping[Hashable, tuple[Event, ...]]
    """Events published within `FLAP` by what they are about."""
    rebuilt: bool = False
    """Most of the page has been gone for days: what is missing is no slip of one capture."""
    put_right: tuple[PutRight, ...] = ()
    """What was told of the page, and taken back or corrected since it was last read."""


def surroundings(
    changes: Sequence[Change],
    *,
    at: datetime,
    own_word: bool,
    believed_rates: int,
    recent: Sequence[Event] = (),
    rebuilt: bool = False,
    put_right: Sequence[PutRight] = (),
) -> Surroundings:
    """Gather what the rules ask for, so that judging a capture takes time linear in its changes."""
    moves = [change for change in changes if change.kind in MOVES]
    of_model: dict[str, tuple[Change, ...]] = {}
    for change in moves:
        of_model[folded(change.model)] = (*of_model.get(folded(change.model), ()), change)
    by_subject: dict[Hashable, tuple[Event, ...]] = {}
    for event in recent:
        if at - event.observed_at <= FLAP and event.state is EventState.PUBLISHED and event.kind not in NOT_OF_A_RATE:
            by_subject[_subject(event)] = (*by_subject.get(_subject(event), ()), event)
    exchange_like = sum(1 for change in moves if _is_exchange_rate(ratio(change)))
    counted = (believed_rates, len(moves), exchange_like)
    return Surroundings(at, own_word, *counted, of_model, by_subject, rebuilt, tuple(put_right))


Rule = Callable[[Change, Surroundings], Verdict | None]


def judge(change: Change, around: Surroundings) -> Verdict:
    """The verdict of the first rule that speaks."""
    for rule in RULES:
        verdict = rule(change, around)
        if verdict is not None:
            return verdict
    return Verdict(change, Ruling.PUBLISH, "plain", "An ordinary move of one rate.")


def settles_itself(rule: str, around: Surroundings) -> bool:
    """Whether a second look at the same page is enough for a change held by `rule`."""
    return rule in SECOND_LOOK and (around.own_word or rule != "extreme")


def ratio(change: Change) -> Decimal | None:
    """New over old price of one unit, list price first; None where either is no positive number."""
    if change.old is None or change.new is None:
        return None
    for price in (list_per_unit, per_unit):
        before, after = price(change.old), price(change.new)
        if before and after and before > 0 and after > 0 and before != after:
            return after / before
    return None


def _hold(change: Change, rule: str, reason: str) -> Verdict:
    return Verdict(change, Ruling.HOLD, rule, reason)


def _flap(change: Change, around: Surroundings) -> Verdict | None:
    event = taken_back(change, around)
    if event is None:
        return None
    hours = round((around.at - event.observed_at).total_seconds() / 3600)
    return Verdict(change, Ruling.DROP, "flap", f"The page is back where it was {hours} h before: {event.id}.")


def taken_back(change: Change, around: Surroundings) -> Event | None:
    """The recent event that this change undoes, if there is one."""
    return next((event for event in around.recent.get(_subject(change), ()) if _undoes(change, event)), None)


def _subject(told: Change | Event) -> Hashable:
    return folded(told.model), told.meter, told.terms


def _undoes(change: Change, event: Event) -> bool:
    if {change.kind, event.kind} == {EventKind.MODEL_ADDED, EventKind.MODEL_REMOVED}:
        return True
    if {change.kind, event.kind} == {EventKind.RATE_ADDED, EventKind.RATE_REMOVED}:
        return True
    rates = (change.old, change.new, event.old, event.new)
    if any(rate is None for rate in rates):
        return False
    was, now, before, after = (price_of(rate) for rate in rates if rate is not None)
    return was == after and now == before


def _put_right(change: Change, around: Surroundings) -> Verdict | None:
    """The page goes on printing what was taken back or corrected by hand: one word against the other, so that neither
    the page nor its reader may settle it alone."""
    one = told_again(change, around.put_right)
    if one is None:
        return None
    done = "Taken back" if one.right is None else "Corrected"
    reason = one.reason if one.reason.endswith((".", "。", "!", "?")) else f"{one.reason}."
    told = f"{done} on {one.at:%Y-%m-%d} ({one.told.id}: {reason})"
    return _hold(change, "put_right", f"{told} The page still says so.")


def _sentinel(change: Change, around: Surroundings) -> Verdict | None:
    price = change.new.unit_price if change.new else None
    if price is None or price >= 0:
        return None
    return Verdict(change, Ruling.DROP, "sentinel", f"A price below zero ({price}) is no price.")


def _slip(change: Change, around: Surroundings) -> Verdict | None:
    moved = ratio(change)
    if moved is None:
        return None
    times = max(moved, 1 / moved)
    for power in (3, 4, 5, 6, 9):
        if abs(times / Decimal(10) ** power - 1) < Decimal("0.005"):
            return _hold(change, "slip", f"Moved by a factor of 10^{power}: a unit was probably mistaken.")
    return None


def _is_exchange_rate(moved: Decimal | None) -> bool:
    return moved is not None and CURRENCY[0] <= max(moved, 1 / moved) <= CURRENCY[1]


def _currency(change: Change, around: Surroundings) -> Verdict | None:
    moved = ratio(change)
    if moved is None or not _is_exchange_rate(moved):
        return None
    times = f"{max(moved, 1 / moved):.2f}"
    if around.exchange_like >= 3:
        return _hold(change, "exchange_rate", f"{around.exchange_like} rates moved by about {times}, an exchange rate.")
    return _hold(change, "currency", f"Moved by a factor of {times}, which could be an exchange rate.")


def _extreme(change: Change, around: Surroundings) -> Verdict | None:
    moved = ratio(change)
    if moved is None or max(moved, 1 / moved) < LARGE:
        return None
    times = max(moved, 1 / moved)
    rule = "extreme" if times >= EXTREME else "large"
    return _hold(change, rule, f"Moved by a factor of {times:.1f}.")


def _swapped(change: Change, around: Surroundings) -> Verdict | None:
    """Input and output of one model that changed places: two columns were read for each other."""
    if change.kind not in MOVES or change.old is None or change.new is None:
        return None
    for other in around.of_model.get(folded(change.model), ()):
        if other is change or other.old is None or other.new is None or other.meter == change.meter:
            continue
        if _crosswise(change.old, change.new, other.old, other.new):
            return _hold(change, "swapped", f"{change.meter} and {other.meter} changed places.")
    return None


def _crosswise(old: Rate, new: Rate, other_old: Rate, other_new: Rate) -> bool:
    return per_unit(new) == per_unit(other_old) and per_unit(old) == per_unit(other_new)


def _first_zero(change: Change, around: Surroundings) -> Verdict | None:
    if change.kind is not EventKind.BECAME_FREE:
        return None
    return _hold(change, "first_zero", "Seen free for the first time.")


def _gone(change: Change, around: Surroundings) -> Verdict | None:
    if change.kind not in (EventKind.MODEL_REMOVED, EventKind.RATE_REMOVED):
        return None
    if around.rebuilt:
        return Verdict(change, Ruling.PUBLISH, "rebuilt", "Missing since the page was rebuilt days ago.")
    return _hold(change, "gone", "Missing from the page for the first time.")


def _restructured(change: Change, around: Surroundings) -> Verdict | None:
    if "old_terms" not in change.detail:
        return None
    return _hold(change, "restructured", "The conditions of this rate changed together with its price.")


def _ambiguous(change: Change, around: Surroundings) -> Verdict | None:
    """Two changed rates of one key: which became which is a guess."""
    if change.kind not in MOVES:
        return None
    same = sum(1 for c in around.of_model.get(folded(change.model), ()) if _subject(c) == _subject(change))
    if same < 2:
        return None
    return _hold(change, "ambiguous", f"{same} rates of this model, meter and terms moved at once.")


def _mass(change: Change, around: Surroundings) -> Verdict | None:
    if change.kind not in MOVES:
        return None
    if around.moves < MASS or around.moves < MASS_SHARE * around.believed_rates:
        return None
    return _hold(change, "mass", f"{around.moves} of {around.believed_rates} rates moved at once.")


def _promotion(change: Change, around: Surroundings) -> Verdict | None:
    """A promotion that begins or ends is no move of the list price, whatever its size."""
    if change.kind in (EventKind.PROMOTION_STARTED, EventKind.PROMOTION_ENDED, EventKind.PROMOTION_CHANGED):
        return Verdict(change, Ruling.PUBLISH, "promotion", "The list price stands; only the promotion changed.")
    return None


def _schedule(change: Change, around: Surroundings) -> Verdict | None:
    """What a page says of a day to come moves no price yet; the move itself is judged when the day is there."""
    if change.kind not in SCHEDULES:
        return None
    return Verdict(change, Ruling.PUBLISH, "schedule", "The page prints the day; no rate has moved yet.")


def _unknown(change: Change, around: Surroundings) -> Verdict | None:
    rates = [rate for rate in (change.old, change.new) if rate is not None]
    if not rates or all(rate.state is not State.UNKNOWN for rate in rates):
        return None
    return Verdict(change, Ruling.DROP, "unknown", "One side is not known; nothing can be said of a change.")


RULES: tuple[Rule, ...] = (
    _schedule,
    _sentinel,
    _unknown,
    _put_right,
    _flap,
    _promotion,
    _slip,
    _swapped,
    _currency,
    _extreme,
    _first_zero,
    _gone,
    _ambiguous,
    _restructured,
    _mass,
)
