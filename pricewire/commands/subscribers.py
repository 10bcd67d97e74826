"""`pricewire subscribers`: who is told what; export and erase what is kept of somebody."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_store
from pricewire.output import format_option, plain, write_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.subscriptions import Subscriber

COLUMNS = ("id", "channel", "address", "basket", "lang", "cadence", "zone", "state", "consented_at")


@click.group(name="subscribers", invoke_without_command=True)
@format_option()
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """List who is told what. Of a webhook or a chat the key in its address is left out.

    \b
    Example:  pricewire subscribers
              pricewire subscribers erase ann@example.org
    """
    if ctx.invoked_subcommand is not None:
        return
    from publish.letters.channels import shown_address
    from storage.subscribers import kept_of, subscribers

    with closing(open_store(load())) as store, store.read() as c:
        found = subscribers(c)
    rows = [{**kept_of(one), "address": shown_address(one.channel, one.address)} for one in found]
    write_rows(rows, form, COLUMNS, empty="Nobody is told anything yet.")


@command.command()
@click.argument("address")
def export(address: str) -> None:
    """Print all that is kept of ADDRESS, or of the subscriber with that id, as JSON, keys and all."""
    from storage.deliveries import deliveries_of
    from storage.subscribers import kept_of

    with closing(open_store(load())) as store, store.read() as c:
        rows = [{**kept_of(one), "deliveries": deliveries_of(c, one.id)} for one in _named(c, address)]
    click.echo(json.dumps(plain(rows), ensure_ascii=False, indent=2))


@command.command()
@click.argument("address")
def erase(address: str) -> None:
    """Forget ADDRESS, or the subscriber with that id, and all that was ever sent to them."""
    from storage.subscribers import erase as forget

    with closing(open_store(load())) as store, store.write() as c:
        erased = forget(c, address=address) or forget(c, subscriber_id=address)
    if not erased:
        raise Failure(f"Nothing is kept of {address!r}.")
    click.echo(f"Forgotten: {address}.")


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bounced(files: tuple[Path, ...]) -> None:
    """Take delivery reports that came back by mail (FILES, one report each): who cannot be reached is paused."""
    from publish.plain import plain as plain_line

    with closing(open_store(load())) as store:
        for file in files:
            addresses = _unreachable(file)
            with store.write() as c:
                _pause(c, addresses)
            click.echo(f"{file}: paused {plain_line(', '.join(addresses)) or 'nobody'}.")


def _named(c: Connection, address: str) -> list[Subscriber]:
    """All that an address asked for, or the one subscriber of an id. Fails where there is neither."""
    from storage.subscribers import subscriber, subscribers

    found = subscribers(c, address=address)
    by_id = subscriber(c, address)
    if not found and by_id is None:
        raise Failure(f"Nothing is kept of {address!r}.")
    return found if by_id is None else [by_id]


def _unreachable(file: Path) -> list[str]:
    """The addresses that a delivery report names."""
    from publish.letters.bounces import NoReport, unreachable

    try:
        return unreachable(file.read_bytes())
    except NoReport as error:
        raise Failure(f"{file}: {error}.") from None


def _pause(c: Connection, addresses: list[str]) -> None:
    """Send nothing more to these, also of what is owed already."""
    from storage.deliveries import drop
    from storage.subscribers import pause, subscribers

    for one in (one for address in addresses for one in subscribers(c, address=address)):
        pause(c, one.id)
        drop(c, one.id, "paused")
