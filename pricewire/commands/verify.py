"""`pricewire verify`: an event, derived again from the stored bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from pipeline.types import EventState
from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_catalogue, open_store

if TYPE_CHECKING:
    from schedules.rebuild import Verified

STILL = {
    EventState.HELD: "still printed, not believed (held as {}).",
    EventState.DROPPED: "printed again ({}, never told).",
    EventState.PUBLISHED: "printed again and told as {}.",
    EventState.CORRECTED: "printed again and told as {}.",
    EventState.RETRACTED: "printed again, told as {} and taken back once more.",
}


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
    for line in _put_right(verified):
        click.echo(line)
    click.echo("The bytes give this event." if verified.holds else "The bytes do not give this event as recorded.")
    sys.exit(0 if verified.holds else 1)


def _put_right(verified: Verified) -> Iterator[str]:
    """What a person ruled of it, and what the page has said since."""
    hand, again = verified.hand, verified.again
    if hand is None:
        return
    yield f"by hand {hand.state.value} {hand.at:%Y-%m-%d %H:%M} UTC: {hand.reason}"
    if again is not None:
        yield f"since   {STILL[again.state].format(again.id)} {again.reason}"
