"""One write of the database: all that one capture, or one fetch that gave none, changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, and_, func, insert, select

from pipeline.types import Capture, Decision, Event, Failed, Gathered, Health, Unchanged
from storage.answers import Recorded
from storage.belief import believe
from storage.judged import add_dropped, add_events, count_looks, resolve
from storage.packing import pairs_text
from storage.pages import locked_page
from storage.status import add_fetch, bare_fetch_row, fetch_row, page_update, status_update
from storage.tables import captures
from storage.telling import append_rulings


def record(c: Connection, decision: Decision, seen: Gathered | None = None) -> Recorded:
    """All that one capture changes. The bodies must have been put before (`Bodies.put_capture`).

    The same capture (page, time, sha256) recorded twice changes nothing. A capture that is not later than the page's
    last one is refused with `OUT_OF_ORDER`. Where `seen` is given, a page that has moved on since it was gathered is
    refused with `STALE`. Nothing is written in these three cases. Raises `UnknownPage` for one never declared.
    """
    capture = decision.capture
    page = locked_page(c, capture.page)
    last = _last_capture(c, capture.page)
    refused = _refused(c, capture, last, seen)
    if refused is not None:
        return refused
    outcome = _outcome(decision, last)
    _add_capture(c, capture)
    add_fetch(c, fetch_row(decision, outcome))
    count_looks(c, decision.looked_again)
    add_dropped(c, decision)
    moved = believe(c, page.vendor, decision)
    c.execute(page_update(decision, page, moved))
    # Last, because from its first line on the wire is closed to other writers until the commit.
    rulings = [*add_events(c, decision.events, capture.fetched_at), *resolve(c, decision)]
    append_rulings(c, rulings, capture.fetched_at)
    return outcome


def record_fetch(c: Connection, fetch: Unchanged | Failed) -> bool:
    """A fetch that brought no capture: its row and the page's status; what is believed stands. False where this very
    fetch was recorded before. Raises `UnknownPage`."""
    page = locked_page(c, fetch.page)
    row = bare_fetch_row(fetch)
    if not add_fetch(c, row):
        return False
    if (update := status_update(page, row)) is not None:
        c.execute(update)
    return True


def record_events(c: Connection, events: Sequence[Event], at: datetime) -> None:
    """Events that follow from others: price wars, reseller gaps. One known by its id already is left as it is."""
    append_rulings(c, add_events(c, events, at), at)


def _last_capture(c: Connection, page_id: str) -> tuple[str, datetime] | None:
    asked = select(captures.c.sha256, captures.c.fetched_at).where(captures.c.page == page_id)
    row = c.execute(asked.order_by(captures.c.fetched_at.desc()).limit(1)).one_or_none()
    return None if row is None else (row.sha256, row.fetched_at)


def _refused(
    c: Connection, capture: Capture, last: tuple[str, datetime] | None, seen: Gathered | None
) -> Recorded | None:
    if last is not None and capture.fetched_at <= last[1]:
        return Recorded.ALREADY if _is_recorded(c, capture) else Recorded.OUT_OF_ORDER
    if seen is not None and last != (None if seen.last_at is None else (seen.last_sha256, seen.last_at)):
        return Recorded.STALE
    return None


def _is_recorded(c: Connection, capture: Capture) -> bool:
    same = and_(
        captures.c.page == capture.page,
        captures.c.fetched_at == capture.fetched_at,
        captures.c.sha256 == capture.sha256,
    )
    return c.scalar(select(func.count()).select_from(captures).where(same)) == 1


def _outcome(decision: Decision, last: tuple[str, datetime] | None) -> Recorded:
    if decision.sheet.health is not Health.OK:
        return Recorded.UNHEALTHY
    same = last is not None and last[0] == decision.capture.sha256
    return Recorded.UNCHANGED if same else Recorded.CHANGED


def _add_capture(c: Connection, capture: Capture) -> None:
    attachments = tuple((address, sha256(body).hexdigest()) for address, body in capture.attachments)
    row = {
        "page": capture.page,
        "url": capture.url,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "media_type": capture.media_type,
        "charset": capture.charset,
        "headers": pairs_text(capture.headers),
        "rendered": capture.rendered,
        "sha256": capture.sha256,
        "attachments": pairs_text(attachments),
    }
    c.execute(insert(captures), row)
