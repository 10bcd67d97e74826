"""Lines of running text → what they state: prices with their labels, and the names printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.amounts import amounts, first_price
from pipeline.blocks.linegrids import is_price
from pipeline.blocks.lines import Line
from pipeline.labels import Label, can_be_name, label_of, name_and_unit
from pipeline.names import model_id
from pipeline.quotes import Quote, state_of
from pipeline.types import State
from pipeline.vocabulary import KIND_METERS

LONGEST_LINE = 120
_DIRECTION = re.compile(r"input|output|输入|输出", re.IGNORECASE)
_DIRECTION_AFTER = re.compile(r"(?<=\s)(?:inputs?|outputs?|输入|输出)\b", re.IGNORECASE)
_BOTH = "Input / Output"
LONGEST_LABEL = 32
FARTHEST_TITLE = 8
"""So many lines above its first price a card's name may stand, where there is no tree to tell."""
_VERB = re.compile(
    r"(?:\b(?:is|are|at|for|of|costs?|only|just|with|to|from|by|a|the|you|get|save|up|and|or|than|until|about|approximately|around)|[~≈约为是达省送赠领])\s*$",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    r"(?:context|上下文)\s*:?\s*\d[\d.,]*\s?[kKmM]?|\d[\d.,]*\s?[kKmM]?\s*(?:context|上下文)", re.IGNORECASE
)
_GRANT = re.compile(
    r"\d[\d.,]*\s?(?:[kmb]|万|亿)?\s(?:\w+\s){1,2}(?:per|/|a|each)\s?\w+|每(?:天|日|月)\s?\d", re.IGNORECASE
)
"""So much of something in a time is what one gets, and no label of a price: "1M tokens per day"."""
_MAY_STATE = re.compile(r"[\d:：]")
_FACT = re.compile(r"\s+[·•|]\s+")
"""Between a name and what is said of it in the same line."""
_PATH = re.compile(r"[\w.-]+/[\w.-]*[A-Za-z][-_\d][\w.-]*", re.ASCII)
"""A name with its maker before it."""
LIKE_ID = re.compile(r"\d|[A-Za-z][-_][A-Za-z]")


@dataclass(slots=True)
class Stated:
    """Lines that state prices, as (label, value) pairs, and what they are prices of."""

    first: int
    last: int
    pairs: list[tuple[str, str]]
    signature: str
    name: str = ""


def stated_in(lines: Sequence[Line]) -> list[Stated]:
    above = _labels_stand_above(lines)
    found = (_stated_at(lines, at, above) for at, line in enumerate(lines) if len(line.text) <= LONGEST_LINE)
    return [each for each in found if each]


def _stated_at(lines: Sequence[Line], at: int, above: bool) -> Stated | None:
    """What one line states: a price with its label in a line beside it, or with all its words in its own."""
    text = lines[at].text
    is_free = len(text) <= LONGEST_LABEL and state_of(text)[1] is State.FREE
    if is_price(text) or (is_free and _has_label(lines, at, above)):
        return _with_neighbour(lines, at, above)
    quotes = amounts(text).quotes if _MAY_STATE.search(text) else ()
    if not quotes:
        return None
    if named := _with_name(text, quotes):
        return Stated(at, at, [("", named[1])], "", named[0])
    if not all(map(_is_plain, quotes)):
        return None
    over = _meter_over(lines, at) if all(map(_names_band, quotes)) else ""
    signature = "|".join(sorted(_signature(quote) for quote in quotes))
    return Stated(at, at, [(over, text)], f"{label_of(over).meter or ''}{signature}")


def _with_name(text: str, quotes: Sequence[Quote]) -> tuple[str, str] | None:
    """(name, prices) of a line that names what its prices are of."""
    if len(quotes) > 1:
        return _named(text)
    (quote,) = quotes
    price = first_price(text)
    if _names_itself(quote):
        return text[:price].strip(" :：·-–|"), text[price:]
    sold_by = name_and_unit(quote.label) if quote.value is not None and not (quote.unit or quote.note) else None
    return (sold_by[0], f"{text[price:]} / {sold_by[1]}") if sold_by else None


def _names_band(quote: Quote) -> bool:
    """True for "Prompts <= 200K tokens $3 / MTok": of what the price is, a line further up says."""
    return bool(quote.label) and _is_band(quote.label) and not label_of(quote.unit_text).meter


def _meter_over(lines: Sequence[Line], at: int) -> str:
    """The label that stands over several lines of a band and its price."""
    over = at - 1
    while over > max(at - FARTHEST_TITLE, 0) and any(map(_names_band, amounts(lines[over].text).quotes)):
        over -= 1
    return lines[over].text if over >= 0 and _is_label(lines[over].text) else ""


def with_free_siblings(lines: Sequence[Line], stated: list[Stated]) -> list[Stated]:
    """Beside like parts of the page that state input and output prices, one that says "free" alone states both."""
    if any(each.name and _DIRECTION.search(each.pairs[0][1]) for each in stated):
        stated = sorted([*stated, *_named_free(lines)], key=lambda each: each.first)
    parts = {lines[each.first].path[:-1] for each in stated}
    priced = {lines[each.first].path[:-2]: each for each in stated if _DIRECTION.search(lines[each.first].text)}
    if not priced:
        return stated
    named = {line.path[:-1] for line in lines if LIKE_ID.search(line.text) and can_be_name(line.text)}
    free = [
        Stated(at, at, [(_BOTH, line.text)], priced[line.path[:-2]].signature)
        for at, line in enumerate(lines)
        if len(line.path) > 2
        and line.path[:-2] in priced
        and line.path[:-1] in named - parts
        and len(line.text) <= LONGEST_LABEL
        and state_of(line.text)[1] is State.FREE
    ]
    return sorted([*stated, *free], key=lambda each: each.first)


def _named_free(lines: Sequence[Line]) -> Iterator[Stated]:
    """ "swan-lite: free", in a list of names and their prices."""
    for at, line in enumerate(lines):
        name, _, rest = line.text.replace("：", ":").partition(":")
        if rest and state_of(rest)[1] is State.FREE and LIKE_ID.search(name) and can_be_name(name):
            yield Stated(at, at, [(_BOTH, rest.strip())], "", name)


def _signature(quote: Quote) -> str:
    own = label_of(quote.label)
    return f"{own.meter or label_of(quote.unit_text).meter or label_of(quote.note).meter}{own.terms}{quote.currency}"


def _is_plain(quote: Quote) -> bool:
    """Everything said beside the price is a name of what is counted, or a condition."""
    if quote.value is None and quote.state is not None:
        return bool(label_of(quote.label).meter) and len(quote.label) <= LONGEST_LABEL
    if quote.unit and label_of(quote.unit_text).meter and len(quote.label) <= LONGEST_LABEL and not quote.note:
        return not _VERB.search(quote.label)
    return (
        quote.value is not None
        and _knows(quote.label)
        and (_knows(quote.note) or quote.note[:1] in ("(", ",", "·", "|"))
        and _has_meter(quote)
    )


def _knows(text: str) -> bool:
    text = text.strip(" ·•|,:()")
    return not text or (
        len(text) <= LONGEST_LABEL
        and not any(map(_is_id, text.split()))
        and not _VERB.search(text)
        and (_says(label_of(text)) or bool(_CONTEXT.fullmatch(text)))
    )


def _is_id(word: str) -> bool:
    """True for the id of a known model, which is what a price is of and no condition of it."""
    return "-" in word and model_id(word) is not None


def _says(label: Label) -> bool:
    return bool(label.meter or label.price or label.terms or label.unit)


def _has_meter(quote: Quote) -> bool:
    return bool(
        label_of(quote.label).meter
        or label_of(quote.unit_text).meter
        or label_of(quote.note).meter
        or quote.unit
        or label_of(quote.label).unit
    )


def _names_itself(quote: Quote) -> bool:
    """ "FLUX.2 [pro] $0.03/Image": the name before, the unit after, nothing else."""
    return bool(
        quote.value
        and quote.unit
        and (not quote.note or _says_direction(quote.note))
        and can_be_name(quote.label)
        and LIKE_ID.search(quote.label)
        and not _VERB.search(quote.label)
    )


def _says_direction(note: str) -> bool:
    """True for a bracket that says nothing but which tokens: "(输入输出同价)"."""
    label = label_of(note.strip(" ()（）"))
    return len(note) <= LONGEST_LABEL and label.meter in ("input", "output", "input_output") and not label.terms


def _named(text: str) -> tuple[str, str] | None:
    """(name, prices) of "swan-1: $3 input / $15 output per 1M tokens": a name, then several prices and nothing else."""
    price = first_price(text)
    direction = _DIRECTION_AFTER.search(text)
    for at in (direction.start() if direction else -1, text.replace("：", ":").find(":") + 1, price):
        name, rest = _FACT.split(text[: max(at, 0)].strip(" :：·•-–|"))[0], text[at:].strip()
        if not 0 < at <= price or not LIKE_ID.search(name) or not can_be_name(name) or _VERB.search(name):
            continue
        quotes = amounts(rest).quotes
        if len(quotes) > 1 and all(map(_is_plain, quotes)):
            return name, rest
    return None


def _is_label(text: str) -> bool:
    label = label_of(text)
    says = bool(label.meter or label.unit) and not _GRANT.match(text) and not _is_model(text, label)
    return len(text) <= LONGEST_LABEL + 16 and says and not amounts(text).quotes


def _is_model(text: str, label: Label) -> bool:
    """True for a name with a kind of thing in it, which labels nothing: "lark/lark-image"."""
    return (
        label.meter in KIND_METERS and can_be_name(text) and (model_id(text) is not None or bool(_PATH.fullmatch(text)))
    )


def _is_band(text: str) -> bool:
    """True for a line that says for which prompts a price holds, and nothing else: "Prompts <= 200K tokens"."""
    label = label_of(text)
    return len(text) <= LONGEST_LABEL + 16 and not label.meter and "context" in dict(label.terms)


def _labels_stand_above(lines: Sequence[Line]) -> bool:
    above = below = 0
    for at, line in enumerate(lines):
        if is_price(line.text):
            above += _label_of(lines, at, above=True) is not None
            below += _label_of(lines, at, above=False) is not None
    return above >= below


def _label_of(lines: Sequence[Line], at: int, above: bool) -> tuple[int, str] | None:
    """(its line, label) of the price on a line. A meter that stands over several bands holds for each of them."""
    beside = at - 1 if above else at + 1
    if not 0 <= beside < len(lines):
        return None
    text = lines[beside].text
    if _is_label(text):
        return beside, text
    if not above or not _is_band(text):
        return None
    over = beside - 1
    while over > max(beside - FARTHEST_TITLE, 0) and (is_price(lines[over].text) or _is_band(lines[over].text)):
        over -= 1
    if over < 0 or not _is_label(lines[over].text):
        return None
    return (over if over == beside - 1 else beside), f"{lines[over].text}\n{text}"


def _has_label(lines: Sequence[Line], at: int, above: bool) -> bool:
    return _label_of(lines, at, above) is not None


def _with_neighbour(lines: Sequence[Line], at: int, above: bool) -> Stated:
    text = lines[at].text
    if found := _label_of(lines, at, above):
        beside, label = found
        said = label_of(label)
        return Stated(min(at, beside), max(at, beside), [(label, text)], f"{said.meter}{said.terms}")
    return Stated(at, at, [("", text)], "|".join(_signature(quote) for quote in amounts(text).quotes))
