"""A text with its names and figures → the same without what only sets a price beside that of another maker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.passage import Span
from pipeline.claims.printed import Figure
from pipeline.claims.subjects import Subjects

_THAN: Final = pattern(
    DATA["beside_others"]["than"],
    r"\W{0,4}",
    rf"(?:\W{{0,3}}(?:{either(DATA['beside_others']['between'])})\s)*\W{{0,3}}(?=\w)",
)
_NAME: Final = re.compile(r"[A-Z][\w.+-]*|[a-z]+-?\d[\w.-]*")
_THEIR_SUMS: Final = pattern(
    [r"[^.;]{0,80}?\b(?P<sums>(?:versus|vs\.?|compared (?:to|with)|against)\s[$€£¥₹₩][\d./$ ]*)"]
)
_SINCE: Final = 400
"""Characters back in which the model is named that is set beside another."""


def without_comparisons(text: str, subjects: Subjects, figures: Sequence[Figure]) -> str:
    """The text, of the same length, with each percent or factor blanked that is told of what another maker asks."""
    pieces, at = [], 0
    for start, end in _comparisons(text, subjects, figures):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _comparisons(text: str, subjects: Subjects, figures: Sequence[Figure]) -> Iterator[Span]:
    for figure in figures:
        than = _THAN.match(text, figure.end, figure.end + 80) if figure.kind in ("percent", "ratio") else None
        name = than and _NAME.match(subjects.passage.plain, than.end())
        if name is None:
            continue
        other = next(iter(subjects.within(*name.span())), None)
        own = {each.maker for each in subjects.told(max(0, figure.start - _SINCE), figure.start)}
        if own and (other is None or (other.maker or other.company) not in own):
            end = other.end if other else name.end()
            sums = _THEIR_SUMS.match(text, end)
            yield figure.start, end
            if sums is not None:
                yield sums.span("sums")
