"""An English passage with its mentions and figures → the claims it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pipeline.claims.moves import Move, moves_of
from pipeline.claims.passage import Passage, quote_of
from pipeline.claims.printed import Figure, Mention
from pipeline.claims.signals import refused, signals
from pipeline.claims.subjects import Subjects, subjects_of
from pipeline.claims.times import times_in
from pipeline.types import Claim, ClaimKind

_HAN: Final = re.compile("[\u3400-\u9fff]")
_PLAN_UNITS: Final = frozenset(("month", "year", "week", "user", "seat", "user_month", "seat_month", "month_user"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what is printed in it."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    said: frozenset[str]
    """The kinds of its signals."""


def claims_in(passage: Passage, mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[Claim]:
    """The claims of the sentences that are written in English."""
    subjects = subjects_of(passage, mentions)
    found: list[Claim] = []
    for start, end in passage.sentences:
        if len(_HAN.findall(passage.plain, start, end)) * 5 > end - start:
            continue
        if refused(passage.plain, start, end):
            continue
        said = frozenset(signal.kind for signal in signals(passage.plain, start, end))
        if said:
            inside = tuple(figure for figure in figures if start <= figure.start and figure.end <= end)
            found.extend(_of_sentence(passage, Sentence(start, end, inside, said), subjects))
    return _without_headlines(found, len(passage.article.title))


# What one sentence says


def _of_sentence(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of one sentence: its prices where it moves any, else what it says of free use, limits and plans."""
    prices = list(_prices(passage, sentence, subjects))
    yield from prices
    yield from _tiers(passage, sentence, subjects)
    if not prices:
        yield from _free(passage, sentence, subjects)
        yield from _plans(passage, sentence, subjects)
        yield from _retired(passage, sentence, subjects)


# Prices


def _prices(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    kind = _price_kind(sentence)
    if kind is None:
        return
    moves = moves_of(passage.plain, sentence.start, sentence.end, sentence.figures)
    if not moves:
        if kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE:
            yield from _without_figures(passage, sentence, subjects, kind)
        return
    for move, models in _shared(moves, sentence, subjects):
        for model in models or [None]:
            claim = _price_claim(passage, sentence, subjects, kind, move, model)
            if claim is not None:
                yield claim


def _price_kind(sentence: Sentence) -> ClaimKind | None:
    """By the verbs of the sentence; a promotion is one by its words, whatever its direction."""
    said = sentence.said
    if "promotion" in said and (said & {"cut", "became_free", "launch"} or sentence.figures) and "rise" not in said:
        return ClaimKind.PROMOTION
    if "cut" in said and "rise" not in said:
        return ClaimKind.PRICE_CUT
    if "rise" in said and "cut" not in said:
        return ClaimKind.PRICE_RISE
    if "free_ended" in said:
        return ClaimKind.FREE_ENDED
    if "rise" in said or "cut" in said:
        return ClaimKind.PRICE_CUT
    return ClaimKind.MODEL_LAUNCHED_WITH_PRICE if "launch" in said else None


def _shared(moves: Sequence[Move], sentence: Sentence, subjects: Subjects) -> Iterator[tuple[Move, list[Mention]]]:
    """Each move with its models: those named since the move before, else the next ones, else those of before."""
    models = subjects.models(sentence.start, sentence.end)
    groups: list[list[Move]] = []
    for move in moves:
        if groups and not any(groups[-1][-1].end <= model.start < move.start for model in models):
            groups[-1].append(move)
        else:
            groups.append([move])
    left, before = list(models), subjects.topic(sentence.start) if not models else []
    for at, group in enumerate(groups):
        until = groups[at + 1][0].start if at + 1 < len(groups) else sentence.end
        own = [model for model in left if model.start < group[0].start] or [
            model for model in left if model.start < until
        ]
        left = [model for model in left if model not in own]
        before = own or before
        yield from ((move, before) for move in group)


def _price_claim(
    passage: Passage, sentence: Sentence, subjects: Subjects, kind: ClaimKind, move: Move, model: Mention | None
) -> Claim | None:
    vendor = subjects.vendor(model, sentence.start, sentence.end)
    unit = (move.new or move.old or move.change).unit if (move.new or move.old or move.change) else ""  # type: ignore[union-attr]
    if not vendor or (kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE and (model is None or move.new is None)):
        return None
    if unit in _PLAN_UNITS and kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE:
        return None
    return _claim(passage, sentence, subjects, vendor, kind, model, move)


def _without_figures(passage: Passage, sentence: Sentence, subjects: Subjects, kind: ClaimKind) -> Iterator[Claim]:
    if kind is ClaimKind.PROMOTION and "became_free" in sentence.said:
        return
    for model in subjects.models(sentence.start, sentence.end) or [None]:
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        if vendor and (model is not None or subjects.within(sentence.start, sentence.end)):
            yield _claim(passage, sentence, subjects, vendor, kind, model, None)


def _claim(
    passage: Passage,
    sentence: Sentence,
    subjects: Subjects,
    vendor: str,
    kind: ClaimKind,
    model: Mention | None,
    move: Move | None,
) -> Claim:
    start, end = quote_of(passage, sentence.start, sentence.end)
    times = times_in(passage.plain, start, end, passage.article.published)
    named = model.printed if model else _product(subjects, start, end)
    claim = Claim(
        vendor=vendor,
        model=named,
        kind=kind,
        quote=passage.whole[start:end],
        start=start,
        model_id=model.model_id if model else None,
        maker=model.maker if model and model.maker != vendor else None,
        effective=times.effective,
        effective_printed=times.effective_printed,
        ends=times.ends,
        ends_printed=times.ends_printed,
        successor_of=subjects.predecessor(start, end, model.maker) if model else "",
    )
    return _with_figures(claim, move) if move else claim


def _with_figures(claim: Claim, move: Move) -> Claim:
    price = move.new or move.old
    change = move.change
    return replace(
        claim,
        meter=move.meter,
        old_price=move.old.value if move.old else None,
        new_price=move.new.value if move.new else None,
        currency=price.currency if price else None,
        per=price.per if price else Decimal(1),
        unit=price.unit if price else "",
        unit_printed=price.unit_printed if price else "",
        percent=change.value if change and change.kind == "percent" else None,
        percent_bound=change.bound if change else "",
        ratio=change.value if change and change.kind == "ratio" else None,
        is_delta=bool(move.new and move.new.value < 0),
    )


def _product(subjects: Subjects, start: int, end: int) -> str:
    named = subjects.within(start, end, "plan", "product")
    return named[0].printed if named else ""


# Free use, limits, plans


_TIER_KINDS: Final = (
    ("free_tier_removed", ClaimKind.FREE_TIER_REMOVED),
    ("free_tier_changed", ClaimKind.FREE_TIER_CHANGED),
    ("free_tier_added", ClaimKind.FREE_TIER_ADDED),
)


def _tiers(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    kind = next((kind for name, kind in _TIER_KINDS if name in sentence.said), None)
    if kind is None and "limit" in sentence.said:
        kind = ClaimKind.RATE_LIMIT_CHANGED
    model = next(iter(subjects.models(sentence.start, sentence.end)), None)
    vendor = subjects.vendor(model, sentence.start, sentence.end)
    if kind and vendor:
        claim = _claim(passage, sentence, subjects, vendor, kind, model, None)
        counts = _counts(passage, sentence)
        yield replace(
            claim,
            free=kind is ClaimKind.FREE_TIER_ADDED,
            old_price=counts[0].value if len(counts) > 1 else None,
            new_price=counts[1].value if len(counts) > 1 else None,
            unit=counts[-1].unit if counts else "",
        )


_FROM_TO: Final = re.compile(r"\s{0,2}[\w\s-]{0,30}?(?:to|→|->)\s{0,2}", re.IGNORECASE)


def _counts(passage: Passage, sentence: Sentence) -> list[Figure]:
    """The two amounts of "from 1,000 to 100 requests"; none where there are not two."""
    counts = [figure for figure in sentence.figures if figure.kind == "count"]
    for one, two in zip(counts, counts[1:], strict=False):
        if _FROM_TO.fullmatch(passage.plain, one.end, two.start):
            return [one, two]
    return []


def _free(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    if "free_ended" in sentence.said:
        return
    if "became_free" not in sentence.said or not any(figure.kind == "free" for figure in sentence.figures):
        return
    if sentence.said & {"free_tier_removed", "free_tier_changed", "free_tier_added"}:
        return
    kind = ClaimKind.PROMOTION if "promotion" in sentence.said else ClaimKind.BECAME_FREE
    models = subjects.models(sentence.start, sentence.end) or subjects.topic(sentence.start)
    for model in models or [None]:
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        if vendor and (model or subjects.within(sentence.start, sentence.end)):
            claim = _claim(passage, sentence, subjects, vendor, kind, model, None)
            if claim.ends and kind is ClaimKind.BECAME_FREE:
                claim = replace(claim, kind=ClaimKind.PROMOTION)
            yield replace(claim, free=True)


def _plans(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    if "plan" not in sentence.said:
        return
    vendor = subjects.vendor(None, sentence.start, sentence.end)
    prices = [figure for figure in sentence.figures if figure.kind == "money" and figure.currency != "CREDIT"]
    if not vendor:
        return
    claim = replace(
        _claim(passage, sentence, subjects, vendor, ClaimKind.PLAN_CHANGED, None, None), meter="subscription"
    )
    for price in prices:
        yield _with_figures(claim, Move(price.start, price.end, None, price, None, "subscription"))
    if not prices:
        yield claim


def _retired(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    if "retired" not in sentence.said:
        return
    for model in subjects.models(sentence.start, sentence.end):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        yield _claim(passage, sentence, subjects, vendor, ClaimKind.MODEL_RETIRED, model, None)


# The article as a whole


def _without_headlines(found: Sequence[Claim], title_end: int) -> list[Claim]:
    """The claims without those that say no figure where another of the same vendor and direction does."""
    sure = [claim for claim in found if _has_figure(claim)]
    return [
        claim
        for claim in found
        if _has_figure(claim) or not any(other.vendor == claim.vendor and other.kind == claim.kind for other in sure)
    ]


def _has_figure(claim: Claim) -> bool:
    return bool(claim.new_price is not None or claim.percent or claim.ratio or claim.free)
