"""Rates with a day on them → those that hold now, those that are scheduled, and what became of the scheduled ones."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pipeline.dates import moments
from pipeline.match import folded, per_unit, price_of
from pipeline.types import Change, EventKind, Promotion, Rate, Scheduled, Sheet, State, terms_of

VALID = "valid"
"""The term that prints the days on which a rate holds: "from Sep 1", "upto Aug 31", "9月1日起"."""
WARNING = timedelta(days=3)
"""How long before its end a promotion is warned of."""
_FROM = re.compile(r"\b(from|since|starting|effective|as of|after|beginning)\b|起|自|开始|生效", re.IGNORECASE)

Span = tuple[datetime | None, datetime | None]


def as_of(sheet: Sheet, at: datetime, zone: str = "") -> Sheet:
    """`sheet` with the rates that hold at `at` in `rates` and those that will in `scheduled`; past ones are left out.

    A rate whose days are not understood stays as it is, its days among its terms.
    """
    if not any(name == VALID for rate in sheet.rates for name, _ in rate.terms):
        return sheet
    now: list[Rate] = []
    later: list[Scheduled] = []
    for rate in sheet.rates:
        printed = dict(rate.terms).get(VALID, "")
        span = validity(printed, at, zone) if printed else (None, None)
        if span is None:
            now.append(rate)
            continue
        begins, ends = span
        bare = replace(rate, terms=terms_of({name: value for name, value in rate.terms if name != VALID}))
        if begins is not None and begins > at:
            later.append(Scheduled(bare, begins, printed))
        elif ends is None or ends > at:
            now.append(bare)
    return replace(sheet, rates=tuple(now), scheduled=(*sheet.scheduled, *later))


def validity(printed: str, at: datetime, zone: str = "") -> Span | None:
    """(from, until) of "from Sep 1" or "upto Aug 31"; None where no day is understood."""
    days = moments(printed.title(), at, zone)  # a term is folded, and "may" is a month only with a capital
    if not days:
        return None
    if len(days) > 1:
        return days[0].begins, days[-1].ends
    return (days[0].begins, None) if _FROM.search(printed) else (None, days[0].ends)


def boundaries(sheet: Sheet) -> list[datetime]:
    """The moments at which the sheet means something else though its page stays the same, in order."""
    days = {scheduled.effective for scheduled in sheet.scheduled}
    ends = {promotion.ends for promotion in sheet.promotions if promotion.ends}
    return sorted(days | ends | {end - WARNING for end in ends})


def follow_up(old: Sheet, new: Sheet, moves: Sequence[Change], since: datetime, at: datetime) -> list[Change]:
    """`moves` with those that were scheduled told as such, and what else became of schedules and promotions.

    `old` is the sheet believed at `since`, `new` the one read at `at`; both as `as_of` gives them.
    """
    before, after = _by_rate(old.scheduled), _by_rate(new.scheduled)
    arrived = {key: told for key, told in before.items() if key not in after}
    changes = [_effective(move, arrived) for move in moves]
    moved = {_key(change.new) for change in changes if change.kind is EventKind.EFFECTIVE and change.new}
    current = {_key(rate): rate for rate in new.rates}
    for key, told in after.items():
        changes += _scheduled(told, before.get(key), current.get(key))
    changes += [_missed(told, current.get(key), at) for key, told in arrived.items() if key not in moved]
    return [*changes, *_promotion_ends(old, new, since, at)]


def _key(rate: Rate) -> Hashable:
    return folded(rate.model), rate.meter, rate.terms, rate.currency, rate.unit


def _by_rate(scheduled: Iterable[Scheduled]) -> dict[Hashable, Scheduled]:
    return {_key(one.rate): one for one in scheduled}


def _effective(move: Change, arrived: dict[Hashable, Scheduled]) -> Change:
    told = arrived.get(_key(move.new)) if move.new is not None and move.old is not None else None
    if told is None or move.new is None or price_of(move.new) != price_of(told.rate):
        return move
    return replace(move, kind=EventKind.EFFECTIVE, effective=told.effective)


def _scheduled(told: Scheduled, before: Scheduled | None, current: Rate | None) -> Iterator[Change]:
    same_price = before is not None and price_of(before.rate) == price_of(told.rate)
    if before is not None and same_price and before.effective == told.effective:
        return
    put_off = before is not None and same_price and told.effective > before.effective
    kind = EventKind.SLIPPED if put_off else EventKind.SCHEDULED
    detail = {"from": told.printed}
    if put_off and before is not None:
        detail["old_from"] = before.printed
    yield _about(kind, told.rate, current, told.effective, detail)


def _missed(told: Scheduled, current: Rate | None, at: datetime) -> Change:
    """A schedule that is gone from the page and that no move fulfilled: put off without a new day, or cancelled."""
    kind = EventKind.SLIPPED if told.effective <= at else EventKind.CANCELLED
    return _about(kind, told.rate, current, None, {"from": told.printed})


def _about(kind: EventKind, new: Rate, old: Rate | None, effective: datetime | None, detail: dict[str, str]) -> Change:
    return Change(kind, new.model, new.meter, new.terms, old, new, new.model_id, detail, effective=effective)


def _promotion_ends(old: Sheet, new: Sheet, since: datetime, at: datetime) -> Iterator[Change]:
    """A warning before a promotion's printed end, and a word where it goes on after it."""
    known = {(_subject(promotion), promotion.ends) for promotion in old.promotions}
    rates = {(folded(rate.model), rate.meter, rate.terms): rate for rate in new.rates}
    for promotion in new.promotions:
        rate = rates.get(_subject(promotion))
        if promotion.ends is None or rate is None:
            continue
        seen = (_subject(promotion), promotion.ends) in known
        warned = seen and since >= promotion.ends - WARNING
        if promotion.ends - WARNING <= at < promotion.ends and not warned:
            yield _warning(promotion, rate)
        if seen and since < promotion.ends <= at and not promotion.at_least:
            detail = {"from": promotion.ends_printed, "promotion": "goes on after its printed end"}
            yield _about(EventKind.SLIPPED, _listed(rate), rate, None, detail)


def _subject(promotion: Promotion) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return folded(promotion.model), promotion.meter, promotion.terms


def _warning(promotion: Promotion, rate: Rate) -> Change:
    detail = {"from": promotion.ends_printed, "promotion": "ends soon"}
    return _about(EventKind.SCHEDULED, _listed(rate), rate, promotion.ends, detail)


def _listed(rate: Rate) -> Rate:
    """What the rate goes back to when its promotion ends, where the page says it."""
    if rate.list_price is None or per_unit(rate) is None:
        return rate
    return replace(rate, unit_price=rate.list_price, list_price=None, state=State.PRICED)
