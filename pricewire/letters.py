"""Settings → what writes and sends letters."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from pricewire.cli import Failure
from pricewire.config import Config
from storage.private import private_folder

if TYPE_CHECKING:
    from pipeline.subscriptions import Subscriber
    from pipeline.types import Vendor
    from publish.letters.compose import Writer
    from schedules.deliver import Deliverer, DeliverySettings
    from storage.engine import Store


def secret_of(config: Config) -> str:
    """What signs the links in letters: set, or made once and kept in the data folder where only its owner reads it."""
    if config.secret:
        return config.secret
    file = config.data / "secret"
    try:
        if not file.exists():
            _make_secret(file)
        return file.read_text().strip()
    except OSError as error:
        raise Failure(f"{file}: expected a file that can be written, found: {error.strerror}.") from error


def public_url(config: Config) -> str:
    """How readers reach the wire."""
    return config.base_url or f"http://{config.host}:{config.port}"


def writer(config: Config, vendors: Mapping[str, Vendor]) -> Writer:
    from publish.letters.compose import Writer

    return Writer(vendors, public_url(config), secret_of(config))


def delivery_settings(config: Config) -> DeliverySettings:
    from publish.letters.post import Server
    from schedules.deliver import DeliverySettings

    server = None
    if config.smtp_url:
        try:
            server = Server.parsed(config.smtp_url, str(config.smtp_cafile or ""))
        except ValueError as error:
            raise Failure(f"PRICEWIRE_SMTP_URL: {error}.") from None
    return DeliverySettings(server, config.mail_from, config.mail_per_domain)


def deliverer(
    config: Config,
    store: Store,
    vendors: Mapping[str, Vendor],
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Deliverer:
    """What sends the letters that are due."""
    from schedules.deliver import Deliverer

    return Deliverer(store, vendors, writer(config, vendors), delivery_settings(config), clock)


def operator_of(config: Config) -> Subscriber | None:
    """Who is told when something is wrong; nobody where none is set."""
    from schedules.watchman import operator

    if not config.operator:
        return None
    channel, address = channel_and_address(config.operator)
    return operator(address, channel)


def channel_and_address(address: str) -> tuple[str, str]:
    """The channel's name, and the address as it is kept. Raises `Failure`."""
    from publish.letters.channels import BadChannel, channel_of
    from publish.letters.mail import BadAddress, checked_address

    try:
        return (channel_of(address), address) if "://" in address else ("mail", checked_address(address))
    except (BadAddress, BadChannel) as error:
        raise Failure(f"{str(error).rstrip('.')}.") from None


def _make_secret(file: Path) -> None:
    """Whole or not at all, and of two programs that make one at once, the first one's."""
    private_folder(file.parent)
    descriptor, temporary = mkstemp(dir=file.parent, prefix=".secret")  # readable by its owner only
    try:
        os.write(descriptor, secrets.token_urlsafe(32).encode())
        with suppress(FileExistsError):
            os.link(temporary, file)
    finally:
        os.close(descriptor)
        Path(temporary).unlink()
