"""A page as it was served → its neutral form: tables, cards, sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.blocks.cards import cards
from pipeline.blocks.html import read_html
from pipeline.blocks.linegrids import line_tables
from pipeline.blocks.lines import runs
from pipeline.blocks.markdown import read_markdown
from pipeline.blocks.order import in_order
from pipeline.blocks.payload import payload_cards
from pipeline.blocks.seen import shows_prices
from pipeline.blocks.types import Block, Document

_HTML = re.compile(r"<(?:!doctype html|html|head|body|main|article|div|section|table|h[1-6]|p|ul)\b", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^#{1,6} |\]\(\S|^[ \t]{0,9}\|?[ \t]{0,9}:?-{3,}:?[ \t]{0,200}\||^```|^[ \t]{0,9}<(?:Tabs?|TabItem|Accordion)\b",
    re.MULTILINE,
)
"""Components of MDX count: around a table in HTML they are the only Markdown there is."""
_HEAD = 4_000
MOST_LINES = 5_000
"""So many lines of one stretch of text are searched for tables and cards."""


def form_of(text: str, media_type: str = "") -> str:
    """html, markdown, text or json: what the text is, whatever it was served as."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head[:1] in ("{", "[") and not head.startswith(("[![", "{%")) and re.match(r"[\[{]\s*[\"\[{\]}\d]", head):
        return "json"
    if head.startswith("<") and _HTML.search(head) and not _MARKDOWN.search(head[:600]):
        return "html"
    if re.search(r"<(?:!doctype html|html|body)\b", head, re.IGNORECASE):
        return "html"
    if _MARKDOWN.search(text):
        return "markdown"
    return "html" if _HTML.search(text) else "text"


def blocks_of(text: str, media_type: str = "") -> Document:
    """The neutral form of a page in HTML, Markdown or plain text, whichever it turns out to be."""
    form = form_of(text, media_type)
    document = read_html(text) if form == "html" else read_markdown(text, lines_are_paragraphs=form == "text")
    blocks, refused = with_gathered(in_order(document.blocks))
    if form == "html" and not shows_prices(text):
        blocks = (*blocks, *payload_cards(text))
    return replace(document, blocks=blocks, refused=refused)


def with_gathered(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """(blocks, refused): tables and cards in running text are put in where they end; rows that fit none."""
    made: list[Block] = []
    refused: list[str] = []
    taken = 0
    for after, lines in runs(blocks):
        made.extend(blocks[taken:after])
        taken = after
        del lines[MOST_LINES:]
        start = 0
        for first, end, table, unfit in line_tables(lines):
            made.extend(cards(lines[start:first]))
            made.append(table)
            refused.extend(f"{table.locator}: {row[:120]}" for row in unfit)
            start = end
        made.extend(cards(lines[start:]))
    made.extend(blocks[taken:])
    return tuple(made), tuple(refused)
