"""`pricewire rebuild`: all events derived again from the stored captures."""

from __future__ import annotations

import sys

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_catalogue, open_store
from storage.address import sqlite_url


@click.command(name="rebuild")
@click.option("--into", "url", help="Empty database to build. Default: rebuilt.db in the data folder, made anew.")
def command(url: str | None) -> None:
    """Derive all events again from the stored captures into a fresh database, and compare them with those recorded.

    What was taken back or corrected by hand is no part of the captures: it is carried over at its time.

    Exit code: 0 when both are the same, 1 when they differ.

    \b
    Example:  pricewire rebuild --into sqlite:///again.db
    """
    from pricewire.progress import progress
    from schedules.rebuild import all_events, beside, differences, rebuild
    from storage.corrections import rulings_by_hand

    config = load()
    catalogue = open_catalogue(config)
    store = open_store(config)
    if url is None:
        for old in config.data.glob("rebuilt.db*"):
            old.unlink()
    again = beside(store, url or sqlite_url(config.data / "rebuilt.db"))
    try:
        if next(all_events(again), None) is not None:
            raise Failure(f"{url}: expected an empty database, found one with events; name another with --into.")
        with progress("captures", None) as step:
            for look in rebuild(store, catalogue, again):
                step(events=len(look.published))
        count = sum(1 for _ in all_events(again))
        unlike = list(differences(store, again))
        with store.read() as c:
            hands = sum(1 for _ in rulings_by_hand(c))
    finally:
        store.close()
        again.close()
    for left, right in unlike[:20]:
        shown = left or right
        click.echo(f"{'differs' if left and right else 'missing' if left else 'new'}  {shown.id if shown else ''}")
    carried = f" {hands} {'ruling' if hands == 1 else 'rulings'} by hand carried over." if hands else ""
    click.echo(f"{count} events derived, {len(unlike)} unlike those recorded.{carried}")
    sys.exit(1 if unlike else 0)
