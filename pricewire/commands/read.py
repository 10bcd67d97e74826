"""`pricewire read`: a saved page → the rates on it."""

from __future__ import annotations

import json
import mimetypes
import sys
from datetime import datetime
from pathlib import Path

import click

from pipeline.read import read
from pipeline.types import Hints, Sheet
from pricewire.cli import Failure
from pricewire.config import load
from pricewire.options import Moment
from pricewire.output import format_option, plain, write_rows
from pricewire.records import exit_code_of, rate_record, sheet_record

COLUMNS = ("model", "meter", "terms", "state", "unit_price", "currency", "per", "unit", "locator")
TYPES = {".md": "text/markdown", ".mdx": "text/markdown", ".txt": "text/plain", ".json": "application/json"}


@click.command(name="read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--url", default="", help="Where the page was served: a declared page lends its hints, a host its vendor."
)
@click.option("--media-type", default="", help="As the server said it; default: by the file's name.")
@click.option("--at", type=Moment(), help="When it was fetched: for dates that are printed without a year.")
@format_option()
def command(file: Path, url: str, media_type: str, at: datetime | None, form: str) -> None:
    """Read the page saved in FILE (- for standard input) and print the rates on it.

    With --format json one object is printed: health, rates, allowances, limits, promotions, notices, refused.
    The exit code is 3 when the page is not fit to be read (a bot wall, a login, no rates …); "health" says which.

    \b
    Example:  pricewire read pricing.html --url https://example.com/pricing
    """
    body = _body(file)
    sheet = read(
        body,
        url=url,
        media_type=media_type or media_type_of(file.name),
        hints=_hints(url),
        at=at,
    )
    if form == "json":
        click.echo(json.dumps(plain(sheet_record(sheet)), ensure_ascii=False, indent=2))
    else:
        write_rows((rate_record(rate) for rate in sheet.rates), form, _columns(form), empty="No rates.")
        tell(sheet)
    sys.exit(exit_code_of(sheet))


def _columns(form: str) -> tuple[str, ...]:
    return COLUMNS if form == "table" else (*COLUMNS, "per_million", "list_price", "printed", "model_id")


def _body(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Failure(f"{file}: expected a readable file, found: {error.strerror}.") from error


def media_type_of(name: str) -> str:
    """By the file's ending; empty where it tells nothing."""
    ending = Path(name).suffix.lower()
    return TYPES.get(ending) or mimetypes.guess_type(name)[0] or ""


def _hints(url: str) -> Hints:
    if not url:
        return Hints()
    from pricewire.open import open_catalogue

    return open_catalogue(load()).page_for(url).hints


def tell(sheet: Sheet) -> None:
    """How many things were read, and the page's health, on standard error."""
    counts = [
        f"{len(values)} {name}"
        for name, values in (
            ("rates", sheet.rates),
            ("allowances", sheet.allowances),
            ("limits", sheet.limits),
            ("promotions", sheet.promotions),
            ("notices", sheet.notices),
            ("texts refused", sheet.refused),
        )
        if values
    ]
    detail = f" ({sheet.health_detail})" if sheet.health_detail else ""
    click.echo(f"health {sheet.health.value}{detail}; {', '.join(counts) or 'nothing read'}", err=True)
