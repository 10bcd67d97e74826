"""A sentence of free tiers and of limits → its claims, with what was allowed and what is allowed now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pipeline.claims.english_claim import claim_of
from pipeline.claims.english_prices import PLAN_UNITS
from pipeline.claims.english_sentences import Sentence
from pipeline.claims.printed import Figure, Mention
from pipeline.claims.subjects import Subjects
from pipeline.types import Claim, ClaimKind

_TIER_KINDS: Final = (
    ("free_tier_removed", ClaimKind.FREE_TIER_REMOVED),
    ("free_tier_changed", ClaimKind.FREE_TIER_CHANGED),
    ("free_tier_added", ClaimKind.FREE_TIER_ADDED),
)
_LISTED: Final = (("free_tier_changed", ClaimKind.FREE_TIER_CHANGED), ("limit", ClaimKind.RATE_LIMIT_CHANGED))
_AGAIN_FROM: Final = re.compile(r"\s{0,4}(?:\w+\s+){0,4}?from\s{1,4}")
"""Between the two amounts of "to 200 messages from 100"."""
_BY_PERCENT: Final = re.compile(r"\bby (?:\w+ ){0,2}?\d[\d.]*\s?%|\d\s?% (?:higher|more|lower|less|fewer)")
_FROM: Final = re.compile(r"[^.;]{0,60}?\b(?:up|down) from\s{1,3}")
_FROM_TO: Final = re.compile(r"\s{0,2}[\w\s-]{0,30}?(?:to|→|->)\s{0,4}(?:(?:just|only|a mere)\s{1,3})?", re.IGNORECASE)


def is_allowance(sentence: Sentence) -> bool:
    """Whether the sums of a sentence are what a free tier gives, "free credits cut from $5 to $3", not prices."""
    sums = [figure for figure in sentence.figures if figure.kind == "money"]
    return "free_tier_changed" in sentence.said and bool(sums) and not any(figure.unit == "token" for figure in sums)


def are_apart(sentence: Sentence, one: str, two: str) -> bool:
    """Whether two things are said in places of their own."""
    places = {signal.kind: signal for signal in sentence.spans}
    if one not in places or two not in places:
        return False
    return places[one].end <= places[two].start or places[two].end <= places[one].start


def tiers(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of a sentence that says that a free tier comes, changes or goes, or that a limit does."""
    kinds = _tier_kinds(sentence)
    if not kinds and "limit" in sentence.said and any(figure.unit in PLAN_UNITS for figure in sentence.figures):
        return
    if "limit" in sentence.said and (
        not kinds or (kinds != [ClaimKind.FREE_TIER_CHANGED] and are_apart(sentence, "limit", kinds[0]))
    ):
        kinds.append(ClaimKind.RATE_LIMIT_CHANGED)
    if kinds == [ClaimKind.RATE_LIMIT_CHANGED] and "became_free" in sentence.said and _is_of_what_is_given(sentence):
        return
    if kinds == [ClaimKind.RATE_LIMIT_CHANGED] and "free_tier_changed" in sentence.under:
        kinds = [ClaimKind.FREE_TIER_CHANGED]
    if not kinds:
        yield from _listed_limit(sentence, subjects)
        return
    for model, counts in _counted(sentence, subjects):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        for kind in kinds if vendor else ():
            claim = claim_of(sentence, subjects, vendor, kind, model, None)
            yield replace(
                claim,
                free=kind is ClaimKind.FREE_TIER_ADDED,
                old_price=counts[0].value if counts else None,
                new_price=counts[1].value if counts else None,
                unit=counts[-1].unit if counts else "",
                percent=_percent(sentence) if kind is not ClaimKind.FREE_TIER_ADDED and not counts else None,
            )


def _is_of_what_is_given(sentence: Sentence) -> bool:
    """Whether the limit is that of what becomes free: "free access, limited to 10 messages a day"."""
    places = {signal.kind: signal for signal in sentence.spans}
    free, limit = places["became_free"], places["limit"]
    return free.start < limit.start and sentence.masked.startswith("limited", limit.start)


def _counted(sentence: Sentence, subjects: Subjects) -> Iterator[tuple[Mention | None, list[Figure]]]:
    """The amounts of each model named before them: "A from 30 to 50 a week and B from 50 to 90"."""
    models = subjects.told(sentence.start, sentence.end)
    pairs = list(_pairs(sentence, subjects))
    if len(pairs) < 2:
        yield next(iter(models), None), pairs[0] if pairs else []
        return
    for pair in pairs:
        before = [model for model in models if model.start < min(each.start for each in pair)]
        yield (before[-1] if before else next(iter(models), None)), pair


def _percent(sentence: Sentence) -> Decimal | None:
    """By how much a limit changes: "increased weekly limits by 50%"."""
    said = next((signal for signal in sentence.spans if signal.kind in ("limit", "free_tier_changed")), None)
    percents = [figure for figure in sentence.figures if figure.kind == "percent"]
    if said is None or len(percents) != 1:
        return None
    around = sentence.masked[max(sentence.start, said.start - 20) : min(sentence.end, percents[0].end + 12)]
    is_of_limit = said.start - 20 <= percents[0].start <= said.end + 20 and _BY_PERCENT.search(around)
    return percents[0].value if is_of_limit else None


def _tier_kinds(sentence: Sentence) -> list[ClaimKind]:
    """What happens to a free tier: it goes, else it changes, unless it comes: "launched a free plan, capped at"."""
    places = {signal.kind: signal.start for signal in sentence.spans}
    said = [(name, kind) for name, kind in _TIER_KINDS if name in sentence.said]
    changed, added = places.get("free_tier_changed", sentence.end), places.get("free_tier_added", sentence.end)
    comes = added < changed and sentence.masked.startswith("free", changed)
    return [kind for _, kind in (said[-1:] if comes and "free_tier_removed" not in sentence.said else said[:1])]


def _listed_limit(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """ "Prompt credits: 5 to 25 a month", in a list below a line that says that a tier or a limit changes."""
    kind = next((kind for name, kind in _LISTED if name in sentence.under), None)
    counts = next(_pairs(sentence, subjects), [])
    vendor = subjects.vendor(None, sentence.start, sentence.end)
    if kind and vendor and counts and counts[1].unit:
        claim = claim_of(sentence, subjects, vendor, kind, None, None)
        yield replace(claim, old_price=counts[0].value, new_price=counts[1].value, unit=counts[1].unit)


def _pairs(sentence: Sentence, subjects: Subjects) -> Iterator[list[Figure]]:
    """Each two amounts of "from 1,000 to 100 requests", the older first."""
    kinds = ("count", "money") if is_allowance(sentence) else ("count",)
    counts = [figure for figure in sentence.figures if figure.kind in kinds]
    for one, two in pairwise(counts):
        between = subjects.passage.lowered[one.end : two.start]
        before = subjects.passage.plain[max(0, one.start - 12) : one.start].split()[-1:]
        begun = not before or before[0].lower() == "from" or before[0][-1] in ":("
        if begun and _FROM_TO.fullmatch(between):
            yield [one, two]
        elif before[:1] == ["to"] and _AGAIN_FROM.fullmatch(between):
            yield [two if two.unit else replace(two, unit=one.unit), one]
        elif _FROM.fullmatch(between):
            yield [two, one if one.unit else replace(one, unit=two.unit)]
