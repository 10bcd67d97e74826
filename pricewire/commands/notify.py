"""`pricewire notify`: send what is due now, or try whether a channel works."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import click

from pricewire.cli import Failure
from pricewire.config import load
from pricewire.letters import deliverer, delivery_settings, public_url, secret_of
from pricewire.open import open_catalogue, open_store


@click.group(name="notify")
def command() -> None:
    """Send what is owed to subscribers, or try a channel.

    \b
    Example:  pricewire notify test ann@example.org
              pricewire notify send
    """


@command.command()
def send() -> None:
    """Send what is due now; `pricewire up` does it by itself."""
    config = load()
    catalogue = open_catalogue(config)
    store = open_store(config)
    try:
        done = deliverer(config, store, {vendor.id: vendor for vendor in catalogue.vendors}).run()
    finally:
        store.close()
    click.echo(f"Sent {done.sent}, put off {done.put_off}, refused {done.refused}.")
    if done.away:
        raise Failure(f"The mail server did not answer: {done.away}.")


@command.command()
@click.argument("address")
@click.option(
    "--lang", type=click.Choice(("en", "zh")), default="en", show_default=True, help="Language of the letter."
)
def test(address: str, lang: str) -> None:
    """Send a letter of trial to ADDRESS (e-mail, https://… webhook, or an Apprise address) and say how that went."""
    from publish.letters.channels import BadChannel, call_webhook, channel_of, notify, payload, webhook_secret
    from publish.letters.letter import Links, alert_letter
    from publish.letters.mail import BadAddress, checked_address, email
    from publish.letters.post import NotTaken, Post

    config = load()
    text = {"en": "This is a trial: the channel works.", "zh": "这是一封测试信：此渠道可用。"}[lang]
    written = alert_letter(text, "zh" if lang == "zh" else "en", Links(public_url(config)))
    letter = replace(written, subject={"en": "Pricewire: a trial", "zh": "Pricewire：测试"}[lang])
    try:
        channel = channel_of(address) if "://" in address else "mail"
        if channel == "webhook":
            secret = webhook_secret(secret_of(config), "test")
            call_webhook(
                address, payload("test", "test", []), secret=secret, letter_id="test", timestamp=int(time.time())
            )
        elif channel == "mail":
            settings = delivery_settings(config)
            if settings.server is None:
                raise Failure("PRICEWIRE_SMTP_URL: expected the address of a mail server, found none set.")
            to = checked_address(address)
            now = datetime.now(UTC)
            made = email(
                letter, sender=settings.sender, to=to, message_id=f"test.{now:%Y%m%d%H%M%S%f}@{settings.domain}", at=now
            )
            with Post(settings.server) as post:
                post.send(made, settings.envelope, to)
        else:
            notify(address, letter)
    except (NotTaken, BadAddress, BadChannel) as error:
        raise Failure(f"{address}: {str(error).rstrip('.')}.") from None
    click.echo(f"{address}: taken.")
