"""A sentence of free use, of plans, of retirement → its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.claims.english_claim import claim_of, with_figures
from pipeline.claims.english_sentences import Sentence
from pipeline.claims.moves import Move, is_attribute
from pipeline.claims.subjects import Subjects
from pipeline.types import Claim, ClaimKind

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
        if vendor and (model or subjects.publisher or subjects.within(sentence.start, sentence.end)):
            claim = claim_of(sentence, subjects, vendor, kind, model, None)
            if kind is ClaimKind.BECAME_FREE:
                claim = replace(claim, kind=_kind_of_free_use(sentence, claim, model is not None))
            yield replace(claim, free=True)


def _kind_of_free_use(sentence: Sentence, claim: Claim, of_a_model: bool) -> ClaimKind:
    """A promotion where it ends; a free tier where a product is free for so much a month; else free."""
    if claim.ends:
        return ClaimKind.PROMOTION
    if not of_a_model and any(_PER_TIME.search(figure.unit) for figure in sentence.figures if figure.kind == "count"):
        return ClaimKind.FREE_TIER_ADDED
    return ClaimKind.BECAME_FREE


def plans(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of a sentence of plans: one a price, else one that they change."""
    if not sentence.said & {"plan", "pricing"}:
        return
    vendor = subjects.vendor(None, sentence.start, sentence.end)
    prices = [figure for figure in sentence.figures if figure.kind == "money" and figure.currency != "CREDIT"]
    if not vendor:
        return
    claim = replace(claim_of(sentence, subjects, vendor, ClaimKind.PLAN_CHANGED, None, None), meter="subscription")
    asked = [price for price in prices if not is_attribute(sentence.masked, price, sentence.start, sentence.end)]
    if prices and not asked:
        return
    prices = asked
    apart = [price for price in prices if subjects.passage.plain[max(0, price.start - 1) : price.start] != "("]
    for price in apart or prices:
        yield with_figures(claim, Move(price.start, price.end, None, price, None, "subscription"))
    if not prices:
        yield claim


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
