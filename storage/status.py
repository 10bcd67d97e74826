"""How a fetch ended → its row, and how its page fares since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, update
from sqlalchemy import Update as UpdateStatement

from pipeline.lifecycle import boundaries
from pipeline.types import Decision, Failed, Health, Sheet, Unchanged, Why
from storage.answers import Recorded
from storage.tables import fetches, pages
from storage.upserts import insert_new


def add_fetch(c: Connection, row: Mapping[str, Any]) -> bool:
    """The row of a fetch; False where this very fetch has one already."""
    return insert_new(c, fetches, row)


def fetch_row(decision: Decision, outcome: Recorded) -> dict[str, Any]:
    """Of a fetch that brought a capture."""
    capture, failed = decision.capture, outcome is Recorded.UNHEALTHY
    return {
        "page": capture.page,
        "url": capture.url,
        "fetched_at": capture.fetched_at,
        "outcome": "failed" if failed else outcome.value,
        "status": capture.status,
        "why": Why.UNREADABLE.value if failed else None,
        "detail": _health_told(decision) if failed else "",
    }


def bare_fetch_row(fetch: Unchanged | Failed) -> dict[str, Any]:
    """Of a fetch that brought none."""
    row = {"page": fetch.page, "url": fetch.url, "fetched_at": fetch.fetched_at}
    if isinstance(fetch, Unchanged):
        return row | {"outcome": "unchanged", "status": 304, "why": None, "detail": ""}
    return row | {"outcome": "failed", "status": fetch.status, "why": fetch.why.value, "detail": fetch.detail}


def page_update(decision: Decision, page: Row[*tuple[Any, ...]], moved: bool) -> UpdateStatement:
    """After a capture; `moved` where it changed what is believed of the page's rates."""
    at, sheet = decision.capture.fetched_at, decision.sheet
    values: dict[str, Any] = {"health": sheet.health.value} | _validators(decision)
    if decision.believed is not None:
        values["rates"] = len(decision.believed.sheet.rates)
        values["wakes_at"] = _wakes_at(page, decision.believed.sheet, at)
    if moved:
        values["last_changed_at"] = at
    if _is_newest(page, at):
        bad = sheet.health is not Health.OK
        values |= _status_after(page, at, Why.UNREADABLE.value if bad else None, _health_told(decision) if bad else "")
    return update(pages).where(pages.c.id == page.id).values(values)


def _wakes_at(page: Row[*tuple[Any, ...]], sheet: Sheet, at: datetime) -> datetime | None:
    """When the sheet next means something else. What was set for later stays: something told may have been put right
    after the fetch and before its recording, and one look too many costs nothing."""
    ahead = (moment for moment in (*boundaries(sheet), page.wakes_at) if moment is not None and moment > at)
    return min(ahead, default=None)


def status_update(page: Row[*tuple[Any, ...]], row: Mapping[str, Any]) -> UpdateStatement | None:
    """After a fetch that brought no capture; None where the page has been fetched later already."""
    if not _is_newest(page, row["fetched_at"]):
        return None
    status = _status_after(page, row["fetched_at"], row["why"], row["detail"])
    return update(pages).where(pages.c.id == page.id).values(status)


def _health_told(decision: Decision) -> str:
    told = (decision.sheet.health.value, decision.sheet.health_detail)
    return ": ".join(part for part in told if part)


def _is_newest(page: Row[*tuple[Any, ...]], at: datetime) -> bool:
    return page.last_checked_at is None or bool(at >= page.last_checked_at)


def _status_after(page: Row[*tuple[Any, ...]], at: datetime, why: str | None, detail: str) -> dict[str, Any]:
    status = {"last_checked_at": at, "why": why, "detail": detail}
    if why is None:
        return status | {"failures": 0}
    return status | {"failures": page.failures + 1, "last_failed_at": at}


def _validators(decision: Decision) -> dict[str, str | None]:
    """Of a page read well and not by a browser; else none, so that no 304 ever confirms what was not understood."""
    good = decision.sheet.health is Health.OK and not decision.capture.rendered
    headers = {name.lower(): value for name, value in decision.capture.headers} if good else {}
    return {"etag": headers.get("etag"), "last_modified": headers.get("last-modified")}
