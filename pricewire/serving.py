"""The web server of a command, with the addresses it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import click

from pipeline.types import Vendor
from pricewire.cli import Failure
from pricewire.config import Config
from pricewire.demo_folder import is_demo
from pricewire.letters import secret_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from storage.engine import Store


class Later:
    """An application that is made once its server knows its port: the links in feeds name it."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is not None:
            await self.app(scope, receive, send)


@contextmanager
def serving(store: Store, vendors: Mapping[str, Vendor], config: Config) -> Iterator[str]:
    """The wire on `config.host`:`config.port` while the block lasts; gives its address and prints the feed's."""
    with web(store, vendors, config) as address:
        click.echo(f"The wire:  {address}/\nThe feed:  {address}/feed.xml\nCtrl-C stops it.")
        yield address


@contextmanager
def web(
    store: Store,
    vendors: Mapping[str, Vendor],
    config: Config,
    clock: Callable[[], datetime] | None = None,
    around: Callable[[ASGIApp], ASGIApp] = lambda wire: wire,
) -> Iterator[str]:
    """The same, printing nothing; by another clock than the time of day, and with what `around` puts before it."""
    from publish.api.settings import ApiSettings
    from publish.serve import CannotServe, serve
    from publish.site import subscriptions
    from publish.web import WebSettings, app, utc_now

    later = Later()
    try:
        with serve(later, config.host, config.port, config.trusted_proxies) as server:
            public = config.base_url.rstrip("/") or server.address.replace("//0.0.0.0", "//127.0.0.1")
            asked = ApiSettings(config.write_tokens, config.api_per_minute, max(config.api_burst, 1))
            settings = WebSettings(
                public_url=public,
                hub=config.hub,
                scheduled=not is_demo(config.data),
                version=version("pricewire"),
                api=asked,
            )
            rooms = [subscriptions.room(secret_of(config))]
            later.app = around(app(store, vendors, settings, clock or utc_now, rooms))
            yield server.address
    except (CannotServe, ValueError) as error:
        raise Failure(str(error)) from error
