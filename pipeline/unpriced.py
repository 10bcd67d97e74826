"""What was told of a limit or an allowance → the sheet as it was before that was so; no rate is touched."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from decimal import Decimal

from pipeline.match import folded
from pipeline.types import Allowance, Change, Event, Limit, Sheet


def as_before(sheet: Sheet, told: Event | Change) -> Sheet:
    """`sheet` without what the change brought; as it is where the change is of neither, or is not in the sheet."""
    detail = told.detail
    if "old" not in detail and "new" not in detail:
        return sheet
    if "metric" in detail:
        return replace(sheet, limits=tuple(_limit_before(limit, told) for limit in sheet.limits))
    return _allowance_before(sheet, told) if "allowance" in detail else sheet


def brought(told: Event | Change) -> Hashable:
    """What holds by the change, or no longer does; None where it is of neither a limit nor an allowance."""
    detail = told.detail
    if "metric" in detail and "new" in detail:
        return folded(told.model), detail["metric"], told.terms, Decimal(detail["new"])
    if "allowance" in detail and ("old" in detail or "new" in detail):
        gone = "" if "new" in detail else detail["old"]
        return folded(told.model), detail["allowance"], detail.get("new", ""), gone
    return None


def as_printed(allowance: Allowance) -> str:
    """An allowance in the words in which a change tells it."""
    return allowance.printed or f"{allowance.amount} {allowance.unit}"


def is_known_by_its_words(allowance: Allowance) -> bool:
    """It was put back as it had been told, so that its figures are not known."""
    return allowance.amount is None and allowance.ends is None


def subject(allowance: Allowance) -> tuple[str, str, str]:
    """Whose it is, of what kind, in which words."""
    return folded(allowance.model or ""), allowance.kind, as_printed(allowance)


def _limit_before(limit: Limit, told: Event | Change) -> Limit:
    if (folded(limit.model or ""), limit.metric, limit.terms, limit.amount) != brought(told):
        return limit
    return replace(limit, amount=Decimal(told.detail["old"]), printed="")


def _allowance_before(sheet: Sheet, told: Event | Change) -> Sheet:
    old, new = told.detail.get("old"), told.detail.get("new")
    whose = folded(told.model), told.detail["allowance"]
    there = {subject(one) for one in sheet.allowances}
    if (new is not None and (*whose, new) not in there) or (old is not None and (*whose, old) in there):
        return sheet
    wrong = [one for one in sheet.allowances if new is not None and subject(one) == (*whose, new)]
    kept = [one for one in sheet.allowances if one not in wrong]
    like = wrong[0] if wrong else Allowance(whose[1], None, "", told.model or None)
    back = [] if old is None else [replace(like, amount=None, ends=None, printed=old)]
    return replace(sheet, allowances=(*kept, *back))
