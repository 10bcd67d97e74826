"""A page as it was served → its neutral form: tables, cards, sentences."""

from __future__ import annotations

from dataclasses import replace

from pipeline.blocks.html import read_html
from pipeline.blocks.order import in_order
from pipeline.blocks.types import Document


def blocks_of(text: str, media_type: str = "") -> Document:
    """The neutral form of a page in HTML, Markdown, plain text or JSON, whichever it turns out to be."""
    document = read_html(text)
    return replace(document, blocks=in_order(document.blocks))
