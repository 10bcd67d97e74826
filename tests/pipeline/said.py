"""What was read, as lines that a test can state: `swan-1 | input | 2 USD / 1M token | context=<=200K`."""

from __future__ import annotations

from decimal import Decimal

from pipeline.read import read
from pipeline.types import Rate, Sheet, State

_SHORT = {Decimal(1): "", Decimal(1000): "1K ", Decimal(10_000): "10K ", Decimal(1_000_000): "1M "}


def line(rate: Rate) -> str:
    """One rate as a line; no terms, no last part."""
    price = rate.state.value if rate.unit_price is None else f"{rate.unit_price.normalize():f} {rate.currency}"
    if rate.state is State.FREE:
        price = "free"
    if rate.list_price is not None:
        price += f" (list {rate.list_price.normalize():f})"
    terms = " ".join(f"{name}={value}" for name, value in rate.terms)
    unit = f"{_SHORT.get(rate.per, f'{rate.per:f} ')}{rate.unit}"
    return " | ".join(filter(None, (rate.model, rate.meter, f"{price} / {unit}", terms)))


def lines(sheet: Sheet) -> list[str]:
    return [line(rate) for rate in sheet.rates]


def read_lines(page: str, media_type: str = "text/html") -> list[str]:
    """The rates of a page as lines, in the page's order."""
    return lines(read(page.encode(), media_type=media_type))


def table(*rows: str, before: str = "", caption: str = "") -> str:
    """A page with one table, its cells between bars, its first row the header."""
    head, *body = [[cell.strip() for cell in row.split("|")] for row in rows]
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    named = f"<caption>{caption}</caption>" if caption else ""
    return f"<html><body><h1>Pricing</h1>{before}<table>{named}<tr>{heads}</tr>{cells}</table></body></html>"
