"""`english.toml` → the patterns that the readers of English share."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final

DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline.claims").joinpath("english.toml").read_text("utf-8"))
_SPACE: Final = re.compile(r" (?![^\[\]]*\])")
_SPACE_OR_NOT: Final = re.compile(r" \?(?![^\[\]]*\])")
"""A space outside a class of characters: what is blanked leaves several."""


_LETTER: Final = re.compile(r"\(\?P<\w+>|\\.|[A-Z]")


def either(says: Iterable[str]) -> str:
    """The patterns as one, {price} and the like written out; a point inside a number ends no sentence."""
    whole = "|".join(f"(?:{each})" for each in says)
    for name, words in DATA["words"].items():
        whole = whole.replace("{" + name + "}", words)
    whole = whole.replace("[^.;]", r"(?:[^.;]|\.(?=\d))").replace("[^.;,]", r"(?:[^.;,]|\.(?=\d))")
    return _SPACE.sub(r"\\s+", _SPACE_OR_NOT.sub(r"\\s*", whole))


def pattern(says: Iterable[str], before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern of many between two others, for a text in small letters."""
    return re.compile(small(f"{before}(?:{either(says)}){after}"))


def small(says: str) -> str:
    """A regular expression in small letters; what stands behind a backslash, and the names of groups, stay."""
    return _LETTER.sub(lambda match: match[0].lower() if len(match[0]) == 1 else match[0], says)
