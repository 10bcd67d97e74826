"""The body of a capture → the sheet of all that it says about prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.allowances import read_allowances
from pipeline.blocks import blocks_of, form_of
from pipeline.blocks.types import Document
from pipeline.decode import decode
from pipeline.fingerprint import fingerprint
from pipeline.health import page_health
from pipeline.limits import read_limits
from pipeline.mappings import embedded_document, known_shape, parse_document, read_mapping
from pipeline.notices import read_notices
from pipeline.promotions import read_promotions
from pipeline.rates import read_rates
from pipeline.subject import is_of_models
from pipeline.types import Capture, Health, Hints, Rate, Sheet

__all__ = ["READER", "fingerprint", "read", "read_answer"]
READER = "2"
"""The reader's version. A new one re-baselines every page in silence."""
NO_HINTS = Hints()
LARGEST = 8_000_000
"""Bytes; a larger body is no pricing page and is refused."""
MOST_REFUSED = 200
"""So many of the texts that were not understood are listed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one text."""

    document: Document = field(default_factory=Document)
    rates: tuple[Rate, ...] = ()
    refused: tuple[str, ...] = ()


def read(
    body: bytes,
    *,
    url: str = "",
    media_type: str = "",
    charset: str | None = None,
    hints: Hints = NO_HINTS,
    at: datetime | None = None,
    attachments: tuple[tuple[str, bytes], ...] = (),
) -> Sheet:
    """Never raises on page content: a page that cannot be read ends in a sheet whose health says why.

    `at` is when the page was captured (for dates without a year); `attachments` the JSON that a browser page loaded.
    """
    if len(body) > LARGEST:
        return Sheet(health=Health.REFUSED, health_detail=f"{len(body)} bytes; {LARGEST} are the most that is read")
    text, _ = decode(body, charset or hints.charset, media_type)
    reading = read_text(text, media_type, hints)
    if not reading.rates:
        reading = _from_attachments(attachments, hints) or reading
    return _sheet(reading, text, url, hints, at)


def read_answer(capture: Capture, hints: Hints) -> Sheet:
    """The same of a capture, read as its page's declaration says."""
    return read(
        capture.body,
        url=capture.url,
        media_type=capture.media_type,
        charset=capture.charset,
        hints=hints,
        at=capture.fetched_at,
        attachments=capture.attachments,
    )


def read_text(text: str, media_type: str, hints: Hints) -> Reading:
    """The rates of a text, and what looks like a price in it but was not understood."""
    if form_of(text, media_type) == "json":
        reading = _read_json(text, hints)
        if reading:
            return reading
    document = blocks_of(text, media_type)
    rates, refused = read_rates(document, hints)
    return Reading(document, rates if is_of_models(document, rates) else (), refused)


def _read_json(text: str, hints: Hints) -> Reading | None:
    try:
        document = parse_document(text)
    except ValueError:
        return None
    mapping: Mapping[str, Any] | None = hints.mapping or known_shape(document)
    if mapping:
        embedded = embedded_document(document, mapping)
        if embedded:
            return read_text(*embedded, hints)
        return Reading(rates=tuple(read_mapping(document, mapping, hints=hints)))
    longest = max(_texts(document), key=len, default="")
    return read_text(longest, "", hints) if "<table" in longest or "|--" in longest or "| --" in longest else Reading()


def _texts(value: Any) -> Iterator[str]:
    """Every string in a JSON document that may be a page of its own."""
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, str):
            if len(each) > 200:
                yield each
        elif isinstance(each, (list, dict)):
            todo.extend(each.values() if isinstance(each, dict) else each)


def _from_attachments(attachments: tuple[tuple[str, bytes], ...], hints: Hints) -> Reading | None:
    """The first JSON that the page loaded and that has rates in it."""
    for _, body in attachments:
        if len(body) <= LARGEST:
            text, _ = decode(body, None, "application/json")
            reading = read_text(text, "application/json", hints)
            if reading.rates:
                return reading
    return None


def _sheet(reading: Reading, text: str, url: str, hints: Hints, at: datetime | None) -> Sheet:
    """All that a healthy page says; of any other only what is wrong with it."""
    document = reading.document
    lang = document.lang or hints.lang or ""
    if document.truncated and not reading.rates:
        return Sheet(Health.REFUSED, document.truncated, lang=lang)
    health, detail = page_health(text, url, len(reading.rates), None)
    if health not in (Health.OK, Health.NO_RATES):
        return Sheet(health, detail, lang=lang)
    if document.truncated:
        return Sheet(Health.REFUSED, document.truncated, lang=lang)
    blocks = document.blocks
    return Sheet(
        health=health,
        health_detail=detail,
        rates=reading.rates,
        allowances=read_allowances(blocks, at, hints.zone),
        limits=read_limits(blocks),
        promotions=read_promotions(reading.rates, blocks, at, hints.zone),
        notices=read_notices(blocks, at, hints.zone),
        refused=reading.refused[:MOST_REFUSED],
        lang=lang,
    )
