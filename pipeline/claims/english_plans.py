"""A sentence of free use, of plans, of retirement → its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.claims.english_claim import claim_of, with_figures
from pipeline.claims.english_sentences import Sentence
from pipeline.claims.english_words import DATA, pattern
from pipeline.claims.moves import Move, is_attribute
from pipeline.claims.passage import clauses
from pipeline.claims.subjects import Subjects
from pipeline.types import Claim, ClaimKind

_GIVEN_AWAY: Final = pattern(DATA["given_away"]["says"], r"\b", r"\b")
_CHANGES_PLANS: Final = re.compile(
    r"\b(?:replac|remov|switch|mov|paus|suspend|clos|stop|discontinu|includ|requir|drop)\w*|\bno longer\b"
)
_SUM: Final = re.compile(r"[$€£¥₹₩]")
_NEWS_OF_PLANS: Final = frozenset(("pricing", "launch", "new", "limit", "promotion", "cut", "rise"))
_MOVES_TO: Final = re.compile(
    r"\b(?:mov|switch|transition|overhaul|restructur|rework|simplif)\w*\b[^;]*"
    r"(?P<joint>\b(?:with|and|plus|while)\s)(?:an?\s+)?(?P<new>new|add\w*|introduc\w+|launch\w*)\s"
)
"""Before a price: the way of asking changes, and besides something new comes at that price."""
_PER_TIME: Final = re.compile(r"(?:per|a|an|each|every|/)\s?(?:day|week|month|mo)\b")


def free_use(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of a sentence that says that a model or a product is free, for good or for a while."""
    if "free_ended" in sentence.said:
        return
    if "free_software" in sentence.said:
        return
    if "became_free" not in sentence.said or not any(figure.kind == "free" for figure in sentence.figures):
        return
    if sentence.said & {"free_tier_removed", "free_tier_changed", "free_tier_added"}:
        return
    kind = ClaimKind.PROMOTION if "promotion" in sentence.said else ClaimKind.BECAME_FREE
    models = subjects.models(sentence.start, sentence.end) or subjects.topic(sentence.start)
    for model in models or (None,):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        if vendor and (model or _is_given_away(sentence, subjects)):
            claim = claim_of(sentence, subjects, vendor, kind, model, None)
            if kind is ClaimKind.BECAME_FREE:
                claim = replace(claim, kind=_kind_of_free_use(sentence, claim, model is not None))
            yield replace(claim, free=True)


def _is_given_away(sentence: Sentence, subjects: Subjects) -> bool:
    """Whether what is free, where no model is named, is a product, or something that its users use."""
    if subjects.within(sentence.start, sentence.end, "product", "plan"):
        return True
    named = bool(subjects.publisher or subjects.within(sentence.start, sentence.end))
    return named and _GIVEN_AWAY.search(sentence.masked, sentence.start, sentence.end) is not None


def free_in_a_clause(sentence: Sentence, subjects: Subjects, priced: Sequence[Claim]) -> Iterator[Claim]:
    """ "Swan Lite is free now, while Swan Pro costs 50% less": free is the model of the clause that says so."""
    said = next(signal for signal in sentence.spans if signal.kind == "became_free")
    for start, end in clauses(subjects.passage, (sentence.start, sentence.end)):
        if start <= said.start < end:
            for model in subjects.models(start, end):
                if all(model.printed != claim.model for claim in priced):
                    part = replace(sentence, start=start, end=end, said=sentence.said - {"cut", "promotion"})
                    yield from (claim for claim in free_use(part, subjects) if claim.model == model.printed)


def _kind_of_free_use(sentence: Sentence, claim: Claim, of_a_model: bool) -> ClaimKind:
    """A promotion where it ends; a free tier where a product is free for so much a month; else free."""
    if claim.ends:
        return ClaimKind.PROMOTION
    if not of_a_model and any(_PER_TIME.search(figure.unit) for figure in sentence.figures if figure.kind == "count"):
        return ClaimKind.FREE_TIER_ADDED
    return ClaimKind.BECAME_FREE


def plans(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of a sentence of plans: one a price, else, or before it, one that they change."""
    if not sentence.said & {"plan", "pricing"}:
        return
    vendor = subjects.vendor(None, sentence.start, sentence.end)
    prices = [figure for figure in sentence.figures if figure.kind == "money" and figure.currency != "CREDIT"]
    asked = [price for price in prices if not is_attribute(sentence.masked, price, sentence.start, sentence.end)]
    if not vendor or (prices and not asked and _only_names_a_plan(sentence)):
        return
    if prices and _is_only_told(sentence, subjects):
        return
    moved = _MOVES_TO.search(sentence.masked, sentence.start, asked[0].start) if asked else None
    if not asked or moved:
        before = replace(sentence, end=moved.start("joint")) if moved else sentence
        yield _plan_claim(before, subjects, vendor)
    apart = [price for price in asked if subjects.passage.plain[max(0, price.start - 1) : price.start] != "("]
    rest = replace(sentence, start=moved.start("new")) if moved else sentence
    for price in apart or asked:
        move = Move(price.start, price.end, None, price, None, "subscription")
        yield with_figures(_plan_claim(rest, subjects, vendor), move)


def _plan_claim(sentence: Sentence, subjects: Subjects, vendor: str) -> Claim:
    claim = claim_of(sentence, subjects, vendor, ClaimKind.PLAN_CHANGED, None, None)
    return replace(claim, meter="subscription")


def _only_names_a_plan(sentence: Sentence) -> bool:
    """Whether a sentence of plans tells no change of one: "the new caps apply to the $20 plan"."""
    said = next((signal for signal in sentence.spans if signal.kind == "plan"), None)
    return said is not None and _CHANGES_PLANS.search(sentence.masked, said.start, said.end) is None


def _is_only_told(sentence: Sentence, subjects: Subjects) -> bool:
    """Whether a sum is all that is said of a plan, and nothing here or above says that plans change."""
    said = next((signal for signal in sentence.spans if signal.kind == "plan"), None)
    if said is None or subjects.publisher or (sentence.said | sentence.under) & _NEWS_OF_PLANS:
        return False
    return _SUM.match(sentence.masked, said.start) is not None


def retired(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of a sentence that says that a model goes away."""
    if not sentence.said & {"retired", "deprecated"}:
        return
    models = subjects.models(sentence.start, sentence.end) or subjects.topic(sentence.start)
    for model in models or ((None,) if subjects.publisher else ()):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        claim = claim_of(sentence, subjects, vendor, ClaimKind.MODEL_RETIRED, model, None)
        dated = claim.effective is not None or "date" in subjects.passage.lowered[sentence.start : sentence.end].split()
        if "retired" in sentence.said or dated or subjects.passage.lowered.startswith("as of", sentence.start):
            yield claim
