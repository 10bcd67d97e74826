"""An English passage with its mentions and figures → the claims it makes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pipeline.claims.distinct import distinct
from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.gate import words_of_prices
from pipeline.claims.mentions import MIXED
from pipeline.claims.moves import Move, moves_of
from pipeline.claims.passage import Passage, clauses, quote_of
from pipeline.claims.printed import Figure, Mention
from pipeline.claims.signals import Signal, direction_before, named_directions, signals, unheard, without_asides
from pipeline.claims.subjects import Subjects, subjects_of
from pipeline.claims.times import times_in
from pipeline.types import Claim, ClaimKind

_HAN: Final = re.compile("[\u3400-\u9fff]")
_AGAINST: Final = {name: pattern(says) for name, says in DATA["against"].items()}
_SCOPE: Final = pattern(DATA["scopes"]["says"], r"\b")
_RECAP: Final = pattern(DATA["recap"]["says"])
_DIRECTIONS: Final = frozenset(("cut", "rise", "promotion", "promotion_ended", "free_ended"))
_MOVED: Final = frozenset(("cut", "rise"))
_VAGUE: Final = frozenset(("pricing", "launch", "cheaper"))
_AI: Final = pattern(DATA["ai"]["says"], r"\b", r"\b")
_TIERS: Final = frozenset(("free_tier_removed", "free_tier_changed", "free_tier_added"))
_LISTED_LINE: Final = 120
"""Characters of a line in a list, at most."""
_DEAREST: Final = 20_000
"""No price of a token or a seat is above this; a larger sum is a funding round or a bill."""
_PLAN_UNITS: Final = frozenset(("month", "year", "week", "user", "seat", "user_month", "seat_month", "month_user"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what is printed in it."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    said: frozenset[str]
    """The kinds of its signals; where it names a figure and no direction, also the direction of what heads it."""
    spans: tuple[Signal, ...]
    masked: str
    """The passage with the names blanked: what is said around the figures."""
    under: frozenset[str]
    """What the lines right above it say."""
    whole: bool
    """Nothing in it is a rumour, a denial or a comparison."""
    headline: bool

    @property
    def is_vague(self) -> bool:
        """It says that pricing changes, and nothing else."""
        return "pricing" in self.said and self.said <= _VAGUE and not self.figures


def claims_in(passage: Passage, mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[Claim]:
    """The claims of the sentences that are written in English."""
    speaking = frozenset(_speaking(passage))
    heard = _heard(passage, speaking)
    subjects = subjects_of(passage, [each for each in mentions if not heard[each.start : each.end].isspace()])
    audible = [each for each in figures if not heard[each.start].isspace()]
    heads: list[Claim] = []
    body: list[Claim] = []
    for sentence in _sentences(passage, audible, speaking, heard, _masked(heard, mentions)):
        if not subjects.contrasts(sentence.start, sentence.end):
            claims = [claim for claim in _of_sentence(passage, sentence, subjects) if _is_of_ai(passage, claim)]
            (heads if sentence.headline or sentence.is_vague else body).extend(claims)
    return distinct(heads, body)


def _is_of_ai(passage: Passage, claim: Claim) -> bool:
    """Whether a vendor who also sells other things is told to ask for a model, or for something of AI."""
    return claim.vendor not in MIXED or bool(claim.model_id) or _AI.search(passage.lowered) is not None


def _speaking(passage: Passage) -> Iterator[int]:
    """The starts of the sentences in which a word of prices stands."""
    words = words_of_prices(passage.lowered)
    for start, end in passage.sentences:
        if bisect_left(words, start) < bisect_left(words, end):
            yield start


def _heard(passage: Passage, speaking: Container[int]) -> str:
    """The text in small letters, what makes no claim blanked."""
    pieces, at = [], 0
    for *part, begin in _parts(passage):
        if begin not in speaking:
            continue
        span = (part[0], part[1])
        for start, end in sorted(unheard(passage.lowered, span, clauses(passage, span))):
            if end > at:
                pieces += [passage.lowered[at : max(at, start)], " " * (end - max(at, start))]
                at = end
    return without_asides("".join([*pieces, passage.lowered[at:]]))


def _masked(text: str, mentions: Sequence[Mention]) -> str:
    parts, at = [], 0
    for mention in mentions:
        parts += [text[at : mention.start], " " * (mention.end - mention.start)]
        at = mention.end
    return "".join([*parts, text[at:]])


def _parts(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """(start, end, start of its sentence) of what is read at once: a title that lists news is as many sentences."""
    for start, end in passage.sentences:
        pieces = clauses(passage, (start, end)) if start in passage.headlines else ()
        yield from ((*piece, start) for piece in (pieces if len(pieces) > 2 else [(start, end)]))


def _sentences(
    passage: Passage, figures: Sequence[Figure], speaking: Container[int], heard: str, masked: str
) -> Iterator[Sentence]:
    """The English sentences that say anything of a price, each with the direction of its headings."""
    headed: frozenset[str] = frozenset()
    above: list[frozenset[str]] = []
    goes_on = False
    before: frozenset[str] = frozenset()
    listing: frozenset[str] = frozenset()
    places = [figure.start for figure in figures]
    for start, end, begin in _parts(passage):
        if len(_HAN.findall(passage.plain, start, end)) * 5 > end - start:
            continue
        inside = tuple(figures[bisect_left(places, start) : bisect_left(places, end)])
        found = signals(heard, start, end) if begin in speaking else ()
        said = frozenset(signal.kind for signal in found)
        if any(figure.kind == "percent" for figure in inside):
            said |= named_directions(masked, start, end)
        if begin in passage.headlines:
            headed = said & _DIRECTIONS
        elif listing and inside and end - start < _LISTED_LINE and not said & _DIRECTIONS:
            said |= listing
        elif goes_on and inside and not said & _DIRECTIONS:
            said |= above[-1] & _DIRECTIONS
        elif any(figure.kind in ("money", "percent") for figure in inside) and not said & _DIRECTIONS:
            said |= headed or before
        under = frozenset[str]().union(*above[-5:])
        if said or (inside and under) or sum(figure.kind == "money" for figure in inside) > 1:
            whole = heard[start:end] == passage.lowered[start:end]
            yield Sentence(start, end, inside, said, found, masked, under, whole, begin in passage.headlines)
        above.append(said)
        before = said & _MOVED if not inside and passage.plain[end : end + 1] != "\n" else frozenset()
        goes_on = passage.plain[end - 1] == ";"
        if passage.plain[end - 1] == ":" and begin not in passage.headlines:
            listing = said & _DIRECTIONS or (above[-2] & _DIRECTIONS if len(above) > 1 else frozenset())
        elif not inside:
            listing = frozenset()


# What one sentence says


def _of_sentence(passage: Passage, sentence: Sentence, subjects: Subjects) -> list[Claim]:
    """The claims of one sentence: its prices, what it says of tiers and limits; else of free use, plans, retirement."""
    prices = list(_prices(passage, sentence, subjects))
    claims = [*prices, *_tiers(passage, sentence, subjects)]
    if not prices:
        claims += _free(passage, sentence, subjects)
    if not prices and (not claims or (_apart(sentence, "plan", "limit") and not sentence.said & _TIERS)):
        claims += _plans(passage, sentence, subjects)
    return claims or list(_retired(passage, sentence, subjects))


def _apart(sentence: Sentence, one: str, two: str) -> bool:
    """Whether two things are said in places of their own."""
    places = {signal.kind: signal for signal in sentence.spans}
    if one not in places or two not in places:
        return False
    return places[one].end <= places[two].start or places[two].end <= places[one].start


# Prices


def _prices(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    moves = moves_of(sentence.masked, sentence.start, sentence.end, sentence.figures)
    kind = _price_kind(sentence)
    if kind in (None, ClaimKind.MODEL_LAUNCHED_WITH_PRICE):
        kind = _told_by_figures(moves) or kind
    if kind is None:
        return
    if not moves:
        if "cheaper" in sentence.said and kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE and subjects.publisher:
            kind = ClaimKind.PRICE_CUT
        if kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE:
            yield from _without_figures(passage, sentence, subjects, kind)
        return
    shared = list(_shared(moves, sentence, subjects))
    priced = {id(model) for move, models in shared if move.new for model in models}
    for move, models in shared:
        for model in models or (None,):
            if move.change and not move.new and (id(model) in priced or _is_summary(move, moves)):
                continue
            claim = _price_claim(passage, sentence, subjects, kind, move, model)
            if claim is not None:
                yield claim


def _is_summary(move: Move, moves: Sequence[Move]) -> bool:
    """ "Up to 75% off, 50% on A and 75% on B": the first figure is told again in full."""
    rest = [other for other in moves if other.change and other is not move]
    return move.change is not None and move.change.bound == "max" and len(rest) > 1


def _price_kind(sentence: Sentence) -> ClaimKind | None:
    """By the verbs of the sentence; a promotion is one by its words, whatever its direction."""
    said = sentence.said
    if (
        "promotion" in said
        and not said & {"rise", "promotion_ended"}
        and (said & {"cut", "became_free", "launch"} or sentence.figures)
    ):
        return ClaimKind.PROMOTION
    if "free_ended" in said:
        return ClaimKind.FREE_ENDED
    if "promotion_ended" in said:
        return ClaimKind.PRICE_RISE
    if "cut" in said or "rise" in said:
        places = {signal.kind: signal.start for signal in reversed(sentence.spans)}
        first = min(("cut", "rise"), key=lambda kind: places.get(kind, sentence.end + (kind not in said)))
        return ClaimKind.PRICE_CUT if first == "cut" else ClaimKind.PRICE_RISE
    return ClaimKind.MODEL_LAUNCHED_WITH_PRICE if said & {"launch", "cheaper"} else None


def _told_by_figures(moves: Sequence[Move]) -> ClaimKind | None:
    """The direction of "$0.15 → $0.10", where no verb tells it."""
    for move in moves:
        if (
            move.old
            and move.new
            and move.old.value != move.new.value
            and (move.old.unit or move.new.unit or move.meter)
        ):
            return ClaimKind.PRICE_CUT if move.new.value < move.old.value else ClaimKind.PRICE_RISE
    return None


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
        preceding = [model for model in left if model.start < group[0].start]
        following = [model for model in left if group[0].start < model.start < until]
        own = _run(subjects, preceding[::-1])[::-1] or _run(subjects, following)
        left = [model for model in left if model.start >= until or model not in (*own, *preceding)]
        before = own or before
        if len(group) > 1 and len(group) == len(before) and all(each.new and not each.meter for each in group):
            yield from ((move, [model]) for move, model in zip(group, before, strict=True))
        else:
            yield from ((move, before) for move in group)


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
    passage: Passage, sentence: Sentence, subjects: Subjects, kind: ClaimKind, move: Move, model: Mention | None
) -> Claim | None:
    vendor = subjects.vendor(model, sentence.start, sentence.end)
    figure = move.new or move.old or move.change
    if not vendor or figure is None or (figure.kind == "money" and abs(figure.value) > _DEAREST):
        return None
    if kind is ClaimKind.MODEL_LAUNCHED_WITH_PRICE and not _is_launch(subjects, sentence, move, model):
        return None
    if figure.kind == "ratio" and model and subjects.is_comparison(sentence.start, sentence.end, model.maker):
        return None
    if kind in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE) and {"cut", "rise"} <= sentence.said:
        kind = _own_direction(sentence, move) or kind
    claim = _claim(passage, sentence, subjects, vendor, kind, model, move)
    if claim.percent_against == "market":
        return replace(claim, kind=ClaimKind.MODEL_LAUNCHED_WITH_PRICE)
    if claim.successor_of and move.new and kind in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE):
        return replace(claim, kind=ClaimKind.MODEL_LAUNCHED_WITH_PRICE)
    return claim


def _is_launch(subjects: Subjects, sentence: Sentence, move: Move, model: Mention | None) -> bool:
    """Whether a price that nothing moved is a model's own: not a plan's, not one that is set beside another's."""
    if model is None or move.new is None or move.new.unit in _PLAN_UNITS or not sentence.whole:
        return False
    if not (move.new.unit or move.meter or move.new.currency == "CREDIT"):
        return False
    return not subjects.is_comparison(sentence.start, sentence.end, model.maker)


def _own_direction(sentence: Sentence, move: Move) -> ClaimKind | None:
    """The direction of one move in a sentence that tells of both: by the last word of one before it."""
    first = min(each.start for each in (move.old, move.new, move.change) if each is not None)
    said = direction_before(sentence.masked, sentence.start, first)
    return {"cut": ClaimKind.PRICE_CUT, "rise": ClaimKind.PRICE_RISE}.get(said)


def _without_figures(passage: Passage, sentence: Sentence, subjects: Subjects, kind: ClaimKind) -> Iterator[Claim]:
    if kind is ClaimKind.PROMOTION and "became_free" in sentence.said:
        return
    for model in subjects.models(sentence.start, sentence.end) or (None,):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        if kind is ClaimKind.PROMOTION and model is None:
            continue
        if vendor and (model is not None or subjects.publisher or subjects.within(sentence.start, sentence.end)):
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
    times = times_in(passage, start, end)
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
        scope=_scope(passage, start, end),
        recap=_RECAP.search(passage.lowered, start, end) is not None,
    )
    return replace(_with_figures(claim, move), percent_against=_against(passage, claim, move)) if move else claim


def _scope(passage: Passage, start: int, end: int) -> str:
    found = _SCOPE.search(passage.lowered, start, end)
    return " ".join(passage.plain[found.start() : found.end()].split()) if found else ""


def _against(passage: Passage, claim: Claim, move: Move) -> str:
    """What a percent is of, when not of the price itself."""
    if move.change is None:
        return ""
    behind = passage.lowered[move.change.end : move.change.end + 80]
    said = next((name for name, against in _AGAINST.items() if against.search(behind)), "")
    return said or ("predecessor" if claim.successor_of else "")


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
        coin=price.coin if price else Decimal(1),
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


_LISTED: Final = (("free_tier_changed", ClaimKind.FREE_TIER_CHANGED), ("limit", ClaimKind.RATE_LIMIT_CHANGED))


def _tiers(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    if "limit" in sentence.said and any(figure.unit in _PLAN_UNITS for figure in sentence.figures):
        return
    kinds = [kind for name, kind in _TIER_KINDS if name in sentence.said][:1]
    if "limit" in sentence.said and (
        not kinds or (kinds != [ClaimKind.FREE_TIER_CHANGED] and _apart(sentence, "limit", kinds[0]))
    ):
        kinds.append(ClaimKind.RATE_LIMIT_CHANGED)
    if not kinds:
        yield from _listed_limit(passage, sentence, subjects)
        return
    model = next(iter(subjects.models(sentence.start, sentence.end)), None)
    vendor = subjects.vendor(model, sentence.start, sentence.end)
    counts = _counts(passage, sentence)
    for kind in kinds if vendor else ():
        claim = _claim(passage, sentence, subjects, vendor, kind, model, None)
        yield replace(
            claim,
            free=kind is ClaimKind.FREE_TIER_ADDED,
            old_price=counts[0].value if len(counts) > 1 else None,
            new_price=counts[1].value if len(counts) > 1 else None,
            unit=counts[-1].unit if counts else "",
        )


_FROM: Final = re.compile(r"[^.;]{0,60}?\b(?:up|down) from\s{1,3}")
_FROM_TO: Final = re.compile(r"\s{0,2}[\w\s-]{0,30}?(?:to|→|->)\s{0,2}", re.IGNORECASE)


def _listed_limit(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    """ "Prompt credits: 5 to 25 a month", in a list below a line that says that a tier or a limit changes."""
    kind = next((kind for name, kind in _LISTED if name in sentence.under), None)
    counts = _counts(passage, sentence)
    vendor = subjects.vendor(None, sentence.start, sentence.end)
    if kind and vendor and counts and counts[1].unit:
        claim = _claim(passage, sentence, subjects, vendor, kind, None, None)
        yield replace(claim, old_price=counts[0].value, new_price=counts[1].value, unit=counts[1].unit)


def _counts(passage: Passage, sentence: Sentence) -> list[Figure]:
    """The two amounts of "from 1,000 to 100 requests"; none where there are not two."""
    counts = [figure for figure in sentence.figures if figure.kind == "count"]
    for one, two in pairwise(counts):
        between = passage.lowered[one.end : two.start]
        before = passage.plain[max(0, one.start - 8) : one.start].split()[-1:]
        begun = not before or before[0].lower() == "from" or before[0][-1] in ":("
        if begun and _FROM_TO.fullmatch(between):
            return [one, two]
        if _FROM.fullmatch(between):
            return [two, one if one.unit else replace(one, unit=two.unit)]
    return []


def _free(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
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
            claim = _claim(passage, sentence, subjects, vendor, kind, model, None)
            if claim.ends and kind is ClaimKind.BECAME_FREE:
                claim = replace(claim, kind=ClaimKind.PROMOTION)
            yield replace(claim, free=True)


def _plans(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    if not sentence.said & {"plan", "pricing"}:
        return
    vendor = subjects.vendor(None, sentence.start, sentence.end)
    prices = [figure for figure in sentence.figures if figure.kind == "money" and figure.currency != "CREDIT"]
    if not vendor:
        return
    claim = replace(
        _claim(passage, sentence, subjects, vendor, ClaimKind.PLAN_CHANGED, None, None), meter="subscription"
    )
    apart = [price for price in prices if passage.plain[max(0, price.start - 1) : price.start] != "("]
    for price in apart or prices:
        yield _with_figures(claim, Move(price.start, price.end, None, price, None, "subscription"))
    if not prices:
        yield claim


def _retired(passage: Passage, sentence: Sentence, subjects: Subjects) -> Iterator[Claim]:
    if not sentence.said & {"retired", "deprecated"}:
        return
    models = subjects.models(sentence.start, sentence.end) or subjects.topic(sentence.start)
    for model in models or ((None,) if subjects.publisher else ()):
        vendor = subjects.vendor(model, sentence.start, sentence.end)
        claim = _claim(passage, sentence, subjects, vendor, ClaimKind.MODEL_RETIRED, model, None)
        dated = claim.effective is not None or "date" in passage.lowered[sentence.start : sentence.end].split()
        if "retired" in sentence.said or dated or passage.lowered.startswith("as of", sentence.start):
            yield claim
