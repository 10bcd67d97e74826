"""The title and teaser of an article that is not read yet → whether the article may be about prices at all."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any, Final

from pipeline.claims.gate import may_concern_prices
from pipeline.claims.mentions import HOSTS, mentions
from pipeline.claims.passage import Passage, passage_of
from pipeline.claims.printed import Mention
from pipeline.types import Article

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline.claims").joinpath("teaser.toml").read_text("utf-8"))
_SAYS: Final = re.compile(
    "|".join([rf"(?<![a-z0-9])(?:{'|'.join(_DATA['english']['says'])})", *_DATA["chinese"]["says"]])
)
_HOST: Final = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#:]|$)", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W\d_]{2}")


def may_lead_to_prices(article: Article) -> bool:
    """False where neither a word of prices stands in a teaser nor, beside a known name, a word of change.

    A teaser says less than its article, so this lets more through than `may_concern_prices`: the title "Swan cuts
    GPT-9" is enough, as is one that is nothing but the name of what came out.
    """
    if may_concern_prices(article):
        return True
    passage = passage_of(article)
    named = mentions(passage)
    if not named and not _at_home(article.url):
        return False
    return _SAYS.search(passage.lowered) is not None or _is_a_name(passage, named)


def _at_home(url: str) -> bool:
    """Whether the article stands on the site of a company that sells."""
    found = _HOST.match(url)
    return found is not None and any(f".{found[1].lower()}".endswith(f".{known}") for known in HOSTS)


def _is_a_name(passage: Passage, named: tuple[Mention, ...]) -> bool:
    """Whether the title is a name with its version or day, and no more: "Swan 2.1"."""
    title = list(passage.lowered[: len(passage.article.title)])
    inside = [mention for mention in named if mention.end <= len(title)]
    for mention in inside:
        title[mention.start : mention.end] = " " * (mention.end - mention.start)
    return bool(inside) and _LETTER.search("".join(title)) is None
