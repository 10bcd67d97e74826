"""`pricewire claims`: saved articles → what they say of prices, one line a file; or the claims on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.claims import claims_of
from pipeline.types import Claim
from pricewire.output import format_option, plain, shortest, write_rows
from pricewire.reported import QUERY, on_record, refuse_both
from pricewire.saved import articles_in, write_and_end

if TYPE_CHECKING:
    from storage.news_answers import ClaimRow

COLUMNS = ("file", "vendor", "model", "kind", "meter", "old_price", "new_price", "currency", "unit", "percent", "quote")
ON_RECORD = ("at", "vendor", "kind", "model", "meter", "figures", "state", "lag", "site", "event", "quote")
CENTS = "US¢"
"""The currency of amounts that are printed in cents, so that nobody takes them for dollars."""


@click.command(name="claims")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@QUERY
@format_option(default=None, told="jsonl for files, else table")
def command(files: tuple[Path, ...], form: str | None, **asked: Any) -> None:
    """List the claims on record, newest first, each with how it stands against the vendor's page and with its lag; or
    read the articles saved in FILES and print what each says of prices.

    The lag is from when the page was seen to say so to when the article told it: below zero, the news was first.

    A file is HTML, Markdown, plain text, or a JSON object with title, text, published, lang and url. The JSON forms
    print one object a file, {"file", "claims"}; table and csv one row a claim. A file that cannot be read is told on
    standard error, and the exit code is 1; the others are printed all the same.

    \b
    Example:  pricewire claims --vendor openai --state contradicted
              pricewire claims saved/*.json --format jsonl
    """
    if not files:
        _list(form or "table", asked)
        return
    refuse_both(asked)
    _read(files, form or "jsonl")


def _list(form: str, asked: dict[str, Any]) -> None:
    from storage.claims import claims

    rows = (stored_record(row) for row in on_record(claims, form, asked))
    write_rows(rows, form, ON_RECORD, empty="No such claims on record; `pricewire claims FILE…` reads saved articles.")


def stored_record(row: ClaimRow) -> dict[str, Any]:
    """A claim on record: who told it when, what it says, and how it stands. Keys that the API has too are its own."""
    from publish.claim_words import lag_words

    said = claim_record(row.claim)
    return {
        "id": f"{row.article}:{row.number}",
        "at": row.at,
        "article": row.article,
        **{name: value for name, value in said.items() if name not in ("start", "recap")},
        "vendor": row.vendor or said["vendor"],
        "figures": figures_told(row.claim),
        "state": row.state,
        "lag_seconds": row.lag,
        "lag": "" if row.lag is None else lag_words(timedelta(seconds=row.lag), "en"),
        "event": row.event_id,
        "due_by": row.due_by,
        "settled_at": row.settled_at,
        "rule": row.rule,
        "reason": row.reason,
        "title": row.title,
        "url": row.url,
        "site": row.site,
        "lang": row.lang,
        "page": row.page,
    }


def figures_told(claim: Claim) -> str:
    """The figures in a narrow column: `0.02 → 0.0005 CNY, 97 %`."""
    old = f"{claim.old_price:f} → " if claim.old_price is not None else ""
    price = f"{old}{claim.new_price:f} {claim.currency or ''}".strip() if claim.new_price is not None else ""
    percent = f"{claim.percent:f} %" if claim.percent is not None else ""
    return ", ".join(filter(None, ("free" if claim.free else "", price, percent)))


def _read(files: tuple[Path, ...], form: str) -> None:
    unread: list[str] = []
    rows = _rows(files, unread)
    if form in ("table", "csv"):
        rows = ({"file": row["file"], **claim} for row in rows for claim in row["claims"])
    write_and_end(rows, form, COLUMNS, "No claims.", unread)


def _rows(files: tuple[Path, ...], unread: list[str]) -> Iterator[dict[str, Any]]:
    for file, article in articles_in(files, unread):
        yield {"file": file, "claims": [claim_record(claim) for claim in claims_of(article)]}


def claim_record(claim: Claim) -> dict[str, Any]:
    """A claim as JSON has it: amounts as exact strings, in cents where it prints cents; null where unsaid."""
    record = {each.name: _said(getattr(claim, each.name)) for each in fields(claim)}
    if claim.coin != 1:
        for name, price in (("old_price", claim.old_price), ("new_price", claim.new_price)):
            record[name] = plain(shortest(price / claim.coin)) if price is not None else None
        record["currency"] = CENTS
    del record["coin"]
    return record


def _said(value: Any) -> Any:
    return None if value == "" else plain(value)
