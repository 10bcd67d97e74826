"""Blocks said in few words, for the tests of what is read from them."""

from __future__ import annotations

from pipeline.blocks import blocks_of
from pipeline.blocks.types import Block


def markdown(*lines: str) -> tuple[Block, ...]:
    """The blocks of a Markdown page with these lines."""
    return blocks_of("# Page\n\n" + "\n".join(lines) + "\n").blocks


def table(*rows: str, above: str = "") -> tuple[Block, ...]:
    """The blocks of a page with one table, its cells parted by `|`; `above` is what stands before it."""
    head, *body = (f"| {row} |" for row in rows)
    rule = "|" + "---|" * (head.count("|") - 1)
    return markdown(above, "", head, rule, *body)
