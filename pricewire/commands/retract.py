"""`pricewire retract`: an event that was told and found wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from pipeline.types import EventState
from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_store


@click.command(name="retract")
@click.argument("event_id", metavar="EVENT")
@click.option("--reason", required=True, help="Why it was wrong, in one sentence; readers see it.")
def command(event_id: str, reason: str) -> None:
    """Take back EVENT: its feed entry is told again under the same id, with the reason.

    Nothing is deleted; the event stays on record as retracted.

    \b
    Example:  pricewire retract oucwpcbwofmnqw5i --reason "The page printed the price of another model."
    """
    from storage.corrections import correct
    from storage.errors import StorageError

    store = open_store(load())
    try:
        with store.write() as c:
            correct(c, event_id, EventState.RETRACTED, reason, datetime.now(UTC), rule="by_hand")
    except StorageError as error:
        raise Failure(f"{error}.") from error
    finally:
        store.close()
    click.echo(f"Retracted {event_id}.")
