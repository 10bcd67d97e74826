"""Headings and paragraphs as they go by → what a block stands under."""

from __future__ import annotations

from pipeline.blocks.types import Under

MOST_PARAGRAPHS = 12
"""So many of the nearest paragraphs are kept as the words before a block."""


class Sections:
    """The headings that are open at this point of the page, each with the paragraphs under it so far."""

    def __init__(self, lang: str = "") -> None:
        self.lang = lang
        self.count = 0
        self._open: list[tuple[int, str, list[str]]] = [(0, "", [])]

    def open(self, level: int, text: str) -> None:
        """A heading closes every section of its own level or deeper."""
        while self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, text, []))

    def say(self, *texts: str) -> None:
        """A paragraph under the headings that are open."""
        self.count += 1
        paragraphs = self._open[-1][2]
        paragraphs.extend(texts)
        del paragraphs[: -MOST_PARAGRAPHS * 2]

    def under(self, modes: tuple[str, ...] = (), caption: str = "") -> Under:
        """The paragraphs of the outer sections come first, the nearest paragraph last."""
        headings = tuple(text for _, text, _ in self._open if text)
        before = [text for _, _, texts in self._open for text in texts]
        return Under(headings, modes, caption, tuple(before[-MOST_PARAGRAPHS:]), self.lang)
