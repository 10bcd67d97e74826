"""One write of the database: all that one capture, or one fetch that gave none, changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update
from sqlalchemy import Update as UpdateStatement

from pipeline.types import (
    Believed,
    Capture,
    Decision,
    Event,
    EventState,
    Failed,
    Gathered,
    Health,
    Resolution,
    Unchanged,
    Verdict,
    Why,
)
from storage.answers import Recorded
from storage.errors import UnknownPage
from storage.facts import columns_of, mentions_of, rates_moved, row_of
from storage.packing import change_text, event_of, event_text, pack_sheet, pairs_text
from storage.queries import TOLD
from storage.rates import Identity, Sighting, believe_rates, identity_of
from storage.tables import believed, captures, dropped, events, fetches, mentions, pages
from storage.telling import append_rulings, ruling_row
from storage.upserts import upsert


def record(c: Connection, decision: Decision, seen: Gathered | None = None) -> Recorded:
    """All that one capture changes. The bodies must have been put before (`Bodies.put_capture`).

    The same capture (page, time, sha256) recorded twice changes nothing. A capture that is not later than the page's
    last one is refused with `OUT_OF_ORDER`. Where `seen` is given, a page that has moved on since it was gathered is
    refused with `STALE`. Nothing is written in these three cases. Raises `UnknownPage` for one never declared.
    """
    capture = decision.capture
    page = _locked_page(c, capture.page)
    last = _last_capture(c, capture.page)
    refused = _refused(c, capture, last, seen)
    if refused is not None:
        return refused
    outcome = _outcome(decision, last)
    _add_capture(c, capture)
    _add_fetch(c, _fetch_row(decision, outcome))
    _count_looks(c, decision.looked_again)
    _add_dropped(c, decision)
    moved = _believe(c, page.vendor, decision)
    c.execute(_page_update(decision, page, moved))
    # Last, because from its first line on the wire is closed to other writers until the commit.
    append_rulings(c, [*_add_events(c, decision), *_resolve(c, decision)], capture.fetched_at)
    return outcome


def record_fetch(c: Connection, fetch: Unchanged | Failed) -> bool:
    """A fetch that brought no capture: its row and the page's status; what is believed stands. False where this very
    fetch was recorded before. Raises `UnknownPage`."""
    page = _locked_page(c, fetch.page)
    row = _bare_fetch_row(fetch)
    if _has_fetch(c, row):
        return False
    _add_fetch(c, row)
    if _is_newest(page, fetch.fetched_at):
        good = isinstance(fetch, Unchanged)
        status = _status_after(page, fetch.fetched_at, None if good else row["why"], row["detail"])
        c.execute(update(pages).where(pages.c.id == fetch.page).values(status))
    return True


def _locked_page(c: Connection, page_id: str) -> Row[*tuple[Any, ...]]:
    """The page's row, kept from other writers until the commit (SQLite has one writer anyway)."""
    row = c.execute(select(pages).where(pages.c.id == page_id).with_for_update()).one_or_none()
    if row is None:
        raise UnknownPage(f"no page {page_id!r} is declared")
    return row


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


def _add_fetch(c: Connection, row: Mapping[str, Any]) -> None:
    c.execute(insert(fetches), dict(row))


def _fetch_row(decision: Decision, outcome: Recorded) -> dict[str, Any]:
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


def _bare_fetch_row(fetch: Unchanged | Failed) -> dict[str, Any]:
    row = {"page": fetch.page, "url": fetch.url, "fetched_at": fetch.fetched_at}
    if isinstance(fetch, Unchanged):
        return row | {"outcome": "unchanged", "status": 304, "why": None, "detail": ""}
    return row | {"outcome": "failed", "status": fetch.status, "why": fetch.why.value, "detail": fetch.detail}


def _has_fetch(c: Connection, row: Mapping[str, Any]) -> bool:
    same = and_(*(fetches.c[name] == row[name] for name in ("page", "fetched_at", "outcome")))
    return c.scalar(select(func.count()).select_from(fetches).where(same)) == 1


def _health_told(decision: Decision) -> str:
    told = (decision.sheet.health.value, decision.sheet.health_detail)
    return ": ".join(part for part in told if part)


def _add_events(c: Connection, decision: Decision) -> list[dict[str, Any]]:
    """New events; returns the rulings that they begin with. An event known by its id already is left as it is."""
    known = _known_events(c, [event.id for event in decision.events])
    new = [event for event in decision.events if event.id not in known]
    if not new:
        return []
    at = decision.capture.fetched_at
    c.execute(insert(events), [row_of(event, _told_at(event, at)) for event in new])
    c.execute(insert(mentions), [mention for event in new for mention in mentions_of(event)])
    return [_first_ruling(event, at) for event in new]


def _first_ruling(event: Event, at: datetime) -> dict[str, Any]:
    return ruling_row(event.id, at, event.state, event.rule, event.reason)


def _known_events(c: Connection, ids: list[str]) -> set[str]:
    return set(c.scalars(select(events.c.id).where(events.c.id.in_(ids)))) if ids else set()


def _told_at(event: Event, at: datetime) -> datetime | None:
    return (event.published_at or at) if event.state is EventState.PUBLISHED else None


def _resolve(c: Connection, decision: Decision) -> list[dict[str, Any]]:
    """What becomes of events that were there before; returns the rulings.

    A held event is published or dropped once, one that is told corrected or retracted; any other stays as it is, and
    so does one that was corrected in the same way before.
    """
    now = _standings(c, [resolution.event_id for resolution in decision.resolutions])
    at = decision.capture.fetched_at
    resolved = [done for done in decision.resolutions if _changes(now.get(done.event_id), done)]
    for resolution in resolved:
        c.execute(_standing(resolution, at))
    return [_later_ruling(resolution, at) for resolution in resolved]


def _standings(c: Connection, ids: list[str]) -> dict[str, Row[*tuple[Any, ...]]]:
    """Where events stand, kept from other writers until the commit."""
    if not ids:
        return {}
    columns = (events.c.id, events.c.state, events.c.reason, events.c.correction)
    asked = select(*columns).where(events.c.id.in_(ids)).order_by(events.c.id)
    return {row.id: row for row in c.execute(asked.with_for_update())}


def _changes(now: Row[*tuple[Any, ...]] | None, done: Resolution) -> bool:
    if now is None:
        return False
    if done.state not in (EventState.CORRECTED, EventState.RETRACTED):
        return EventState(now.state) is EventState.HELD
    replacement = None if done.replacement is None else event_text(done.replacement)
    made = now.state == done.state and now.reason == done.reason and now.correction == replacement
    return EventState(now.state) in TOLD and not made


def _standing(resolution: Resolution, at: datetime) -> UpdateStatement:
    standing: dict[str, Any] = {
        "state": resolution.state.value,
        "rule": resolution.rule,
        "reason": resolution.reason,
    }
    if resolution.state is EventState.PUBLISHED:
        standing |= {"published_at": at, "headline": resolution.headline}
    if resolution.replacement is not None:
        standing |= columns_of(resolution.replacement) | {"correction": event_text(resolution.replacement)}
    return update(events).where(events.c.id == resolution.event_id).values(standing)


def _later_ruling(resolution: Resolution, at: datetime) -> dict[str, Any]:
    text = None if resolution.replacement is None else event_text(resolution.replacement)
    told = (resolution.event_id, at, resolution.state, resolution.rule, resolution.reason, resolution.witness, text)
    return ruling_row(*told)


def _count_looks(c: Connection, ids: tuple[str, ...]) -> None:
    if ids:
        c.execute(update(events).where(events.c.id.in_(ids)).values(looks=events.c.looks + 1))


def _add_dropped(c: Connection, decision: Decision) -> None:
    rows = [_dropped_row(decision.capture, verdict) for verdict in decision.dropped]
    if rows:
        c.execute(insert(dropped), rows)


def _dropped_row(capture: Capture, verdict: Verdict) -> dict[str, Any]:
    return {
        "page": capture.page,
        "at": capture.fetched_at,
        "kind": verdict.change.kind.value,
        "model": verdict.change.model,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "witness": verdict.witness,
        "change": change_text(verdict.change),
    }


def _believe(c: Connection, vendor: str, decision: Decision) -> bool:
    """The new belief and the rates that follow from it; True where any rate changed."""
    belief = decision.believed
    if belief is None:
        return False
    capture = decision.capture
    upsert(c, believed, [_belief_row(capture.page, belief)])
    sighting = Sighting(capture.page, vendor, belief.capture_sha256, capture.fetched_at)
    return believe_rates(c, sighting, belief.sheet.rates, _moments(c, decision))


def _belief_row(page: str, belief: Believed) -> dict[str, Any]:
    return {
        "page": page,
        "reader": belief.reader,
        "capture_sha256": belief.capture_sha256,
        "fetched_at": belief.fetched_at,
        "fingerprint": belief.fingerprint,
        "sheet": pack_sheet(belief.sheet),
    }


def _moments(c: Connection, decision: Decision) -> dict[Identity, datetime]:
    """From when a rate holds that begins, or until when one did that went, where that is not the capture's time: the
    day the page gives, or for a change that was held, the day it was first seen."""
    ids = [done.event_id for done in decision.resolutions if done.state is EventState.PUBLISHED]
    facts = c.scalars(select(events.c.fact).where(events.c.id.in_(ids)).order_by(events.c.id)) if ids else ()
    moments = {}
    for event in (*map(event_of, facts), *decision.events):
        for rate in rates_moved(event):
            moments[identity_of(rate)] = event.effective_from or event.observed_at
    return moments


def _page_update(decision: Decision, page: Row[*tuple[Any, ...]], moved: bool) -> UpdateStatement:
    at, sheet = decision.capture.fetched_at, decision.sheet
    values: dict[str, Any] = {"health": sheet.health.value} | _validators(decision)
    if decision.believed is not None:
        values["rates"] = len(decision.believed.sheet.rates)
    if moved:
        values["last_changed_at"] = at
    if _is_newest(page, at):
        bad = sheet.health is not Health.OK
        values |= _status_after(page, at, Why.UNREADABLE.value if bad else None, _health_told(decision) if bad else "")
    return update(pages).where(pages.c.id == page.id).values(values)


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
