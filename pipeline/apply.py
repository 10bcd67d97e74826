"""A sheet and changes → the sheet with those changes made, or with those changes not yet made."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

from pipeline.match import folded, price_of
from pipeline.types import Change, Rate, Sheet
from pipeline.unpriced import as_before


def apply(sheet: Sheet, changes: Iterable[Change]) -> Sheet:
    """`sheet` as it is after `changes`: applying what a diff found to the old sheet gives the new sheet's prices."""
    going, coming = _rates_of(changes)
    return _exchange(sheet, going, coming)


def withhold(sheet: Sheet, changes: Iterable[Change]) -> Sheet:
    """`sheet` as it was before `changes`: what is believed while they are held."""
    changes = tuple(changes)
    for change in changes:
        sheet = as_before(sheet, change)
    going, coming = _rates_of(changes)
    return _exchange(sheet, coming, going)


def _rates_of(changes: Iterable[Change]) -> tuple[list[Rate], list[Rate]]:
    """(old rates, new rates) that the changes and their parts name."""
    old: list[Rate] = []
    new: list[Rate] = []
    for change in changes:
        for one in (change, *change.parts):
            old += [one.old] if one.old is not None else []
            new += [one.new] if one.new is not None else []
    return old, new


def _exchange(sheet: Sheet, going: list[Rate], coming: list[Rate]) -> Sheet:
    if not going and not coming:
        return sheet
    waiting: dict[Hashable, int] = {}
    for rate in going:
        waiting[_identity(rate)] = waiting.get(_identity(rate), 0) + 1
    rates = []
    for rate in sheet.rates:
        if waiting.get(_identity(rate), 0):
            waiting[_identity(rate)] -= 1
        else:
            rates.append(rate)
    return replace(sheet, rates=(*rates, *coming))


def _identity(rate: Rate) -> Hashable:
    """The same rate at the same price, wherever and however it is printed: another reader may have read it."""
    return folded(rate.model), rate.meter, rate.terms, price_of(rate), rate.currency, rate.unit
