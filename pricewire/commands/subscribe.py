"""`pricewire subscribe`: be told of price changes by e-mail, a webhook or a chat service."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.demo_folder import refuse_in_demo
from pricewire.letters import channel_and_address, secret_of
from pricewire.open import open_catalogue, open_store
from pricewire.select import known_vendor

if TYPE_CHECKING:
    from pipeline.subscriptions import Subscriber
    from spiders.declarations import Catalogue
    from storage.engine import Store

CADENCES = ("at_once", "daily", "weekly")


@click.command(name="subscribe")
@click.argument("address")
@click.argument("basket", default="")
@click.option(
    "--lang", type=click.Choice(("en", "zh")), default="en", show_default=True, help="Language of the letters."
)
@click.option("--cadence", type=click.Choice(CADENCES), default="at_once", show_default=True, help="How soon.")
@click.option("--zone", default="UTC", show_default=True, help="Your zone, such as Asia/Shanghai.")
@click.option(
    "--hour", type=click.IntRange(0, 23), default=8, show_default=True, help="Hour of a digest, in your zone."
)
@click.option(
    "--weekday", type=click.IntRange(0, 6), default=0, show_default=True, help="Day of a weekly digest; 0 is Monday."
)
@click.option("--yes", is_flag=True, help="The address is yours or said yes: no letter asks back.")
def command(address: str, basket: str, lang: str, cadence: str, zone: str, hour: int, weekday: int, yes: bool) -> None:
    """Tell ADDRESS of what is in BASKET: a feed's query, such as vendor=deepseek&kind=price_cut; all where left out.

    BASKET may also be a workload that is watched: model=a,b&input=300M&output=60M with tell=cheapest or more=20.

    ADDRESS is an e-mail address, https://… for a webhook, or an Apprise address (slack://…, ntfy://…, feishu://…).

    \b
    Example:  pricewire subscribe ann@example.org 'vendor=deepseek,zhipu&direction=down&size=5' --cadence daily
    """
    channel, address = channel_and_address(address)
    reader = _reader(channel, address, basket, lang, cadence, zone, hour, weekday)
    config = load()
    refuse_in_demo(config.data)
    catalogue = open_catalogue(config)
    store = open_store(config)
    try:
        _check_known(store, catalogue, reader)
        if channel == "mail" and not yes:
            _ask_back(store, reader.taken_within(catalogue.vendors))
            return
        _tell(store, reader.taken_within(catalogue.vendors))
    finally:
        store.close()
    if channel == "webhook":
        from publish.letters.channels import webhook_secret

        click.echo(f"Signatures are made with the secret {webhook_secret(secret_of(config), reader.id)}")


def _reader(
    channel: str, address: str, basket: str, lang: str, cadence: str, zone: str, hour: int, weekday: int
) -> Subscriber:
    from pipeline.query_text import BadBasket
    from pipeline.subscriptions import NO_EVENT, BadSubscription, Cadence, Subscriber, check
    from pipeline.watch import parse_wish

    whose = secrets.token_urlsafe(12)
    try:
        wish = parse_wish(basket)
        reader = Subscriber(whose, channel, address, NO_EVENT, lang, Cadence(cadence), zone, hour, weekday)
        check(reader)
    except (BadBasket, BadSubscription) as error:
        raise Failure(f"{error}.") from None
    return reader.wishing(wish)


def _check_known(store: Store, catalogue: Catalogue, reader: Subscriber) -> None:
    """Fails for a vendor, with the near names, or a watched model that nobody knows."""
    from pipeline.query_text import BadBasket
    from storage.wishes import check_known

    for vendor in sorted(reader.vendors):
        known_vendor(store, catalogue, vendor)
    try:
        with store.read() as c:
            check_known(c, reader, reader.vendors)
    except BadBasket as error:
        raise Failure(f"{error}.") from None


def _ask_back(store: Store, reader: Subscriber) -> None:
    from storage.subscribing import Asked, ask

    with store.write() as c:
        asked = ask(c, reader, datetime.now(UTC))
    click.echo(_ASKED[asked.value].format(address=reader.address))
    if asked is Asked.TOO_OFTEN:
        raise click.exceptions.Exit(1)


def _tell(store: Store, reader: Subscriber) -> None:
    from pipeline.subscriptions import SubscriberState
    from storage.subscribers import add_subscriber

    now = datetime.now(UTC)
    with store.write() as c:
        added = add_subscriber(c, replace(reader, state=SubscriberState.ACTIVE, consented_at=now), now)
    if not added:
        raise Failure(f"{reader.address} is told of this already; `pricewire subscribers` lists who is told what.")
    click.echo(f"{reader.address} is told of {reader.line or 'everything'} from now on.")


_ASKED = {
    "asked_back": "A letter to {address} asks whether that is meant; nothing is sent before a yes.",
    "told": "{address} is told of this already.",
    "too_often": "{address} was asked back often enough today; try again tomorrow.",
}
