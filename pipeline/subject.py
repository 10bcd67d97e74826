"""A page in neutral form → whether it speaks of models at all: plans of a web host are prices too, and none of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.blocks.types import Block, Card, Document, Table
from pipeline.types import Rate

_OURS = re.compile(
    r"\b(?:ai|llms?|gpts?|gpus?|apis?|tokens?|models?|inference|prompts?|credits?|embeddings?|speech|voices?|captions?"
    r"|chatbots?|agents?|copilots?|generat\w*|transcri\w+|diffusion|neural|machine learning)\b"
    r"|人工智能|智能|大?模型|推理|算力|生成|语音|对话|积分|绘画|绘图|词元",
    re.IGNORECASE | re.ASCII,
)
ENOUGH = 300
"""Characters; of less one cannot tell what it is about."""
_MODEST = frozenset({"subscription", "storage", "compute", "page"})
"""What anyone sells: only a page of such prices is asked what it is about."""


def is_of_models(document: Document, rates: Sequence[Rate]) -> bool:
    """False where a page asks only for what anyone sells, names no known model, and has no word of our trade."""
    if any(rate.meter not in _MODEST or rate.model_id for rate in rates):
        return True
    texts = list(_texts(document))
    return sum(map(len, texts)) < ENOUGH or any(map(_OURS.search, texts))


def _texts(document: Document) -> Iterator[str]:
    """The page's own words, each once: what stands over a block is a sentence before it, or one of the headings."""
    yield document.title
    yield from dict.fromkeys(heading for block in document.blocks for heading in block.under.headings)
    for block in document.blocks:
        yield from _said(block)


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (cell.text for row in block.rows for cell in row)
    elif isinstance(block, Card):
        yield block.title
        yield from (text for pair in block.pairs for text in pair)
    else:
        yield block.text
