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

    Nothing is deleted; the event stays on record as retracted. Its page is asked at once: where it goes on printing the
    same, that is held (`pricewire events --state held`) until another page or a story confirms it, and after 7 days
    believed as the page says, untold.

    \b
    Example:  pricewire retract oucwpcbwofmnqw5i --reason "The page printed the price of another model."
    """
    from storage.corrections import BY_HAND, correct
    from storage.errors import StorageError
    from storage.events import members_of

    if not reason.strip():
        raise Failure("expected a reason in one sentence, found an empty one; readers see it.")
    now = datetime.now(UTC)
    store = open_store(load())
    try:
        with store.write() as c:
            members = members_of(c, event_id)
            for one in (event_id, *members):
                correct(c, one, EventState.RETRACTED, reason.strip(), now, rule=BY_HAND)
    except StorageError as error:
        raise Failure(f"{error}.") from error
    finally:
        store.close()
    told = f" and the {len(members)} events under it" if members else ""
    click.echo(f"Retracted {event_id}{told}. `pricewire verify {event_id}` says what the page prints since.")
