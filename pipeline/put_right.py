"""What was put right since a page was read → the sheet believed since, and which changes would tell it again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pipeline.about import changes_of
from pipeline.match import folded, price_of
from pipeline.types import Change, Event, Evidence, PutRight, Rate, Sheet
from pipeline.unpriced import as_before, brought

_Step = tuple[Rate | None, Rate | None]
"""(what was told to have held before, what was told to hold)."""


def by_then(put_right: Iterable[PutRight], at: datetime) -> tuple[PutRight, ...]:
    """Those of which a capture of this time could be judged: who replays old captures does not know of them yet."""
    return tuple(one for one in put_right if one.at <= at)


def set_back(sheet: Sheet, put_right: Iterable[PutRight]) -> Sheet:
    """`sheet` without what was wrong: what was believed before it in its place, or what is right."""
    for one in put_right:
        for right, wrong in _righted(one):
            sheet = _without(sheet, right, wrong)
        for told in _taken_back(one):
            sheet = as_before(sheet, told)
    return sheet


def told_again(change: Change, put_right: Sequence[PutRight]) -> PutRight | None:
    """What was put right and would be told once more by this change; None for any other change."""
    said = {_step(old, new) for old, new in _steps(change)} | _brought((change, *change.parts))
    return next((one for one in put_right if said & _wrong(one)), None)


def standing_on(evidence: Evidence, put_right: PutRight) -> Evidence:
    """The evidence of what is told again: the bytes before are those of the first telling, since the last ones show
    what was put right."""
    first = put_right.told.evidence
    return replace(evidence, before_sha256=first.before_sha256, before_at=first.before_at)


def _righted(one: PutRight) -> Iterator[_Step]:
    """(what holds instead, what was wrong) of each rate."""
    if one.right is None:
        yield from _steps(one.told)
    elif one.told.new is not None and one.right.new is not None:
        yield one.right.new, one.told.new


def _wrong(one: PutRight) -> set[Hashable]:
    return {_step(*step) for step in _righted(one)} | _brought(_taken_back(one))


def _taken_back(one: PutRight) -> tuple[Event | Change, ...]:
    """Of limits and allowances too; nobody corrects those, they are only taken back."""
    return changes_of(one.told) if one.right is None else ()


def _brought(changes: Iterable[Event | Change]) -> set[Hashable]:
    return {what for what in map(brought, changes) if what is not None}


def _steps(told: Event | Change) -> Iterator[_Step]:
    parts = changes_of(told) if isinstance(told, Event) else (told, *told.parts)
    for part in parts:
        if part.old is not None or part.new is not None:
            yield part.old, part.new


def _without(sheet: Sheet, right: Rate | None, wrong: Rate | None) -> Sheet:
    """Nothing is set back twice, nor where the sheet does not have it: another reader may never have read it so."""
    there = {_identity(rate) for rate in sheet.rates}
    if wrong is not None and _identity(wrong) not in there:
        return sheet
    if wrong is None and right is not None and _subject(right) in {_subject(rate) for rate in sheet.rates}:
        return sheet
    kept = tuple(rate for rate in sheet.rates if wrong is None or _identity(rate) != _identity(wrong))
    returning = () if right is None or _identity(right) in there else (right,)
    return replace(sheet, rates=(*kept, *returning))


def _step(old: Rate | None, new: Rate | None) -> Hashable:
    """A price that comes is known by where it comes to, whatever it comes from; one that goes, by what goes."""
    return (None, _identity(new)) if new is not None else (old and _identity(old), None)


def _identity(rate: Rate) -> Hashable:
    return *_subject(rate), price_of(rate), rate.currency


def _subject(rate: Rate) -> tuple[Hashable, ...]:
    return folded(rate.model), rate.meter, rate.terms
