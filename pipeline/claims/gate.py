"""An article → whether it may be about prices at all, told by its words alone: cheap, so that few are read in full."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any, Final

from pipeline.claims.passage import LONGEST
from pipeline.types import Article

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline.claims").joinpath("gate.toml").read_text("utf-8"))
_WORDS: Final = rf"(?<![a-z0-9])(?:{'|'.join(_DATA['english']['says'])})"
_ENGLISH: Final = re.compile("|".join([_WORDS, *_DATA["english"]["signs"], "%"]))
_SAYS: Final = re.compile("|".join([_WORDS, *_DATA["english"]["signs"], *_DATA["chinese"]["says"]]))


def words_of_prices(lowered: str) -> list[int]:
    """Where an English text in small letters says a word of prices, in order."""
    return [match.start() for match in _ENGLISH.finditer(lowered)]


def may_concern_prices(article: Article) -> bool:
    """False where no word of a price, a plan, a limit or a retirement stands in the title or the text."""
    return any(_SAYS.search(part[:LONGEST].lower()) for part in (article.title, article.text))
