"""`pricewire notify`: send what is due now, or try whether a channel works."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pricewire.cli import Failure
from pricewire.config import Config, load
from pricewire.demo_folder import refuse_in_demo
from pricewire.letters import deliverer, delivery_settings, public_url, secret_of
from pricewire.open import open_catalogue, open_store

if TYPE_CHECKING:
    from publish.letters.letter import Written
    from publish.money import Lang


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
    refuse_in_demo(config.data)
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
    from publish.letters.channels import BadChannel, channel_of
    from publish.letters.mail import BadAddress
    from publish.letters.post import Away, NotTaken

    config = load()
    try:
        channel = channel_of(address) if "://" in address else "mail"
        _TRIALS.get(channel, _by_chat)(config, address, "zh" if lang == "zh" else "en")
    except Away as error:
        raise Failure(f"{address}: the mail server did not answer: {error}.") from None
    except (NotTaken, BadAddress, BadChannel) as error:
        raise Failure(f"{address}: {str(error).rstrip('.')}.") from None
    click.echo(f"{address}: taken.")


def _by_mail(config: Config, address: str, lang: Lang) -> None:
    from publish.letters.mail import checked_address, email
    from publish.letters.post import Post

    settings = delivery_settings(config)
    if settings.server is None:
        raise Failure("PRICEWIRE_SMTP_URL: expected the address of a mail server, found none set.")
    to, now = checked_address(address), datetime.now(UTC)
    message_id = f"test.{now:%Y%m%d%H%M%S%f}@{settings.domain}"
    made = email(_trial(config, lang), sender=settings.sender, to=to, message_id=message_id, at=now)
    with Post(settings.server) as post:
        post.send(made, settings.envelope, to)


def _by_webhook(config: Config, address: str, lang: Lang) -> None:
    from publish.letters.channels import call_webhook, payload, webhook_secret

    body, secret = payload("test", "test", [], _TEXT[lang]), webhook_secret(secret_of(config), "test")
    call_webhook(address, body, secret=secret, letter_id="test", timestamp=int(time.time()))


def _by_chat(config: Config, address: str, lang: Lang) -> None:
    from publish.letters.channels import notify

    notify(address, _trial(config, lang))


def _trial(config: Config, lang: Lang) -> Written:
    from publish.letters.letter import Links, alert_letter

    return replace(alert_letter(_TEXT[lang], lang, Links(public_url(config))), subject=_SUBJECT[lang])


_TEXT = {"en": "This is a trial: the channel works.", "zh": "这是一封测试信：此渠道可用。"}
_SUBJECT = {"en": "Pricewire: a trial", "zh": "Pricewire：测试"}
_TRIALS = {"mail": _by_mail, "webhook": _by_webhook}
