"""An English passage with its mentions and figures → the claims it makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.claims.distinct import distinct
from pipeline.claims.english_beside import without_comparisons
from pipeline.claims.english_plans import free_in_a_clause, free_use, plans, retired
from pipeline.claims.english_prices import prices
from pipeline.claims.english_sentences import Sentence, heard_of, masked_of, sentences_of, speaking_in
from pipeline.claims.english_tiers import are_apart, is_allowance, tiers
from pipeline.claims.english_words import DATA, pattern
from pipeline.claims.mentions import MIXED
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Figure, Mention
from pipeline.claims.subjects import Subjects, subjects_of
from pipeline.claims.times import with_day_beside
from pipeline.types import Claim, ClaimKind

_AI: Final = pattern(DATA["ai"]["says"], r"\b", r"\b")
_GOODS: Final = pattern(["{goods}"], r"\b", r"\b")
_TIERS: Final = frozenset(("free_tier_removed", "free_tier_changed", "free_tier_added"))


def claims_in(passage: Passage, mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[Claim]:
    """The claims of the sentences that are written in English."""
    speaking = frozenset(speaking_in(passage))
    heard = heard_of(passage, speaking)
    subjects = subjects_of(passage, [each for each in mentions if not heard[each.start : each.end].isspace()])
    spoken = without_comparisons(heard, subjects, figures).replace("free-tier", "free tier")
    audible = [each for each in figures if not spoken[each.start].isspace()]
    heads: list[Claim] = []
    body: list[Claim] = []
    for sentence in sentences_of(passage, audible, speaking, heard, masked_of(spoken, mentions), spoken):
        if not subjects.contrasts(sentence.start, sentence.end):
            claims = [claim for claim in _of_sentence(sentence, subjects) if _is_of_ai(subjects, claim)]
            (heads if sentence.headline or sentence.is_vague else body).extend(claims)
    return [with_day_beside(passage, claim) for claim in distinct(heads, body)]


def _is_of_ai(subjects: Subjects, claim: Claim) -> bool:
    """Whether a vendor who also sells other things is told to ask for a model, or for something of AI."""
    title = len(subjects.passage.article.title)
    if not claim.model and _GOODS.search(subjects.passage.lowered, 0, title):
        return False
    return (
        claim.vendor not in MIXED
        or bool(claim.model_id)
        or subjects.sells_ai(claim.vendor)
        or any(each.maker == claim.vendor for each in subjects.within(0, title, "model"))
        or _AI.search(claim.quote.lower()) is not None
        or _AI.search(subjects.passage.lowered, 0, title) is not None
    )


def _of_sentence(sentence: Sentence, subjects: Subjects) -> list[Claim]:
    """The claims of one sentence: its prices, what it says of tiers and limits; else of free use, plans, retirement."""
    priced = [] if is_allowance(sentence) else list(prices(sentence, subjects))
    claims = [*priced, *tiers(sentence, subjects)]
    if all(claim.kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE for claim in priced):
        claims += free_use(sentence, subjects)
    elif are_apart(sentence, "became_free", "cut"):
        claims += free_in_a_clause(sentence, subjects, priced)
    if not priced and (not claims or (are_apart(sentence, "plan", "limit") and not sentence.said & _TIERS)):
        claims += plans(sentence, subjects)
    return claims or list(retired(sentence, subjects))
