"""The figures of a sentence → price moves: what it was, what it is, by how much, for which meter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pipeline.claims.english_words import DATA, either, pattern
from pipeline.claims.printed import Figure

_JOINTS: Final = DATA["joints"]
_CHANGES: Final = DATA["changes"]
_SLASH: Final = re.compile(r"(?:\s?(?:input|in|prompt)\b)?\s?[/|]\s?", re.IGNORECASE)
_TO: Final = pattern(_JOINTS["to"], after=either([_JOINTS["to_then"]]))
_ANY: Final = r"(?:[^.$€£¥]|\.\d)"
_WAS: Final = pattern(_JOINTS["was"], _ANY + "{0,40}?", _ANY + "{0,50}")
_PLAN_THAT_IS: Final = pattern(DATA["attributes"]["before"])
_ITS_PLAN: Final = pattern(DATA["attributes"]["behind"])
_SET_BESIDE: Final = pattern(DATA["set_beside"]["says"])
_OLDER: Final = pattern(DATA["set_beside"]["older"])
_NEXT_NAME: Final = 80
"""Characters between two prices of the same unit, the name of the second among them, at most."""
_SUM: Final = re.compile(r"[$€£¥₹₩]\s?\d")
_BLANK_NAME: Final = re.compile(r"\s{4}")
_OF_A_NAME: Final = re.compile(r"[^.;,$]{0,40}?\b(?:for|of|on|with|from|by|in)\s{4}")
_FROM: Final = pattern(
    [
        r"\bfrom\W{0,3}(?:the )?(?:(?:previous|old|original) )?$",
        r"\b(?:which|that|and) (?:was|were|had been|used to be) "
        r"(?:previously )?(?:(?:priced|set|charged|listed) )?(?:at )?$",
    ]
)
_BY: Final = pattern([r"\bby\W{1,3}(?:an? (?:extra|additional|further)|about|around|another)?\W{0,3}$"])
_WORTH: Final = pattern(DATA["worth"]["behind"], r"\W{1,3}")
_WORTH_BEFORE: Final = pattern(DATA["worth"]["before"], after=r"\W{0,4}$")
_LISTED: Final = rf"(?:[\s,()&+]|(?:{either(_JOINTS['and_words'])})\b)"
_AND: Final = re.compile(rf"{_LISTED}*(?:(?<=\W)(?:and|or|for)\b|,|&){_LISTED}*", re.IGNORECASE)
_METER: Final = re.compile(
    "|".join(rf"(?P<{meter}>{either(says)})" for meter, says in DATA["meters"].items()), re.IGNORECASE
)
_BEHIND: Final = pattern(
    _CHANGES["behind"], rf"\W*(?:and\s+\d[\d.]*%\s+)?(?:(?:{either(_CHANGES['between'])})\s+){{0,4}}", r"\b"
)
_BEFORE: Final = pattern(
    _CHANGES["before"],
    r"\b",
    rf"(?:\s+(?:{either(_CHANGES['before_between'])})){{0,6}}(?:\s+(?:{either(_CHANGES['before_about'])}))?\W{{0,5}}$",
)
_OF_OTHERS: Final = pattern(_CHANGES["of_others"], r"\s*(?:\w+\s+){0,3}?", r"\b")
_CHEAPER: Final = re.compile(r"\s*(?:cheaper|less|lower)\b", re.IGNORECASE)
_OTHERS_BY: Final = pattern(_CHANGES["of_others"], r"\b", r"\s+by\s+(?:\w+\s+){0,2}$")
_OF_TEXT: Final = frozenset(("", "token", "character"))
"""What has an input and an output."""
_RESPECTIVE: Final = re.compile(r"respectively|\binputs?\b|\boutputs?\b|\$[\d.]+\s?/\s?\$")
_OF_PRICES: Final = pattern(_CHANGES["factor_of"], rf"\s*(?:(?:{either(_CHANGES['factor_between'])})\s+){{0,3}}", r"\b")


@dataclass(frozen=True, slots=True)
class Move:
    """What a sentence prints of one price."""

    start: int
    end: int
    old: Figure | None = None
    new: Figure | None = None
    change: Figure | None = None
    """A percent or a ratio."""
    meter: str | None = None
    is_delta: bool = False
    """The new price is a difference: "by $3 a month"."""


def moves_of(text: str, start: int, end: int, figures: Sequence[Figure]) -> list[Move]:
    """The moves of text[start:end] in order: old and new prices joined, pairs told apart, percents beside prices."""
    prices = [figure for figure in figures if figure.kind == "money" and not _is_aside(text, figure, start, end)]
    rates = [figure for figure in figures if figure.kind in ("percent", "ratio")]
    changes = [figure for figure in rates if _is_change(text, figure, start, end)]
    if changes:
        changes = [_turned(text, each) for each in rates if each in changes or _goes_on(text, each, end)]
    found = _with_pairs(text, list(_with_units(text, list(_joined(text, prices)))), start, end)
    return sorted(_with_changes(text, found, changes, start, end), key=lambda move: move.start)


def _is_aside(text: str, figure: Figure, start: int, end: int) -> bool:
    """Whether a sum is none that this sentence asks: what is given, which plan is meant, what another model costs."""
    return (
        _is_worth(text, figure, start, end)
        or is_attribute(text, figure, start, end)
        or is_anothers(text, figure, start)
    )


def is_anothers(text: str, figure: Figure, start: int) -> bool:
    """Whether a price is set beside as another model's, "versus $30 for GPT-9": names are blanks in this text."""
    begin = max(start, figure.start - 60)
    beside = list(_SET_BESIDE.finditer(text, begin, figure.start))
    if not beside:
        return False
    between = text[beside[-1].end() : figure.start]
    if _OLDER.search(between) or _SUM.search(between):
        return False
    return _BLANK_NAME.search(between) is not None or _OF_A_NAME.match(text, figure.end) is not None


def is_attribute(text: str, figure: Figure, start: int, end: int) -> bool:
    """Whether a sum only tells which plan is meant, "its $20-a-month plan", and is not asked anew."""
    before = _PLAN_THAT_IS.search(text, max(start, figure.start - 60), figure.start)
    return before is not None and _ITS_PLAN.match(text, figure.end, min(end, figure.end + 50)) is not None


def _is_worth(text: str, figure: Figure, start: int, end: int) -> bool:
    """Whether a sum is what is given, not what is asked: "$5 of credits", "worth $200"."""
    behind = _WORTH.match(text, figure.end, min(end, figure.end + 60))
    return behind is not None or _WORTH_BEFORE.search(text, max(start, figure.start - 16), figure.start) is not None


def _squeezed(text: str, start: int, end: int) -> str:
    """What stands between two figures, its spaces single; long texts are of no interest."""
    return re.sub(r"\s+", " ", text[start:end]) if end - start < 1_000 else text[start:end]


def _is_change(text: str, figure: Figure, start: int, end: int) -> bool:
    """Whether a percent or a factor is one of a price: "40% off", "cut by 40%"; 97.8% on a benchmark is not."""
    if _OF_OTHERS.match(text, figure.end, min(end, figure.end + 80)):
        return False
    if _OTHERS_BY.search(text, max(start, figure.start - 40), figure.start):
        return False
    if figure.kind == "ratio":
        return (
            not figure.printed[:1].isdigit()
            or _OF_PRICES.match(text, figure.end, min(end, figure.end + 60)) is not None
        )
    if figure.printed[:1] in "-−–+":
        return True
    after = _BEHIND.match(text, figure.end, min(end, figure.end + 60))
    before = _BEFORE.search(text, max(start, figure.start - 60), figure.start)
    return after is not None or before is not None


def _turned(text: str, figure: Figure) -> Figure:
    """ "3x cheaper" is a third of the price."""
    if figure.kind == "ratio" and figure.value > 1 and _CHEAPER.match(text, figure.end):
        return replace(figure, value=(1 / figure.value).quantize(Decimal("0.001")))
    return figure


def _goes_on(text: str, figure: Figure, end: int) -> bool:
    """ "a 7% cut for …, 7.7% for …": what the first is of, the next are of too."""
    return figure.kind == "percent" and text[figure.end : min(end, figure.end + 12)].split()[:1] in (["for"], ["on"])


def _joined(text: str, prices: Sequence[Figure]) -> Iterator[Move]:
    """Old and new prices joined: "from X to Y", "Y, down from X", "$2 and $8, down from $10 and $40", an arrow."""
    at = 0
    while at < len(prices):
        one, joint, at = _run(text, prices, at)
        if joint == "":
            before = text[max(0, one[0].start - 40) : one[0].start]
            yield from _moves(one, []) if _FROM.search(before) else _moves([], one, _BY.search(before) is not None)
            continue
        two, further, after = _run(text, prices, at)
        at = min(after, at + len(one)) if joint == "was" or further else after
        two = two[: len(one)] if joint == "was" or further else two
        yield from _moves(one, two) if joint == "to" else _moves(two, one)


def _with_units(text: str, moves: Sequence[Move]) -> Iterator[Move]:
    """Each move; "A at $0.04 per image and B at $0.06": where the next name follows, its price is per image too."""
    last: Move | None = None
    for move in moves:
        new, before = move.new, last.new if last else None
        if new and before and before.unit and not new.unit and before.currency == new.currency:
            between = text[before.end : move.start]
            if len(between) < _NEXT_NAME and _BLANK_NAME.search(between) and not re.search(r"[.;]\s|%", between):
                new = replace(new, per=before.per, unit=before.unit, unit_printed=before.unit_printed)
                move = replace(move, new=new)
        last = move
        yield move


def _run(text: str, prices: Sequence[Figure], at: int) -> tuple[list[Figure], str, int]:
    """(prices that are listed together, what joins them to the next: "to", "was" or nothing, where that is)."""
    run = [prices[at]]
    for price in prices[at + 1 :]:
        joint = _joint(text, run[-1], price)
        at += 1
        if joint != "and":
            return run, joint, at
        run.append(price)
    return run, "", at + 1


def _joint(text: str, one: Figure, two: Figure) -> str:
    between = _squeezed(text, one.end, two.start)
    joints = (("and", _SLASH), ("and", _AND), ("to", _TO), ("was", _WAS))
    return next((joint for joint, said in joints if said.fullmatch(between)), "")


def _moves(old: Sequence[Figure], new: Sequence[Figure], by: bool = False) -> Iterator[Move]:
    """One move a price. A pair without any word of a meter is input and output."""
    count = max(len(old), len(new))
    for at in range(count):
        was = old[at] if at < len(old) else None
        now = new[at] if at < len(new) else None
        places = [figure for figure in (was, now) if figure is not None]
        yield Move(min(each.start for each in places), max(each.end for each in places), was, now, is_delta=by)


def _with_pairs(text: str, moves: Sequence[Move], start: int, end: int) -> list[Move]:
    """Each move with its meter; two prices with a slash between, or "respectively", are input and output."""
    found = [replace(move, meter=_meter(text, move, moves, start, end)) for move in moves]
    for at, (one, two) in enumerate(pairwise(found)):
        left, right = one.new or one.old, two.new or two.old
        if left is None or right is None or (at and found[at - 1].meter == "input" and one.meter == "output"):
            continue
        if not {left.unit, right.unit} <= _OF_TEXT:
            continue
        between = _squeezed(text, left.end, right.start)
        in_a_row = _SLASH.fullmatch(_squeezed(text, one.end, two.start)) is not None
        if (
            in_a_row
            or _SLASH.fullmatch(between)
            or (one.meter == two.meter is None and between.strip() == "and" and _RESPECTIVE.search(text, start, end))
        ):
            found[at], found[at + 1] = replace(one, meter="input"), replace(two, meter="output")
    return found


def names_meters(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] tells input from output, in words or by "$1/$4"."""
    return _METER.search(text, start, end) is not None or "/$" in text[start:end].replace(" ", "")


def _meter(text: str, move: Move, moves: Sequence[Move], start: int, end: int) -> str | None:
    """The meter printed in the unit, else right behind the price, else before it, since the price before."""
    figure = move.new or move.old
    if figure is None:
        return None
    if said := _one_meter(figure.unit_printed):
        return said
    others = [each for other in moves if other is not move for each in (other.new, other.old) if each is not None]
    following = min((each.start for each in others if each.start >= figure.end), default=end)
    if behind := _meter_behind(text, figure.end, min(following, figure.end + 24, end)):
        return behind
    preceding = max((each.end for each in others if each.end <= figure.start), default=start)
    before = list(_METER.finditer(text, max(preceding, figure.start - 80), figure.start))
    return before[-1].lastgroup if before else None


def _meter_behind(text: str, start: int, end: int) -> str | None:
    """The meter that follows at once, nothing but words of its own phrase between."""
    behind = _METER.search(text, start, end)
    return behind.lastgroup if behind and not re.search(r"[,;.]|\band\b", text[start : behind.start()]) else None


def _one_meter(text: str) -> str | None:
    found = {match.lastgroup for match in _METER.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _with_changes(text: str, moves: list[Move], changes: Sequence[Figure], start: int, end: int) -> list[Move]:
    """Each percent beside the price that it is of; alone where there is none near."""
    found = list(moves)
    for change in changes:
        at = _owner(text, found, change)
        if at is None:
            meter = _change_meter(text, change, end, start)
            found.append(Move(change.start, change.end, None, None, change, meter))
        else:
            found[at] = replace(found[at], change=change)
            if at and found[at].start == found[at - 1].start and found[at - 1].change is None:
                found[at - 1] = replace(found[at - 1], change=change)
    for at in range(1, len(found)):
        one, two = found[at - 1], found[at]
        if (
            two.change is None
            and one.change
            and one.new
            and two.new
            and _SLASH.fullmatch(_squeezed(text, one.new.end, two.new.start))
        ):
            found[at] = replace(two, change=one.change)
    return found


def _owner(text: str, moves: Sequence[Move], change: Figure) -> int | None:
    """The move that a percent belongs to: "by 78% to $0.075", "$5/$25 — 67% below"; no other sentence part between."""
    for at, move in enumerate(moves):
        if move.change is not None or (move.new is None and move.old is None):
            continue
        between = text[change.end : move.start] if change.end <= move.start else text[move.end : change.start]
        if len(between) < 80 and not re.search(r"[;.](?=\s)|\band\b|\bwhile\b|\bfor\b|\bwith\b|\bplus\b", between):
            return at
    return None


def _change_meter(text: str, change: Figure, end: int, start: int) -> str | None:
    if behind := _meter_behind(text, change.end, min(end, change.end + 45)):
        return behind
    before = list(_METER.finditer(text, max(start, change.start - 40), change.start))
    return before[-1].lastgroup if before and "and" not in text[before[-1].end() : change.start].split() else None
