"""Counts of the wire → the text that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from pipeline.alarms import Fared, overdue
from publish.news import Fares
from storage.deliveries import queue
from storage.listing import held_counts
from storage.tally import Tally

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One family of samples. The names are a promise to whoever draws them."""

    name: str
    kind: str
    """gauge or counter."""
    help: str
    samples: Mapping[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    """Labels → value."""


def gathered(c: Connection, tally: Tally, fares: Fares, pages: Iterable[Fared], now: datetime) -> list[Metric]:
    """What there is to tell now."""
    logs = tally.count(c)
    owed, due = queue(c)
    late = overdue(pages, now)
    waits = max(0, int((now - due).total_seconds())) if due else 0
    return [
        *database(up=True),
        _by("wire_lines_total", "Lines on the wire: events told, corrected, retracted.", "action", logs["wire"]),
        _one("events_held", "Events that wait for a second look or a witness.", sum(held_counts(c).values())),
        _one("pages_watched", "Pages that are watched.", fares.watched),
        _one("pages_failing", "Pages that could not be read at the last look.", fares.failing),
        _one("pages_never_checked", "Pages that nobody has looked at yet.", fares.never_checked),
        _one("pages_overdue", "Pages that are late by two of their intervals.", len(late)),
        _one("oldest_overdue_seconds", "How long the page that is due longest is due.", fares.overdue_seconds),
        _by("fetches_total", "Looks at pages, by how they ended.", "outcome", logs["fetches"]),
        _by("article_fetches_total", "Fetches of articles, by their end.", "outcome", logs["article_fetches"]),
        _one("deliveries_owed", "Lines of the wire and letters that are still owed to subscribers.", owed),
        _one("oldest_delivery_due_seconds", "How long the delivery that is due longest is due.", waits),
    ]  # fmt: skip


def database(*, up: bool) -> list[Metric]:
    """All that can be told without one."""
    return [_one("database_up", "Whether the database answers.", int(up))]


def text_of(metrics: Iterable[Metric]) -> str:
    """In the text format 0.0.4."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    name = f"pricewire_{metric.name}"
    yield f"# HELP {name} {metric.help}"
    yield f"# TYPE {name} {metric.kind}"
    for labels, value in metric.samples.items():
        told = ",".join(f'{label}="{_escaped(said)}"' for label, said in labels)
        yield f"{name}{{{told}}} {value}" if told else f"{name} {value}"


def _escaped(said: str) -> str:
    return said.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _one(name: str, told: str, value: int) -> Metric:
    return Metric(name, "gauge", told, {(): value})


def _by(name: str, told: str, label: str, values: Mapping[str, int]) -> Metric:
    return Metric(name, "counter", told, {((label, said),): value for said, value in values.items()})
