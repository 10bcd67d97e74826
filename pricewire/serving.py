"""The web server of a command, with the addresses it prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

import click

from pipeline.types import Vendor
from pricewire.cli import Failure
from pricewire.commands.feed import public_url
from pricewire.config import Config

if TYPE_CHECKING:
    from storage.engine import Store


@contextmanager
def serving(store: Store, vendors: Mapping[str, Vendor], config: Config) -> Iterator[str]:
    """The wire on `config.host`:`config.port` for as long as the block lasts; gives its address, prints the feed's."""
    from publish.serve import CannotServe, serve
    from publish.web import WebSettings, app

    try:
        settings = WebSettings(public_url=public_url(config), version=version("pricewire"))
        with serve(app(store, vendors, settings), config.host, config.port) as server:
            click.echo(f"The wire:  {server.address}/\nThe feed:  {server.address}/feed.xml\nCtrl-C stops it.")
            yield server.address
    except (CannotServe, ValueError) as error:
        raise Failure(str(error)) from error
