"""An article → its claims: the gate, what is printed, what each language makes of it, and every claim told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pipeline.claims import chinese, english
from pipeline.claims.figures import figures
from pipeline.claims.gate import may_concern_prices
from pipeline.claims.mentions import mentions
from pipeline.claims.passage import passage_of
from pipeline.claims.printed import Figure, Mention
from pipeline.types import Article, Claim, ClaimKind

MOST_FIGURES: Final = 2_000
"""So many figures of an article are read; what prints more is a list of prices or was made to keep a reader busy."""


def claims_of(article: Article) -> tuple[Claim, ...]:
    """The claims of the article in the order of their quotes. Pure; raises nothing whatever the text."""
    if not may_concern_prices(article):
        return ()
    passage = passage_of(article)
    named = mentions(passage)
    printed = _outside(islice(figures(passage), MOST_FIGURES), named)
    found = [
        *english.claims_in(passage, named, printed),
        *chinese.claims_in(passage, named, printed),
    ]
    return tuple(sorted(_once(found), key=lambda claim: claim.start))


def _outside(printed: Iterable[Figure], named: Iterable[Mention]) -> tuple[Figure, ...]:
    """The figures without the numbers that are part of a name: the 4.1 of GPT-4.1, the 70B of Llama."""
    inside = {at for mention in named for at in range(mention.start, mention.end)}
    return tuple(figure for figure in printed if figure.kind == "money" or figure.start not in inside)


_TOLD_IN_WORDS: Final = (ClaimKind.PLAN_CHANGED, ClaimKind.RATE_LIMIT_CHANGED, ClaimKind.FREE_TIER_CHANGED)
"""Kinds of which one article may tell several things without a figure."""


def _once(found: Iterable[Claim]) -> Iterator[Claim]:
    """The claims without those that say what another says, or less of the same."""
    kept: list[Claim] = []
    for claim in sorted(found, key=_told, reverse=True):
        if not any(_says_no_more(claim, other) for other in kept):
            kept.append(claim)
    return iter(kept)


def _told(claim: Claim) -> int:
    """How much a claim says."""
    said = (claim.new_price, claim.old_price, claim.percent, claim.ratio, claim.effective, claim.ends, claim.meter)
    return sum(value is not None for value in said) + bool(claim.free) + bool(claim.model)


def _says_no_more(claim: Claim, other: Claim) -> bool:
    """Whether every figure of a claim is also in another one about the same model, meter and kind."""
    if (claim.vendor, claim.kind) != (other.vendor, other.kind):
        return False
    if claim.model_id != other.model_id or (claim.model_id is None and not _same_name(claim.model, other.model)):
        return False
    if claim.meter not in (None, other.meter):
        return False
    figures = ("new_price", "old_price", "percent", "ratio")
    if claim.kind in _TOLD_IN_WORDS and not any(getattr(claim, name) for name in figures):
        return claim.quote == other.quote
    return all(getattr(claim, name) in (None, getattr(other, name)) for name in figures)


def _same_name(one: str, two: str) -> bool:
    return one == two or not one or one.lower() in two.lower()
