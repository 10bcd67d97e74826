"""An event that was wrong → the rates that it brought are no longer believed, and what they stood in for held on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from pipeline.types import Change, Event, Rate
from storage.facts import changes_of
from storage.rates import identity_of, key_of
from storage.spans import add_rows, close_rows, price_columns
from storage.tables import rates

_Row = dict[str, Any]


def withdraw(c: Connection, event: Event, at: datetime) -> None:
    """As known from `at`, none of the event's new rates ever held. What was believed before can still be asked."""
    moment = event.effective_from or event.observed_at
    for change in changes_of(event):
        if change.new is not None:
            _withdraw(c, event.page, change, change.new, moment, at)


def amend(c: Connection, event: Event, right: Event, at: datetime) -> None:
    """As known from `at`, the event's new rate was that of `right` all the time."""
    if event.new is None or right.new is None or identity_of(event.new) == identity_of(right.new):
        return
    moment = event.effective_from or event.observed_at
    wrong = _believed(c, event.page, event.new, rates.c.valid_from == moment)
    if wrong is not None:
        said = price_columns(right.new) | {"identity": identity_of(right.new), "key": key_of(right.new)}
        close_rows(c, [wrong["seq"]], at)
        add_rows(c, [wrong | said | {"known_from": at}])


def _withdraw(c: Connection, page: str, change: Event | Change, new: Rate, moment: datetime, at: datetime) -> None:
    wrong = _believed(c, page, new, rates.c.valid_from == moment)
    if wrong is None:
        return
    before = None if change.old is None else _believed(c, page, change.old, rates.c.valid_to == moment)
    if before is None or change.old is None:
        close_rows(c, [wrong["seq"]], at)
        return
    after = None
    if wrong["valid_to"] is not None:
        after = _believed(c, page, change.old, rates.c.valid_from == wrong["valid_to"])
    close_rows(c, [row["seq"] for row in (before, wrong, after) if row is not None], at)
    add_rows(c, [before | {"valid_to": (after or wrong)["valid_to"], "known_from": at}])


def _believed(c: Connection, page: str, rate: Rate, at_an_end: ColumnElement[bool]) -> _Row | None:
    """The span of a rate, as believed now, that begins or ends at a moment."""
    mine = (rates.c.page == page, rates.c.known_to.is_(None), rates.c.identity == identity_of(rate), at_an_end)
    row = c.execute(select(rates).where(*mine).limit(1)).mappings().first()
    return None if row is None else dict(row)
