"""A sentence that moves a price, or launches a model with one → its claims, one a model and meter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.claims.english_claim import claim_of
from pipeline.claims.english_sentences import Sentence
from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.moves import Move, is_anothers, moves_of, names_meters
from pipeline.claims.printed import Mention
from pipeline.claims.signals import comes_before, direction_before
from pipeline.claims.subjects import Subjects
from pipeline.types import Claim, ClaimKind

_EXPLAINER: Final = pattern(DATA["explainers"]["says"])
_CHEAPER: Final = re.compile(r"cheaper|less expensive|more expensive|pricier|costlier")
_BEHIND_PERCENT: Final = pattern(
    [r"\s+(?:(?P<cut>less|cheaper|lower|off)|(?P<rise>more|higher|pricier))\b(?! \w+ than)"]
)
_WILL_COST: Final = re.compile(r"\bwill (?:now )?(?:cost|be priced|be charged|charge)\b")
_OF_THESE: Final = re.compile(r"(?:[\s,]|\b(?:for|of|on|both|all|the|its|their|and)\b)*")
"""Between "prices rise" and the names it is said of; names are blanks."""
_DEAREST: Final = 20_000
"""No price of a token or a seat is above this; a larger sum is a funding round or a bill."""
PLAN_UNITS: Final = frozenset(("month", "year", "week", "user", "seat", "user_month", "seat_month", "month_user"))


def prices(sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """The claims of a sentence that says that a price is cut, raised, discounted, or a new model's."""
    moves = moves_of(sentence.masked, sentence.start, sentence.end, sentence.figures)
    kind = _price_kind(sentence, sentence.said - _not_of_prices(sentence, moves))
    if kind in (None, ClaimKind.MODEL_LAUNCHED_WITH_PRICE):
        kind = _told_by_figures(moves, of_a_plan="plan" in sentence.said) or kind
    if kind is None and "new" in sentence.under and any(move.new and move.new.unit == "token" for move in moves):
        kind = ClaimKind.MODEL_LAUNCHED_WITH_PRICE
    if kind is None:
        return
    if _EXPLAINER.search(subjects.passage.lowered, 0, len(subjects.passage.article.title)) and _only_compares(sentence):
        return
    if not moves:
        if "cheaper" in sentence.said and kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE and subjects.publisher:
            kind = ClaimKind.PRICE_CUT
        if kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE:
            yield from _without_figures(sentence, subjects, kind)
        return
    shared = list(_shared(moves, sentence, subjects))
    if kind is ClaimKind.PROMOTION and _is_of_plans(sentence, moves):
        shared = [(move, []) for move in moves]
    if any(move.new for move in moves):
        shared = [(move, models) for move, models in shared if move.new or move.change]
    priced = {id(model) for move, models in shared if move.new for model in models}
    for move, models in shared:
        own = ClaimKind.MODEL_LAUNCHED_WITH_PRICE if _is_own_price(sentence, kind, move, moves) else kind
        for model in models or (None,):
            if move.change and not move.new and (id(model) in priced or _is_summary(move, moves)):
                continue
            claim = _price_claim(sentence, subjects, own, move, model)
            if claim is not None:
                yield claim
    yield from _only_named(sentence, subjects, kind, [model for _, models in shared for model in models])


def _is_of_plans(sentence: Sentence, moves: Sequence[Move]) -> bool:
    """Whether every sum is asked for a month or a seat: the models that are named are what the plan holds."""
    sums = [move.new for move in moves if move.new]
    return "plan" in sentence.said and bool(sums) and all(each.unit in PLAN_UNITS for each in sums)


def _only_named(sentence: Sentence, subjects: Subjects, kind: ClaimKind, priced: Sequence[Mention]) -> Iterator[Claim]:
    """ "Prices rise for A and B, with B going from $2 to $3": of A only that it rises."""
    told = next((each for each in sentence.spans if each.kind in ("cut", "rise")), None)
    if told is None or kind not in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE) or len(sentence.spans) > 1:
        return
    for model in subjects.models(sentence.start, sentence.end):
        if model.start < told.end or not _OF_THESE.fullmatch(sentence.masked, told.end, model.start):
            continue
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        if vendor and not any(subjects.are_same(model, other) for other in priced):
            yield claim_of(sentence, subjects, vendor, kind, model, None)


def _is_discounted_later(kind: ClaimKind, move: Move, moves: Sequence[Move]) -> bool:
    """Whether a price is the list price of what is then discounted: "at $90 a month, with 50% off for three months"."""
    discount = next((each for each in moves if each.change and not each.new and not each.old), None)
    alone = move.new is not None and move.old is None and move.change is None
    return kind is ClaimKind.PROMOTION and discount is not None and alone and move.end <= discount.start


def _is_summary(move: Move, moves: Sequence[Move]) -> bool:
    """ "Up to 75% off, 50% on A and 75% on B": the first figure is told again in full."""
    rest = [other for other in moves if other.change and other is not move]
    return move.change is not None and move.change.bound == "max" and len(rest) > 1


def _is_own_price(sentence: Sentence, kind: ClaimKind, move: Move, moves: Sequence[Move]) -> bool:
    """Whether a price in a sentence of a cut or of a discount is the one that something comes out with."""
    if _is_discounted_later(kind, move, moves):
        return True
    alone = move.new is not None and move.old is None and move.change is None
    return alone and "new" in sentence.said and comes_before(sentence.masked, sentence.start, move.start)


def _not_of_prices(sentence: Sentence, moves: Sequence[Move]) -> frozenset[str]:
    """ "It costs $1, and it is free for a limited time": the promotion is of a part of its own, behind every price."""
    told = {signal.kind: signal for signal in sentence.spans}
    free = [figure for figure in sentence.figures if figure.kind == "free"]
    if "promotion" not in told or not free or not moves:
        return frozenset()
    last = max(move.end for move in moves)
    apart = last <= free[0].start and last <= told["promotion"].start and "," in sentence.masked[last : free[0].start]
    return frozenset(("promotion",)) if apart else frozenset()


def _price_kind(sentence: Sentence, said: frozenset[str]) -> ClaimKind | None:
    """By the verbs of the sentence; a promotion is one by its words, whatever its direction."""
    if (
        "promotion" in said
        and not said & {"rise", "promotion_ended", "steady", "free_ended", "free_tier_removed", "lasting"}
        and (said & {"cut", "became_free", "launch"} or sentence.figures)
    ):
        return ClaimKind.PROMOTION
    if "free_ended" in said:
        return ClaimKind.FREE_ENDED
    if "lasting" in said and said & {"promotion", "promotion_ended"} and "rise" not in said:
        return ClaimKind.PRICE_CUT if said & {"cut", "free"} or sentence.figures else None
    if "promotion_ended" in said:
        return ClaimKind.PRICE_RISE
    if said >= {"promotion", "steady"} and sentence.figures:
        return ClaimKind.PRICE_CUT
    if "cut" in said or "rise" in said:
        places = {signal.kind: signal.start for signal in reversed(sentence.spans)}
        first = min(("cut", "rise"), key=lambda kind: places.get(kind, sentence.end + (kind not in said)))
        return ClaimKind.PRICE_CUT if first == "cut" else ClaimKind.PRICE_RISE
    return ClaimKind.MODEL_LAUNCHED_WITH_PRICE if said & {"launch", "cheaper"} else None


def _told_by_figures(moves: Sequence[Move], *, of_a_plan: bool) -> ClaimKind | None:
    """The direction of "$0.15 → $0.10", where no verb tells it."""
    for move in moves:
        if (
            move.old
            and move.new
            and move.old.value != move.new.value
            and (move.old.unit or move.new.unit or move.meter or of_a_plan)
        ):
            return ClaimKind.PRICE_CUT if move.new.value < move.old.value else ClaimKind.PRICE_RISE
    return None


def _shared(moves: Sequence[Move], sentence: Sentence, subjects: Subjects) -> Iterator[tuple[Move, list[Mention]]]:
    """Each move with its models: those named since the move before, else the next ones, else those of before."""
    models = subjects.told(sentence.start, sentence.end)
    groups: list[list[Move]] = []
    for move in moves:
        if groups and not any(groups[-1][-1].end <= model.start < move.start for model in models):
            groups[-1].append(move)
        else:
            groups.append([move])
    left, before = list(models), subjects.topic(sentence.start) if not models else []
    for at, group in enumerate(groups):
        until = groups[at + 1][0].start if at + 1 < len(groups) else sentence.end
        preceding = [model for model in left if model.start < group[0].start]
        following = [model for model in left if group[0].start < model.start < until]
        own = _run(subjects, preceding[::-1])[::-1] or _run(subjects, following)
        left = [model for model in left if model.start >= until or model not in (*own, *preceding)]
        before = own or before
        if _one_each(sentence, group, before):
            yield from ((replace(move, meter=None), [model]) for move, model in zip(group, before, strict=True))
        else:
            yield from ((move, before) for move in group)


def _one_each(sentence: Sentence, group: Sequence[Move], models: Sequence[Mention]) -> bool:
    """ "A and B cost $1 and $3": as many prices as models, and nothing tells input from output."""
    if not 1 < len(group) == len(models) or not all(move.new for move in group):
        return False
    return not names_meters(sentence.masked, max(sentence.start, group[0].start - 60), group[-1].end)


_BETWEEN: Final = re.compile(rf"(?:[\s,/&()+]|{either(DATA['listed']['words'])})*", re.IGNORECASE)


def _run(subjects: Subjects, models: Sequence[Mention]) -> list[Mention]:
    """The first of the models and those that are listed with it: "A, B and C"."""
    run: list[Mention] = list(models[:1])
    for model in models[1:]:
        one, two = sorted((run[-1], model), key=lambda each: each.start)
        if not _BETWEEN.fullmatch(subjects.passage.plain[one.end : two.start]):
            break
        run.append(model)
    return run


def _price_claim(
    sentence: Sentence, subjects: Subjects, kind: ClaimKind, move: Move, model: Mention | None
) -> Claim | None:
    vendor = subjects.vendor(model, sentence.start, sentence.end)
    figure = move.new or move.old or move.change
    if not vendor or figure is None or (figure.kind == "money" and abs(figure.value) > _DEAREST):
        return None
    if kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE and not _is_launch(subjects, sentence, move, model):
        return _plan_claim(sentence, subjects, vendor, move) if model is None and "promotion" in sentence.said else None
    if figure.kind == "ratio" and model and subjects.is_comparison(sentence.start, sentence.end, model.maker):
        return None
    if model and _is_set_beside_another(sentence, subjects, model):
        return None
    if kind is ClaimKind.PROMOTION and move.old and move.new and move.new.value > move.old.value:
        kind = ClaimKind.PRICE_RISE
    if kind in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE) and {"cut", "rise"} <= sentence.said:
        kind = _own_direction(sentence, move) or kind
    if kind in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE):
        kind = _direction_of_figures(sentence, move) or kind
    claim = claim_of(sentence, subjects, vendor, kind, model, move)
    if claim.percent_against == "market":
        return replace(claim, kind=ClaimKind.MODEL_LAUNCHED_WITH_PRICE)
    if claim.successor_of and move.new and kind in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE):
        return replace(claim, kind=ClaimKind.MODEL_LAUNCHED_WITH_PRICE)
    return claim


def _plan_claim(sentence: Sentence, subjects: Subjects, vendor: str, move: Move) -> Claim | None:
    """The list price of a plan that comes with a discount."""
    if move.new is None or move.new.unit not in PLAN_UNITS or "plan" not in sentence.said:
        return None
    return replace(claim_of(sentence, subjects, vendor, ClaimKind.PLAN_CHANGED, None, move), meter="subscription")


def _is_set_beside_another(sentence: Sentence, subjects: Subjects, model: Mention) -> bool:
    """Whether the only word of a direction is "cheaper", and it is another maker's model that it is cheaper than."""
    return _only_compares(sentence) and subjects.is_comparison(sentence.start, sentence.end, model.maker)


def _only_compares(sentence: Sentence) -> bool:
    """Whether the only word of a direction is "cheaper", or its like."""
    moved = [signal for signal in sentence.spans if signal.kind in ("cut", "rise")]
    return bool(moved) and all(_CHEAPER.search(sentence.masked, signal.start, signal.end) for signal in moved)


def _is_launch(subjects: Subjects, sentence: Sentence, move: Move, model: Mention | None) -> bool:
    """Whether a price that nothing moved is a model's own: not a plan's, not one that is set beside another's."""
    if _EXPLAINER.search(subjects.passage.lowered, 0, len(subjects.passage.article.title)):
        return False
    if model is None or move.new is None or move.new.unit in PLAN_UNITS or not sentence.whole:
        return False
    if not (move.new.unit or move.meter or move.new.currency == "CREDIT"):
        return False
    comes = "new" in sentence.said or _WILL_COST.search(sentence.masked, sentence.start, sentence.end) is not None
    if comes or not subjects.is_comparison(sentence.start, sentence.end, model.maker):
        return True
    told_first = not subjects.is_comparison(sentence.start, move.start, model.maker)
    sums = [figure for figure in sentence.figures if figure.kind == "money"]
    return told_first and not any(is_anothers(sentence.masked, each, sentence.start) for each in sums)


def _direction_of_figures(sentence: Sentence, move: Move) -> ClaimKind | None:
    """The direction that two prices show, or that stands right behind a percent: "costs 25% more"."""
    old, new = move.old, move.new
    if old and new and (old.currency, old.per) == (new.currency, new.per) and old.value != new.value:
        return ClaimKind.PRICE_CUT if new.value < old.value else ClaimKind.PRICE_RISE
    if move.change is None or move.change.kind != "percent":
        return None
    behind = _BEHIND_PERCENT.match(sentence.masked, move.change.end, sentence.end)
    return None if behind is None else ClaimKind.PRICE_CUT if behind.lastgroup == "cut" else ClaimKind.PRICE_RISE


def _own_direction(sentence: Sentence, move: Move) -> ClaimKind | None:
    """The direction of one move in a sentence that tells of both: by the last word of one before it."""
    first = min(each.start for each in (move.old, move.new, move.change) if each is not None)
    said = direction_before(sentence.masked, sentence.start, first)
    return {"cut": ClaimKind.PRICE_CUT, "rise": ClaimKind.PRICE_RISE}.get(said)


def _without_figures(sentence: Sentence, subjects: Subjects, kind: ClaimKind) -> Iterator[Claim]:
    if kind is ClaimKind.PROMOTION and sentence.said & {"became_free", "limit"}:
        return
    for model in subjects.models(sentence.start, sentence.end) or (None,):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        if kind is ClaimKind.PROMOTION and model is None:
            continue
        if vendor and (model is not None or subjects.publisher or subjects.within(sentence.start, sentence.end)):
            yield claim_of(sentence, subjects, vendor, kind, model, None)
