"""Two sheets of one page → the changes between them, as a reader would tell them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from pipeline.match import Pairing, folded, list_per_unit, pair, per_unit
from pipeline.renames import renames
from pipeline.types import (
    Allowance,
    Change,
    EventKind,
    Limit,
    Promotion,
    Rate,
    Sheet,
    State,
    Terms,
)
from pipeline.unpriced import as_printed, is_known_by_its_words, subject

T = TypeVar("T", Allowance, Limit, Promotion)
COLUMN_OF_MODELS = 3
"""From so many known models on, a new meter is a new column of the page: one event, not one a model."""


def diff(old: Sheet, new: Sheet) -> tuple[Change, ...]:
    """The changes from `old` to `new`; the same sheet twice gives none, and no order of rows matters."""
    pairing = pair(old.rates, new.rates)
    changes = (
        *_moves(pairing),
        *_comings_and_goings(pairing, old, new),
        *_promotion_ends(old.promotions, new.promotions),
        *_limits(old.limits, new.limits),
        *_allowances(old.allowances, new.allowances),
    )
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[str, str, Terms, str, str]:
    return change.model, change.meter or "", change.terms, change.kind, repr(sorted(change.detail.items()))


def percent(old: Rate | None, new: Rate | None) -> Decimal | None:
    """(new − old) ÷ old × 100 of the list price, or of the price asked where only that moved; None without both."""
    if old is None or new is None or State.PRICED not in (old.state, new.state) or old.state != new.state:
        return None
    for price in (list_per_unit, per_unit):
        before, after = price(old), price(new)
        if before and after and before != after:
            return ((after - before) / before * 100).quantize(Decimal("0.0001"))
    return None


def _moves(pairing: Pairing) -> Iterable[Change]:
    for old, new in pairing.moved:
        kind = kind_of_move(old, new)
        if kind is not None:
            yield Change(kind, new.model, new.meter, new.terms, old, new, new.model_id, _move_detail(old, new))


def kind_of_move(old: Rate, new: Rate) -> EventKind | None:
    """What one rate's move is called; None where nothing can be said of it (a number that is not known)."""
    if new.state is State.FREE:
        return EventKind.BECAME_FREE if old.state is not State.UNKNOWN else None
    if new.state is not State.PRICED:
        return EventKind.TERMS_CHANGED if State.UNKNOWN not in (old.state, new.state) else None
    if old.state is State.FREE:
        return EventKind.FREE_ENDED
    if old.state is not State.PRICED:
        return EventKind.RATE_ADDED
    return _kind_of_price_move(old, new)


def _kind_of_price_move(old: Rate, new: Rate) -> EventKind | None:
    before, after = list_per_unit(old), list_per_unit(new)
    if before is None or after is None:
        return None
    if before != after:
        return EventKind.PRICE_CUT if after < before else EventKind.PRICE_RISE
    if old.list_price is None:
        return EventKind.PROMOTION_STARTED
    return EventKind.PROMOTION_ENDED if new.list_price is None else EventKind.PROMOTION_CHANGED


def _move_detail(old: Rate, new: Rate) -> dict[str, str]:
    detail = {}
    if old.terms != new.terms:
        detail["old_terms"] = ", ".join(f"{name} {value}" for name, value in old.terms) or "none"
    if old.state not in (State.PRICED, State.FREE):
        detail["old_state"] = old.state.value
    if new.state not in (State.PRICED, State.FREE):
        detail["new_state"] = new.state.value
    if old.list_price is not None and new.list_price is None and new.unit_price == old.unit_price:
        detail["promotion"] = "made permanent"
    return detail


def _comings_and_goings(pairing: Pairing, old: Sheet, new: Sheet) -> Iterable[Change]:
    known = {folded(rate.model) for rate in old.rates}
    still = {folded(rate.model) for rate in new.rates}
    came = _by_model(rate for rate in pairing.came if folded(rate.model) not in known)
    gone = _by_model(rate for rate in pairing.gone if folded(rate.model) not in still)
    renamed, came, gone = renames(gone, came)
    yield from renamed
    yield from (_model_change(EventKind.MODEL_ADDED, rates, EventKind.RATE_ADDED) for rates in came)
    yield from (_model_change(EventKind.MODEL_REMOVED, rates, EventKind.RATE_REMOVED) for rates in gone)
    added = [_rate_added(rate) for rate in pairing.came if folded(rate.model) in known]
    removed = [_rate_removed(rate) for rate in pairing.gone if folded(rate.model) in still]
    yield from _columns(EventKind.RATE_ADDED, added)
    yield from _columns(EventKind.RATE_REMOVED, removed)


def _by_model(rates: Iterable[Rate]) -> list[list[Rate]]:
    groups: dict[str, list[Rate]] = {}
    for rate in rates:
        groups.setdefault(folded(rate.model), []).append(rate)
    return [sorted(group, key=lambda rate: (rate.meter, rate.terms, rate.printed)) for group in groups.values()]


def _rate_added(rate: Rate) -> Change:
    return Change(EventKind.RATE_ADDED, rate.model, rate.meter, rate.terms, None, rate, rate.model_id)


def _rate_removed(rate: Rate) -> Change:
    return Change(EventKind.RATE_REMOVED, rate.model, rate.meter, rate.terms, rate, None, rate.model_id)


def _model_change(kind: EventKind, rates: list[Rate], each: EventKind) -> Change:
    single = _rate_added if each is EventKind.RATE_ADDED else _rate_removed
    return Change(kind, rates[0].model, model_id=rates[0].model_id, parts=tuple(single(rate) for rate in rates))


def _columns(kind: EventKind, changes: list[Change]) -> Iterable[Change]:
    """A meter that appears (or goes) for many models at once is a column of the page: one change with its parts."""
    groups: dict[tuple[str | None, Terms], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.meter, change.terms), []).append(change)
    for (meter, terms), group in groups.items():
        if len({folded(change.model) for change in group}) < COLUMN_OF_MODELS:
            yield from group
        else:
            parts = tuple(sorted(group, key=lambda change: change.model))
            yield Change(kind, f"{len(parts)} models", meter, terms, parts=parts)


def _keyed(values: Sequence[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    """By key; a key that stands twice is ambiguous and left out: nothing false is said of it."""
    found: dict[Hashable, T] = {}
    twice: set[Hashable] = set()
    for value in values:
        if key(value) in found:
            twice.add(key(value))
        found[key(value)] = value
    return {k: value for k, value in found.items() if k not in twice}


def _promotion_ends(old: Sequence[Promotion], new: Sequence[Promotion]) -> Iterable[Change]:
    """Only the end of a promotion that goes on: its price and its start are told by its rate."""

    def key(promotion: Promotion) -> Hashable:
        return folded(promotion.model), promotion.meter, promotion.terms

    before, after = _keyed(old, key), _keyed(new, key)
    for k in (k for k in before if k in after):
        was, now = before[k], after[k]
        if (was.ends, was.at_least) != (now.ends, now.at_least) and was.unit_price == now.unit_price:
            detail = {"old_ends": was.ends_printed or "none", "new_ends": now.ends_printed or "none"}
            yield Change(EventKind.PROMOTION_CHANGED, now.model, now.meter, now.terms, detail=detail)


def _limits(old: Sequence[Limit], new: Sequence[Limit]) -> Iterable[Change]:
    """Moved amounts only; a limit that is newly told or told no more is no tightening."""

    def key(limit: Limit) -> Hashable:
        return folded(limit.model or ""), limit.metric, limit.terms

    before, after = _keyed(old, key), _keyed(new, key)
    for k in (k for k in before if k in after):
        was, now = before[k], after[k]
        if was.amount != now.amount:
            kind = EventKind.LIMIT_TIGHTENED if now.amount < was.amount else EventKind.LIMIT_LOOSENED
            detail = {"metric": now.metric, "old": str(was.amount), "new": str(now.amount)}
            yield Change(kind, now.model or "", None, now.terms, detail=detail)


def _allowances(old: Sequence[Allowance], new: Sequence[Allowance]) -> Iterable[Change]:
    def key(allowance: Allowance) -> Hashable:
        return folded(allowance.model or ""), allowance.kind, allowance.unit, allowance.period, allowance.who

    told = {subject(one) for one in old if is_known_by_its_words(one)}
    still = told & {subject(one) for one in new}
    before, after = (_keyed([one for one in side if subject(one) not in still], key) for side in (old, new))
    for k in {**before, **after}:
        was, now = before.get(k), after.get(k)
        if was and now and (was.amount, was.ends) == (now.amount, now.ends):
            continue
        shown = now or was
        if shown is None:
            continue
        detail = {"allowance": shown.kind}
        if was:
            detail["old"] = as_printed(was)
        if now:
            detail["new"] = as_printed(now)
        yield Change(_allowance_kind(was, now), shown.model or "", detail=detail)


def _allowance_kind(was: Allowance | None, now: Allowance | None) -> EventKind:
    if was is None:
        return EventKind.ALLOWANCE_ADDED
    return EventKind.ALLOWANCE_REMOVED if now is None else EventKind.ALLOWANCE_CHANGED
