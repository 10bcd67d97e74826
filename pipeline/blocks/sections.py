"""Headings and paragraphs as they go by → what a block stands under."""

from __future__ import annotations

from pipeline.blocks.spans import MAX_SENTENCES, TooLarge
from pipeline.blocks.types import Under
from pipeline.labels import can_be_name

MOST = 12
"""So many of the nearest paragraphs are kept as the words before a block."""


class Sections:
    """The headings that are open at this point of the page, each with the paragraphs under it so far."""

    def __init__(self, lang: str = "") -> None:
        self.lang = lang
        self.count = 0
        self._open: list[tuple[int, str, list[str]]] = [(0, "", [])]
        self._near: list[str] = []

    def open(self, level: int, text: str) -> None:
        """A heading closes every section of its own level or deeper."""
        self.end_block()
        while self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, text, []))

    def is_in_named(self, level: int) -> bool:
        """True if a heading of this level would stand under one that can be a name."""
        outer, text, _ = self._open[-1]
        return outer < level and can_be_name(text)

    def say(self, *texts: str) -> None:
        """A paragraph under the headings that are open."""
        self.count += 1
        if self.count > MAX_SENTENCES:
            raise TooLarge(f"more than {MAX_SENTENCES} paragraphs")
        self._near.extend(texts)

    def end_block(self) -> None:
        """A table or card has come: what was near is from now on further up."""
        paragraphs = self._open[-1][2]
        paragraphs.extend(self._near[-MOST:])
        del paragraphs[:-MOST]
        self._near = []

    def under(self, modes: tuple[str, ...] = (), caption: str = "") -> Under:
        """What a block that begins here stands under."""
        headings = tuple(text for _, text, _ in self._open if text)
        above = [text for _, _, texts in self._open for text in texts]
        return Under(headings, modes, caption, tuple(self._near[-MOST:]), tuple(above[-MOST:]), self.lang)
