"""An article → whether it may be about prices at all, told by its words alone: cheap, so that few are read in full."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any, Final

from pipeline.claims.passage import LONGEST
from pipeline.types import Article

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline.claims").joinpath("gate.toml").read_text("utf-8"))
_ENGLISH: Final = re.compile("|".join([*_DATA["english"]["says"], "%"]))
_SAYS: Final = re.compile("|".join([*_DATA["english"]["says"], *_DATA["chinese"]["says"]]), re.IGNORECASE)


def says_a_word_of_prices(text: str, start: int, end: int) -> bool:
    """The same for a part of an English text in small letters."""
    return _ENGLISH.search(text, start, end) is not None


def may_concern_prices(article: Article) -> bool:
    """False where no word of a price, a plan, a limit or a retirement stands in the title or the text."""
    return _SAYS.search(article.title) is not None or _SAYS.search(article.text, 0, LONGEST) is not None
