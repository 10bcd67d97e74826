"""`pricewire config`: the settings, and where each came from."""

from __future__ import annotations

from typing import Any

import click

from pricewire.config import SETTINGS, load, shown
from pricewire.open import exposed
from pricewire.output import format_option, write_rows


@click.command(name="config")
@format_option()
def command(form: str) -> None:
    """Show every setting with its value and where it came from.

    \b
    Example:  PRICEWIRE_PORT=9000 pricewire config
    """
    config = load()
    rows = []
    for setting in SETTINGS:
        text = _text(getattr(config, setting.name))
        rows.append(
            {
                "setting": setting.variable,
                "value": shown(setting.name, text),
                "from": config.origins[setting.name],
                "meaning": setting.meaning,
            }
        )
    write_rows(rows, form, ("setting", "value", "from", "meaning"))
    if told := exposed(config):
        click.echo(told, err=True)


def _text(value: Any) -> str:
    if isinstance(value, frozenset | tuple):
        return ",".join(sorted(map(str, value)))
    return "" if value is None else str(value)
