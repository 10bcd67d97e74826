"""Sentences that follow each other → lines, with what was torn apart ("$", "3", "/ MTok") put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.blocks.types import Block, Sentence, Under

_SIGN = re.compile(r"(?:US|CN|HK)?[$¥€£]|USD|CNY|RMB|EUR")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AFTER_PRICE = re.compile(r"(?:/|per |每|元|美元)\s*\S.{0,40}", re.IGNORECASE)
_PRICE = re.compile(r"[$¥€£]\s*\d[\d,.]*|\d[\d,.]*\s*(?:元|美元|USD|CNY)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text: where it stands, and the sentence it is from."""

    text: str
    sentence: Sentence

    @property
    def under(self) -> Under:
        return self.sentence.under

    @property
    def path(self) -> tuple[int, ...]:
        return self.sentence.path


def runs(blocks: Sequence[Block]) -> Iterator[tuple[int, list[Line]]]:
    """The stretches of sentences between other blocks, headings and tabs: (place after it, lines)."""
    run: list[Line] = []
    for at, block in enumerate(blocks):
        if run and (not isinstance(block, Sentence) or _moved(run[-1].under, block.under)):
            yield at, joined(run)
            run = []
        if isinstance(block, Sentence):
            run.extend(Line(text, block) for text in block.text.split("\n") if text)
    if run:
        yield len(blocks), joined(run)


def _moved(one: Under, other: Under) -> bool:
    return one.headings != other.headings or one.modes != other.modes


def joined(lines: Sequence[Line]) -> list[Line]:
    """A sign alone goes with the number after it; a number or price with the unit after it."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last and _SIGN.fullmatch(last.text) and _NUMBER.match(line.text):
            found[-1] = Line(last.text + line.text, last.sentence)
        elif last and _PRICE.fullmatch(last.text) and _AFTER_PRICE.fullmatch(line.text):
            found[-1] = Line(f"{last.text} {line.text}", last.sentence)
        else:
            found.append(line)
    return found
