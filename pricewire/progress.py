"""Long work shows how far it is, on standard error, and only to a person."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[..., None]]:
    """A bar with `what` done, events and time left. Call what it gives once a step, with the events that came of it."""
    if not sys.stderr.isatty():
        yield lambda events=0: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    events_so_far = 0
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[events]} events"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, events=0)

        def step(events: int = 0) -> None:
            nonlocal events_so_far
            events_so_far += events
            bar.update(task, advance=1, events=events_so_far)

        yield step
