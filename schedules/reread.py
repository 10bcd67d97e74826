"""The stored bytes of each page, read by this reader → what it reads otherwise than what is believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.diff import diff
from pipeline.lifecycle import as_of
from pipeline.types import Change, Health, Page
from schedules.look import read_capture
from storage.captures import capture_of
from storage.engine import Store
from storage.gather import gather


@dataclass(frozen=True, slots=True)
class Reread:
    """One page, read again."""

    page: Page
    reader: str
    """The version that read what is believed."""
    health: Health
    changes: tuple[Change, ...]


def reread(store: Store, pages: Sequence[Page]) -> Iterator[Reread]:
    """Read the last accepted capture of each page again; nothing is written. Pages never accepted are left out."""
    for page in pages:
        with store.read() as c:
            believed = gather(c, page).believed
            stored = capture_of(c, page.id, believed.capture_sha256) if believed else None
        if believed is None or stored is None:
            continue
        capture = stored.load(store.bodies)
        sheet = as_of(read_capture(page, capture), believed.fetched_at, page.hints.zone)
        changes = diff(believed.sheet, sheet) if sheet.health is Health.OK else ()
        yield Reread(page, believed.reader, sheet.health, changes)
