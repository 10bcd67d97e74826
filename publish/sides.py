"""A headline told at a second look → the same with the evidence of its members, who have the sides of the change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from pipeline.types import Event, Evidence
from storage.evidence import told_under_each


def with_sides(c: Connection, found: Sequence[Event]) -> list[Event]:
    """In the same order; one more question however many there are, none where no event was told so."""
    members = told_under_each(c, [one.id for one in found if is_one_sided(one)])
    return [replace(one, evidence=evidence_of(one, members.get(one.id, ()))) for one in found]


def evidence_of(found: Event, members: Iterable[Event]) -> Evidence:
    """Its own, with both looks of its members of the same page where it has only one and they agree; what is printed,
    and where, stays the headline's."""
    theirs = [one.evidence for one in members if one.page == found.page]
    sides = {(one.before_sha256, one.after_sha256) for one in theirs}
    if not is_one_sided(found) or len(sides) != 1:
        return found.evidence
    first = theirs[0]
    return replace(
        found.evidence, before_sha256=first.before_sha256, before_at=first.before_at,
        after_sha256=first.after_sha256, after_at=first.after_at,
    )  # fmt: skip


def is_one_sided(found: Event) -> bool:
    return found.evidence.before_sha256 == found.evidence.after_sha256
