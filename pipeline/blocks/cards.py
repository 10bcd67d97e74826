"""Lines of running text that state prices under a name ("GPT-5", "Input $3 / MTok", "Output $15 / MTok") → cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.amounts import Quote, amounts, first_price, state_of
from pipeline.blocks.linegrids import is_price
from pipeline.blocks.lines import Line
from pipeline.blocks.types import Card
from pipeline.labels import Label, can_be_name, label_of, name_and_unit
from pipeline.names import model_id
from pipeline.types import State
from pipeline.vocabulary import KIND_METERS

LONGEST_LINE = 120
_DIRECTION = re.compile(r"input|output|输入|输出", re.IGNORECASE)
_DIRECTION_AFTER = re.compile(r"(?<=\s)(?:inputs?|outputs?|输入|输出)\b", re.IGNORECASE)
_BOTH = "Input / Output"
LONGEST_LABEL = 32
FARTHEST_TWIN = 40
"""So many stated prices off the same meter is looked for in the next card."""
FARTHEST_TITLE = 8
"""So many lines above its first price a card's name may stand, where there is no tree to tell."""
_VERB = re.compile(
    r"(?:\b(?:is|are|at|for|of|costs?|only|just|with|to|from|by|a|the|you|get|save|up|and|or|than|until|about|approximately|around)|[~≈约为是达省送赠领])\s*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\bexamples?\b|示例|举例|\bfaqs?\b|frequently asked|常见问题|calculat|estimat|case stud|use cases?|案例",
    re.IGNORECASE,
)
_CONTEXT = re.compile(
    r"(?:context|上下文)\s*:?\s*\d[\d.,]*\s?[kKmM]?|\d[\d.,]*\s?[kKmM]?\s*(?:context|上下文)", re.IGNORECASE
)
_GRANT = re.compile(
    r"\d[\d.,]*\s?(?:[kmb]|万|亿)?\s(?:\w+\s){1,2}(?:per|/|a|each)\s?\w+|每(?:天|日|月)\s?\d", re.IGNORECASE
)
"""So much of something in a time is what one gets, and no label of a price: "1M tokens per day"."""
_SOLD_ALONE = frozenset({"audio", "video", "image", "embedding", "rerank"})
_SECTION = re.compile(r"\bmodels\b|模型|\bprices?\b|\bpricing\b|^\w+$|generation$|[:：]", re.IGNORECASE)
"""Words of a section's heading, and a single word, which names a kind of use more often than a thing sold."""
MOST_REPEATS = 2
"""A line that stands more often in a stretch is a tag, not a name."""
_MAY_STATE = re.compile(r"[\d:：]")
_CALCULATOR = re.compile(r"calculator|estimator|计算器", re.IGNORECASE)
_FACT = re.compile(r"\s+[·•|]\s+")
"""Between a name and what is said of it in the same line."""
_PATH = re.compile(r"[\w.-]+/[\w.-]*[A-Za-z][-_\d][\w.-]*", re.ASCII)
"""A name with its maker before it."""
_LIKE_ID = re.compile(r"\d|[A-Za-z][-_][A-Za-z]")


@dataclass(slots=True)
class _Stated:
    """Lines that state prices, as (label, value) pairs, and what they are prices of."""

    first: int
    last: int
    pairs: list[tuple[str, str]]
    signature: str
    name: str = ""


def cards(lines: Sequence[Line]) -> list[Card]:
    """The cards in a stretch of lines, in order."""
    headings = lines[0].under.headings if lines else ()
    if any(map(_EXAMPLE.search, headings[1:])) or any(map(_CALCULATOR.search, headings)):
        return []
    stated = _with_free_siblings(lines, _stated(lines))
    if not stated:
        return []
    often = Counter(line.text for line in lines)
    by = _by_tree if lines[stated[0].first].path else _by_order
    groups = by(lines, stated, often)
    found = []
    for group, title in groups:
        name = group[0].name or title
        if name:
            first, last = lines[group[0].first], lines[group[-1].last]
            place = first.sentence.locator if first is last else f"{first.sentence.locator} to {last.sentence.locator}"
            found.append(Card(name, tuple(pair for each in group for pair in each.pairs), first.under, locator=place))
    return found


# -- which lines state prices ------------------------------------------------------------------------------------------


def _stated(lines: Sequence[Line]) -> list[_Stated]:
    above = _labels_stand_above(lines)
    found = (_stated_at(lines, at, above) for at, line in enumerate(lines) if len(line.text) <= LONGEST_LINE)
    return [each for each in found if each]


def _stated_at(lines: Sequence[Line], at: int, above: bool) -> _Stated | None:
    """What one line states: a price with its label in a line beside it, or with all its words in its own."""
    text = lines[at].text
    is_free = len(text) <= LONGEST_LABEL and state_of(text)[1] is State.FREE
    if is_price(text) or (is_free and _has_label(lines, at, above)):
        return _with_neighbour(lines, at, above)
    quotes = amounts(text).quotes if _MAY_STATE.search(text) else ()
    if not quotes:
        return None
    if named := _with_name(text, quotes):
        return _Stated(at, at, [("", named[1])], "", named[0])
    if not all(map(_is_plain, quotes)):
        return None
    over = _meter_over(lines, at) if all(map(_names_band, quotes)) else ""
    signature = "|".join(sorted(_signature(quote) for quote in quotes))
    return _Stated(at, at, [(over, text)], f"{label_of(over).meter or ''}{signature}")


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


def _with_free_siblings(lines: Sequence[Line], stated: list[_Stated]) -> list[_Stated]:
    """Beside like parts of the page that state input and output prices, one that says "free" alone states both."""
    if any(each.name and _DIRECTION.search(each.pairs[0][1]) for each in stated):
        stated = sorted([*stated, *_named_free(lines)], key=lambda each: each.first)
    parts = {lines[each.first].path[:-1] for each in stated}
    priced = {lines[each.first].path[:-2]: each for each in stated if _DIRECTION.search(lines[each.first].text)}
    if not priced:
        return stated
    named = {line.path[:-1] for line in lines if _LIKE_ID.search(line.text) and can_be_name(line.text)}
    free = [
        _Stated(at, at, [(_BOTH, line.text)], priced[line.path[:-2]].signature)
        for at, line in enumerate(lines)
        if len(line.path) > 2
        and line.path[:-2] in priced
        and line.path[:-1] in named - parts
        and len(line.text) <= LONGEST_LABEL
        and state_of(line.text)[1] is State.FREE
    ]
    return sorted([*stated, *free], key=lambda each: each.first)


def _named_free(lines: Sequence[Line]) -> Iterator[_Stated]:
    """ "swan-lite: free", in a list of names and their prices."""
    for at, line in enumerate(lines):
        name, _, rest = line.text.replace("：", ":").partition(":")
        if rest and state_of(rest)[1] is State.FREE and _LIKE_ID.search(name) and can_be_name(name):
            yield _Stated(at, at, [(_BOTH, rest.strip())], "", name)


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
        and _LIKE_ID.search(quote.label)
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
        if not 0 < at <= price or not _LIKE_ID.search(name) or not can_be_name(name) or _VERB.search(name):
            continue
        quotes = amounts(rest).quotes
        if len(quotes) > 1 and all(map(_is_plain, quotes)):
            return name, rest
    return None


# -- a label above or below its price ----------------------------------------------------------------------------------


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


def _with_neighbour(lines: Sequence[Line], at: int, above: bool) -> _Stated:
    text = lines[at].text
    if found := _label_of(lines, at, above):
        beside, label = found
        said = label_of(label)
        return _Stated(min(at, beside), max(at, beside), [(label, text)], f"{said.meter}{said.terms}")
    return _Stated(at, at, [("", text)], "|".join(_signature(quote) for quote in amounts(text).quotes))


# -- which prices make a card, and what it is called -------------------------------------------------------------------


def _by_order(lines: Sequence[Line], stated: Sequence[_Stated], often: Counter[str]) -> list[tuple[list[_Stated], str]]:
    """Prices that follow each other are one card; a line between that is no tag, or the same meter, begins another."""
    groups: list[list[_Stated]] = []
    spaces: list[range] = []  # before each card: the lines since the last one
    ended = 0
    for each in stated:
        between = [line for line in lines[ended : each.first] if often[line.text] <= MOST_REPEATS]
        if groups and not between and each.signature not in [other.signature for other in groups[-1]]:
            groups[-1].append(each)
        else:
            groups.append([each])
            spaces.append(range(max(ended, each.first - FARTHEST_TITLE), each.first))
        ended = each.last + 1
    titles = _titles(lines, spaces, often)
    if titles and not titles[0]:
        titles[0] = _heading(lines[stated[0].first])
    titles = [title or _kind_sold(lines, group[0]) for title, group in zip(titles, groups, strict=True)]
    return list(zip(groups, titles, strict=True))


def _titles(lines: Sequence[Line], spaces: Sequence[range], often: Counter[str]) -> list[str]:
    """A card's name comes first after the card before it, as far above its first price as in most cards."""
    names = [[at for at in space if _can_be_title(lines[at].text, often)] for space in spaces]
    distances = Counter(space.stop - found[0] for space, found in zip(spaces[1:], names[1:], strict=True) if found)
    usual = distances.most_common(1)[0][0] if distances else 0
    titles: list[str] = []
    for space, found in zip(spaces, names, strict=True):
        likely = [at for at in reversed(found) if _LIKE_ID.search(lines[at].text)]
        first = found[:1] if titles else likely[:1] or found[-1:]
        at = space.stop - usual if space.stop - usual in found else first[0] if first else None
        titles.append(lines[at].text if at is not None else "")
    return titles


def _heading(line: Line) -> str:
    return next((text for text in reversed(line.under.headings) if can_be_name(text)), "")


def _kind_sold(lines: Sequence[Line], stated: _Stated) -> str:
    """The label of a price, or the heading right above it, that calls the thing sold by its kind: "语音合成 TTS"."""
    headings = lines[stated.first].under.headings if not stated.first else ()
    return next((text for text in (stated.pairs[0][0], *headings[-1:]) if _names_kind(text)), "")


def _names_kind(text: str) -> bool:
    """True for a short name of a kind of thing sold by itself, and not of a section ("Audio models")."""
    label = label_of(text)
    plain = not (label.price or label.unit or label.column or {name for name, _ in label.terms} - {"modality"})
    return 4 <= len(text) <= LONGEST_LABEL and plain and label.meter in _SOLD_ALONE and not _SECTION.search(text)


def _can_be_title(text: str, often: Counter[str]) -> bool:
    """True for a line that can be a name, and is no tag, no path and no word in place of a price."""
    return (
        often[text] <= MOST_REPEATS
        and can_be_name(text)
        and not state_of(text)[0]
        and not text.startswith(("/", "http"))
    )


def _names(lines: Sequence[Line], start: int, end: int, often: Counter[str]) -> list[str]:
    return [line.text for line in lines[start:end] if _can_be_title(line.text, often)]


def _by_tree(lines: Sequence[Line], stated: Sequence[_Stated], often: Counter[str]) -> list[tuple[list[_Stated], str]]:
    """A card is the largest part of the tree in which no meter is priced twice."""
    roots = {_root(lines, stated, number) for number in range(len(stated))}
    groups: dict[tuple[int, ...], list[_Stated]] = {}
    for each in stated:
        path = lines[each.first].path
        root = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in roots), ())
        groups.setdefault(root, []).append(each)
    parts = _named_parts(lines, often)
    items = [item for root, group in groups.items() for item in _items(root, group, lines, parts) or [(root, group)]]
    named = [(group, _tree_title(lines, root, group, often)) for root, group in items]
    flat = any(not title and not group[0].name for group, title in named)
    return _by_order(lines, stated, often) if flat else named


def _items(
    root: tuple[int, ...], group: Sequence[_Stated], lines: Sequence[Line], named: Set[tuple[int, ...]]
) -> list[tuple[tuple[int, ...], list[_Stated]]]:
    """The parts of a group that have each a name of their own: one sells text, the next images. None if it is one."""
    parts: dict[tuple[int, ...], list[_Stated]] = {}
    for each in group:
        parts.setdefault(lines[each.first].path[: len(root) + 1], []).append(each)
    if len(parts) == 1:
        (child,) = parts
        return _items(child, group, lines, named) if len(child) > len(root) else []
    return list(parts.items()) if parts.keys() <= named else []


def _named_parts(lines: Sequence[Line], often: Counter[str]) -> set[tuple[int, ...]]:
    """Every part of the tree in which a line looks like the name of a model."""
    paths = (line.path for line in lines if _LIKE_ID.search(line.text) and _can_be_title(line.text, often))
    return {path[:length] for path in paths for length in range(1, len(path) + 1)}


def _root(lines: Sequence[Line], stated: Sequence[_Stated], number: int) -> tuple[int, ...]:
    path = lines[stated[number].first].path
    shared = -1
    for step in (-1, 1):
        for other in range(number + step, number + step * FARTHEST_TWIN, step):
            if not 0 <= other < len(stated):
                break
            if stated[other].signature == stated[number].signature:
                shared = max(shared, _common(path, lines[stated[other].first].path))
                break
    return path[: shared + 1] if shared >= 0 else ()


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _tree_title(lines: Sequence[Line], root: tuple[int, ...], group: Sequence[_Stated], often: Counter[str]) -> str:
    """The first name in the card; the heading it stands under if it has none."""
    first = group[0].first
    start = first
    while start > 0 and lines[start - 1].path[: len(root)] == root and (root or start > first - FARTHEST_TITLE):
        start -= 1
    names = _names(lines, start, first, often)
    if not root:
        likely = [name for name in reversed(names) if _LIKE_ID.search(name)]
        heading = _heading(lines[first])
        if heading and (_LIKE_ID.search(heading) or not likely):
            return heading
        return next(iter(likely), names[-1] if names else "")
    return next(
        (name for name in names if _LIKE_ID.search(name)),
        names[0] if names else _heading(lines[first]) or _kind_sold(lines, group[0]),
    )
