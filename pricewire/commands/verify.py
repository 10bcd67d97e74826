"""`pricewire verify`: an event, derived again from the stored bytes."""

from __future__ import annotations

import sys

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_catalogue, open_store


@click.command(name="verify")
@click.argument("event_id", metavar="EVENT")
def command(event_id: str) -> None:
    """Derive EVENT again from the stored captures of its page, and show the bytes it stands on.

    Exit code: 0 when the bytes give the event as it is recorded, 1 when they do not.

    \b
    Example:  pricewire verify oucwpcbwofmnqw5i
    """
    from schedules.rebuild import verify

    config = load()
    catalogue = open_catalogue(config)
    store = open_store(config)
    try:
        verified = verify(store, catalogue, event_id)
    except LookupError as error:
        raise Failure(str(error.args[0])) from error
    finally:
        store.close()
    evidence = verified.stored.evidence
    click.echo(f"page    {evidence.url}")
    click.echo(
        f"before  {evidence.before_sha256 or 'nothing'}  {evidence.old_locator}  {evidence.old_printed}".rstrip()
    )
    click.echo(f"after   {evidence.after_sha256}  {evidence.new_locator}  {evidence.new_printed}".rstrip())
    click.echo("The bytes give this event." if verified.holds else "The bytes do not give this event as recorded.")
    sys.exit(0 if verified.holds else 1)
