"""`pricewire subscribers`: who is told what; export and erase what is kept of somebody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.open import open_store
from pricewire.output import format_option, plain, write_rows

COLUMNS = ("id", "channel", "address", "basket", "lang", "cadence", "zone", "state", "consented_at")


@click.group(name="subscribers", invoke_without_command=True)
@format_option()
@click.pass_context
def command(ctx: click.Context, form: str) -> None:
    """List who is told what.

    \b
    Example:  pricewire subscribers
              pricewire subscribers erase ann@example.org
    """
    if ctx.invoked_subcommand is not None:
        return
    from storage.subscribers import subscribers

    store = open_store(load())
    try:
        with store.read() as c:
            found = subscribers(c)
    finally:
        store.close()
    write_rows([_record(one) for one in found], form, COLUMNS, empty="Nobody is told anything yet.")


@command.command()
@click.argument("address")
def export(address: str) -> None:
    """Print all that is kept of ADDRESS, as JSON."""
    from storage.deliveries import deliveries_of
    from storage.subscribers import subscribers

    store = open_store(load())
    try:
        with store.read() as c:
            found = subscribers(c, address=address)
            told = {one.id: deliveries_of(c, one.id) for one in found}
    finally:
        store.close()
    if not found:
        raise Failure(f"Nothing is kept of {address!r}.")
    rows = [{**_record(one), "deliveries": told[one.id]} for one in found]
    click.echo(json.dumps(plain(rows), ensure_ascii=False, indent=2))


@command.command()
@click.argument("address")
def erase(address: str) -> None:
    """Forget ADDRESS and all that was ever sent to it."""
    from storage.subscribers import erase as forget

    store = open_store(load())
    try:
        with store.write() as c:
            erased = forget(c, address=address)
    finally:
        store.close()
    if not erased:
        raise Failure(f"Nothing is kept of {address!r}.")
    click.echo(f"Forgotten: {address}.")


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def bounced(files: tuple[Path, ...]) -> None:
    """Take delivery reports that came back by mail (FILES, one report each): who cannot be reached is paused."""
    from publish.letters.bounces import NoReport, unreachable
    from publish.plain import plain as plain_line
    from storage.deliveries import drop
    from storage.subscribers import pause, subscribers

    store = open_store(load())
    try:
        for file in files:
            try:
                addresses = unreachable(file.read_bytes())
            except NoReport as error:
                raise Failure(f"{file}: {error}.") from None
            with store.write() as c:
                for address in addresses:
                    for one in subscribers(c, address=address):
                        pause(c, one.id)
                        drop(c, one.id, "paused")
            click.echo(f"{file}: paused {plain_line(', '.join(addresses)) or 'nobody'}.")
    finally:
        store.close()


def _record(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "channel": one.channel,
        "address": one.address,
        "basket": one.line,
        "lang": one.lang,
        "cadence": one.cadence.value,
        "zone": one.zone,
        "hour": one.hour,
        "weekday": one.weekday,
        "state": one.state.value,
        "consented_at": one.consented_at,
    }
