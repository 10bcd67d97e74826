"""Rows of plain values → a table, JSON, JSON lines or CSV on standard output."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import click

FORMATS = ("table", "json", "jsonl", "csv")
Row = Mapping[str, Any]


def format_option(*, default: str | None = "table", told: str = "") -> Callable[..., Any]:
    """The option `--format`, the same for every command that lists. Where the default is not always the same, None,
    and `told` says when which."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default=default,
        show_default=told or True,
        help="How to print the list.",
    )


def plain(value: Any) -> Any:
    """A value as JSON has it: decimals as exact strings, times in UTC with Z."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def counted(count: int, what: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def shortest(value: Decimal | None) -> Decimal | None:
    """A calculated number without the zeros that the calculation added; a printed one keeps them."""
    if value is None:
        return None
    return Decimal(format(value.normalize(), "f")) if value else Decimal(0)


def write_rows(rows: Iterable[Row], form: str, columns: Sequence[str], *, empty: str = "Nothing found.") -> None:
    """Print rows. `columns` are those of a table or CSV; JSON forms print every key of a row."""
    if form == "jsonl":
        for row in rows:
            click.echo(json.dumps(plain(row), ensure_ascii=False))
    elif form == "json":
        click.echo(json.dumps([plain(row) for row in rows], ensure_ascii=False, indent=2))
    elif form == "csv":
        _write_csv(rows, columns)
    else:
        _write_table(list(rows), columns, empty)


def _write_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell_of_sheet(_text(row.get(column))) for column in columns])


def _cell_of_sheet(text: str) -> str:
    """A text that a spreadsheet would run as a formula is kept a text."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _text(value: Any) -> str:
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(str(inner) for inner in value)
    return str(value)


def _write_table(rows: list[Row], columns: Sequence[str], empty: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        click.echo(empty, err=True)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_printable(_shown(row.get(column)))) for column in columns))
    console = Console(file=sys.stdout, soft_wrap=False)
    if not console.is_terminal:
        console.width = 200
    console.print(table)


def _shown(value: Any) -> str:
    """For people: a time to the minute, yes or no; the exact value is in the other formats."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}Z"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _text(value)


def _printable(text: str) -> str:
    """Scraped text may not steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
