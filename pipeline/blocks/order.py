"""Blocks as they came off a page → the same, joined where they belong together: header, body, footnotes, tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.blocks.types import Block, Card, Sentence, Table, Under

_FOOTNOTE = re.compile(r"\[[\d*†‡§]{1,3}\]|[*†‡]\s|\*|注[:：]|备注[:：]|说明[:：]|note[s]?[:：]", re.IGNORECASE)
MOST_FOOTNOTES = 20
LONGEST_TAB = 24


def in_order(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Header tables joined to the bodies that follow them; footnotes given to the table or card they follow."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(last, Table) and _heads(last, block):
            joined[-1] = replace(block, rows=last.rows + block.rows, header_rows=len(last.rows), under=last.under)
        elif (isinstance(block, Sentence) and isinstance(last, (Table, Card)) and _FOOTNOTE.match(block.text)) or (
            isinstance(block, Sentence) and _FOOTNOTE.match(block.text)
        ):
            joined.append(block)
            _give(joined, block.text)
        else:
            joined.append(block)
    _label_panes(joined)
    return tuple(joined)


def _label_panes(blocks: list[Block]) -> None:
    """Tables in a row with the same header, after as many short lines: the lines were their tabs."""
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _is_next_pane(blocks, at, end):
            end += 1
        first = blocks[at]
        if end - at > 1 and isinstance(first, Table):
            _label_each(blocks, at, first, _tabs(first.under, end - at))
        at = max(end, at + 1)


def _label_each(blocks: list[Block], at: int, first: Table, labels: Sequence[str]) -> None:
    """Puts the panes that begin at `at` under their tabs, and under what the first of them stands under."""
    for place, label in enumerate(labels, at):
        pane = blocks[place]
        if isinstance(pane, Table):
            blocks[place] = replace(pane, under=replace(first.under, before=(), modes=(*pane.under.modes, label)))


def _is_next_pane(blocks: Sequence[Block], first: int, at: int) -> bool:
    head, pane = blocks[first], blocks[at]
    if not isinstance(head, Table) or not isinstance(pane, Table):
        return False
    return head.under.headings == pane.under.headings and [c.text for c in head.rows[0]] == [
        c.text for c in pane.rows[0]
    ]


def _tabs(under: Under, count: int) -> tuple[str, ...]:
    """The labels of so many panes: the short lines right before the first of them, if there are just as many."""
    lines = [line for text in under.before[-8:] for line in text.split("\n")]
    short: list[str] = []
    while lines and len(lines[-1]) <= LONGEST_TAB and not lines[-1].endswith((".", ":", "。", "：")):
        short.insert(0, lines.pop())
    if len(short) == count + 1 and short[-1].lower() in ("more", "更多"):
        short.pop()
    return tuple(short) if len(short) == count else ()


def _heads(head: Table, body: Table) -> bool:
    """True for a table of header cells alone, right before one of as many columns that has none."""
    return head.header_rows == len(head.rows) and body.header_rows == 0 and len(head.rows[0]) == len(body.rows[0])


def _give(blocks: list[Block], text: str) -> None:
    """To the table or card before, if nothing but footnotes stands between."""
    at = len(blocks) - 2
    while at >= 0 and isinstance(blocks[at], Sentence) and _FOOTNOTE.match(blocks[at].text):  # type: ignore[union-attr]
        at -= 1
    owner = blocks[at] if at >= 0 else None
    if isinstance(owner, (Table, Card)) and len(owner.footnotes) < MOST_FOOTNOTES:
        blocks[at] = replace(owner, footnotes=(*owner.footnotes, text))
