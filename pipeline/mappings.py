"""Turns a JSON document and a declared mapping into rates: which rows, which model, which path is which meter.

What a catalogue file may say under `mapping`. A value in braces is a path into the row, everything else is literal.

    [pages.mapping]
    shape = "openrouter"            # optional: begin with a well-known shape of mappings.toml, say only what differs
    rows = "data"                   # where the rows are; `*` takes each member of a list or object: "*.models.*"
                                    # a list or object at the end is opened by itself; "" is the document
    model = "{id}"                  # the printed name; "{@key}" is the row's own key ("{@word}" unless that is a number
                                    # or a position), "{@0}/{id}" the key the first `*` met, "{@0.name}" a value of the
                                    # object it met; "{label|id}" is the first of the two that is there, "{label|}"
                                    # nothing where it is not
    inside = "model_info"           # optional: where in the row its meters and bands are
    maker = "{organization}"        # optional: who trained it, where the model's name does not say so
    currency = "USD"                # ISO 4217, or "{pricing.currency}"; a row in none of the kind has no rate
    per = 1_000_000                 # how many units the price buys; 1 where absent
    unit = "token"                  # token where absent
    zero = "free"                   # what a 0 means: "free"; "none" (not charged for: no rate); "unknown" (a gap in the
                                    # data); "row" (free where every price of the row is 0, otherwise unknown).
                                    # "unknown" where absent: a zero is free only where the mapping says so
    scale = "0.01"                  # optional: the document counts cents
    times = ["{$.group_ratio.vip}"] # optional: factors; `$` begins at the document instead of the row
    terms = { region = "{zone}" }   # optional: conditions that each row says of all its prices
    skip_models = ["sample_spec"]   # rows that are no model
    skip = { type = ["retired"] }   # rows left out by the value at a path …
    only = { type = ["llm"] }       # … and rows kept by it

    [pages.mapping.meters]          # path in the row → meter
    "pricing.prompt" = "input"
    "pricing.web_search" = { meter = "web_search", unit = "request", zero = "none" }
    "price.now.in" = { meter = "input", list = "price.before.in", terms = { service_class = "batch" } }
    "price.long" = { meter = "input", unless = "price.tiers" }    # read only where nothing stands at the other path
    "in{put,}_per_{million,1m}" = "input"                         # any of the four spellings
    "cost.fee" = { meter = "request", times = ["{cost.ratio}"], zero = "none" }

    [pages.mapping.suffixes]        # endings of the last key → terms; `{n}` is a number. They combine.
    "_above_{n}k_tokens" = { context = ">{n}K" }
    "_batches" = { service_class = "batch" }

    [pages.mapping.variants]        # endings of the model's name → terms; the printed name keeps them
    ":free" = { plan = "free" }

    [[pages.mapping.bands]]         # conditional prices: a list inside the row, or one object with a bound in it
    rows = "pricing.overrides"      # read with the meters declared for the band, or those above by their last key
    above = "min_prompt_tokens"     # bounds in tokens, one at least: terms context = ">272K", "<=32K" or "32K-128K"
    upto = "max_prompt_tokens"
    term = "context"                # context where absent
    chained = true                  # optional: each begins where the one before it ends
    value = "{from}-{to}"           # instead of bounds: the term's value, in the member's own words
    shift = -1                      # optional: the document names the first token beyond a bound
    list_rows = "pricing.before"    # optional: the list whose same member has the struck prices

    [pages.mapping.beside]          # the member of another list that belongs to the row: "{&.attributes.model}"
    rows = "products"
    key = "{sku}"                   # what names that member, its own key where absent …
    is = "{@0}"                     # … and what the row calls it

    [pages.mapping.told]            # one price a row, of which words say what it is for. All patterns are regular
    price = "retailPrice"           # expressions, sought anywhere in the words, capitals or not
    words = "{meterName}"
    name = "{skuName}"              # the words where absent, …
    edits = [[" inp.*", ""]]        # … edited: the model's name; without edits that is `model` above
    unit = "{unitOfMeasure}"        # a row counted in any other unit has no rate, but of a case that says `per` itself
    units = { "1K" = 1000, "hour" = { per = 1, unit = "hour" } }
    cases = [{ like = "train" }, { like = "inp", meter = "input" }]   # the first that is found; no meter: no rate
    marks = [{ like = "batch", terms = { service_class = "batch" } }] # each that is found

    [pages.mapping.document]        # instead of rows: a page inside the JSON, read like any page
    path = "Result.MDContent"
    media_type = "text/markdown"

Null, a missing key, text that is no number, and a negative number are no rate at all. Numbers are exact: parse the
document with `parse_document`, which also keeps each number as printed.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files
from itertools import islice, product
from typing import Any, Final, NamedTuple

from pipeline.names import model_id
from pipeline.types import Hints, Rate, State, Terms, terms_of

Json = Any
ZEROS: Final = ("free", "none", "unknown", "row")
"""What a printed 0 may mean."""

_METER_KEYS: Final = frozenset({"meter", "unit", "per", "zero", "scale", "times", "terms", "list", "unless"})
_BAND_KEYS: Final = frozenset({"rows", "above", "upto", "term", "shift", "chained", "value", "meters", "list_rows"})
_BESIDE_KEYS: Final = frozenset({"rows", "key", "is"})
_TOLD_KEYS: Final = frozenset({"price", "words", "name", "edits", "unit", "units", "cases", "marks", "zero"})
_DOCUMENT_KEYS: Final = frozenset({"path", "media_type"})
_KEYS: Final = (_METER_KEYS - {"meter", "list", "terms", "unless"}) | {
    "shape", "rows", "model", "maker", "currency", "skip_models", "skip", "only", "meters", "suffixes", "variants",
    "bands", "document", "signs", "terms", "inside", "beside", "told",
}  # fmt: skip
_SHAPES: Final = "mappings.toml"
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_HOLE = re.compile(r"\{([^{}]*)\}")
_SIGNS: Final = {"USD": "$", "CNY": "¥", "EUR": "€"}
_DOUBLE: Final = Context(prec=15)
_TOO_MUCH: Final = Decimal(10) ** 12
_WORDY: Final = 400
"""Characters; longer words are not matched against patterns."""
_SAMPLE: Final = 50
"""Rows looked at to recognise a shape."""


class MappingError(ValueError):
    """The declared mapping itself cannot be used: `mapping.per: a positive number was expected: "x"`."""


def parse_document(text: str) -> Json:
    """The JSON document in `text`, its fractions as the strings that were printed.

    Raises ValueError where it is no JSON, or is nested too deeply to be one of ours.
    """
    try:
        return json.loads(text, parse_float=str, parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError("a JSON document was expected: found one nested too deeply") from None


def read_mapping(document: Json, mapping: Mapping[str, Any], *, hints: Hints | None = None) -> list[Rate]:
    """The rates that `mapping` declares in `document`, in the document's order.

    No two of them share model, meter and terms: of two paths of one row that say the same meter, the one declared first
    counts; where two rows contradict each other, neither does. Raises MappingError where the mapping is unusable.
    """
    plan = _Plan(_complete(mapping), hints or Hints())
    beside = _beside(document, plan)
    rates: dict[tuple[str, str, Terms], Rate | None] = {}
    for place in _places(document, plan.rows):
        if plan.beside:
            place = place._replace(beside=beside.get(str(plan.beside.named(place))))
        for key, rate in _row_rates(place, plan):
            known = rates.setdefault(key, rate)
            if known is not rate and not _same_price(known, rate):
                rates[key] = None
    return [rate for rate in rates.values() if rate is not None]


def check_mapping(mapping: Mapping[str, Any]) -> None:
    """Raises MappingError where a declaration cannot be used, without a document to try it on."""
    _Plan(_complete(mapping), Hints())


def embedded_document(document: Json, mapping: Mapping[str, Any]) -> tuple[str, str] | None:
    """The page inside the JSON as (text, media type), where the mapping declares one and it is there."""
    declared = _complete(mapping).get("document")
    if not declared:
        return None
    text = _get(document, _path(declared["path"]))
    return (text, str(declared.get("media_type", "text/html"))) if isinstance(text, str) and text else None


def known_shape(document: Json) -> Mapping[str, Any] | None:
    """The well-known mapping whose structure the document has, or None; never by its address or a guess."""
    return next((shape for shape in _recognised() if _has_signs(document, shape)), None)


def _same_price(one: Rate | None, other: Rate) -> bool:
    return one is not None and (one.unit_price, one.currency, one.per, one.state) == (
        other.unit_price,
        other.currency,
        other.per,
        other.state,
    )


# Shapes


@cache
def _shapes() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = tomllib.loads(files("pipeline").joinpath(_SHAPES).read_text("utf-8"))
    return data


@cache
def _recognised() -> tuple[Mapping[str, Any], ...]:
    """The shapes with signs of their own, each laid over the one that it begins with."""
    return tuple(_complete(shape) for shape in _shapes().values() if "signs" in shape)


def _complete(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """The mapping laid over the well-known shape it begins with, if it names one."""
    name = mapping.get("shape")
    if name is None:
        return mapping
    if name not in _shapes():
        raise MappingError(f"mapping.shape: one of {', '.join(_shapes())} was expected: {name!r}")
    shape = _complete(_shapes()[name])
    merged = {**shape, **mapping}
    for table in ("meters", "suffixes", "variants"):
        merged[table] = {**shape.get(table, {}), **mapping.get(table, {})}
    return merged


def _has_signs(document: Json, shape: Mapping[str, Any]) -> bool:
    """Whether the document's own paths, and nearly all of its rows, look as the shape says."""
    signs = shape["signs"]
    if not all(_get(document, _path(path)) for path in signs.get("document", ())):
        return False
    if any(_get(document, _path(path)) != value for path, value in signs.get("equals", {}).items()):
        return False
    if "rows" not in shape:
        return True
    sample = _sample(document, shape)
    if not sample or not _nearly_all_fit(sample, signs):
        return False
    return all(_below(sample, _path(path), Decimal(bound)) for path, bound in signs.get("below", {}).items())


def _sample(document: Json, shape: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    skipped = shape.get("skip_models", ())
    for place in _places(document, _path(shape["rows"])):
        if place.keys[-1] not in skipped:
            rows.append(place.row)
        if len(rows) == _SAMPLE:
            break
    return rows


def _nearly_all_fit(rows: list[Mapping[str, Any]], signs: Mapping[str, Any]) -> bool:
    """Whether four rows of five fit; asks no further once too many do not."""
    strangers = (row for row in rows if not _row_fits(row, signs))
    return len(list(islice(strangers, len(rows) // 5 + 1))) * 5 <= len(rows)


def _row_fits(row: Mapping[str, Any], signs: Mapping[str, Any]) -> bool:
    return all(any(_get(row, _path(path)) is not None for path in _spellings(paths)) for paths in signs.get("rows", ()))


def _below(rows: list[Mapping[str, Any]], path: tuple[str, ...], bound: Decimal) -> bool:
    """Whether nearly all prices there are under `bound`, so that a price a token is not taken for one a million."""
    numbers = [number for row in rows if (number := _number(_get(row, path), "USD")) is not None and number > 0]
    return bool(numbers) and sum(number < bound for number in numbers) >= 0.9 * len(numbers)


# Paths and templates


class _Place(NamedTuple):
    """A row, and how it was come by."""

    row: Mapping[str, Any]
    keys: tuple[str, ...]
    """What each `*` of the path met: a key, or a position."""
    members: tuple[Json, ...]
    pointer: str
    """RFC 6901."""
    document: Json
    beside: Json = None
    """The member of another list that belongs to the row."""


Value = Callable[[_Place], Any]


@cache
def _path(text: str) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()


@cache
def _spellings(text: str) -> tuple[str, ...]:
    """`in{put,}_{k,m}` → input_k, input_m, in_k, in_m."""
    parts = [part.split(",") if number % 2 else [part] for number, part in enumerate(_HOLE.split(text))]
    return tuple(map("".join, product(*parts)))


def _get(value: Json, path: tuple[str, ...]) -> Json:
    """The value at a path; None where there is none."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _members(value: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((str(position), member) for position, member in enumerate(value))


def _pointer(part: str) -> str:
    return "/" + (part.replace("~", "~0").replace("/", "~1") if "/" in part or "~" in part else part)


def _places(document: Json, path: tuple[str, ...]) -> Iterator[_Place]:
    """The rows at a path. What stands at its end is opened unless the path ends in `*` itself."""
    parts = path if path and path[-1] == "*" else (*path, "*")
    yield from _walk(document, parts, _Place({}, (), (), "", document))


def _walk(value: Json, parts: tuple[str, ...], at: _Place) -> Iterator[_Place]:
    if not parts:
        if isinstance(value, dict):
            yield _Place(value, at.keys, at.members, at.pointer, at.document)
        return
    first, rest = parts[0], parts[1:]
    if first != "*":
        step = _Place({}, at.keys, at.members, at.pointer + _pointer(first), at.document)
        yield from _walk(_get(value, (first,)), rest, step)
        return
    for key, member in _members(value):
        step = _Place({}, (*at.keys, key), (*at.members, member), at.pointer + _pointer(key), at.document)
        yield from _walk(member, rest, step)


def _value(text: str) -> Value:
    """A template as the function that fills it from a row; a template that is one hole gives the value itself."""
    holes = [_hole(name) for name in _HOLE.findall(text)]
    if not holes:
        return lambda _: text
    if _HOLE.fullmatch(text):
        return holes[0]
    literals = _HOLE.split(text)[::2]
    return lambda place: _filled(literals, [hole(place) for hole in holes])


def _filled(literals: list[str], values: list[Any]) -> str | None:
    if any(value is None or isinstance(value, dict | list) for value in values):
        return None
    return "".join(part for pair in zip(literals, [*map(str, values), ""], strict=True) for part in pair)


def _hole(name: str) -> Value:
    if "|" not in name:
        return _one_hole(name)
    *several, last = [_one_hole(each) if each else _nothing for each in name.split("|")]
    return lambda place: next((found for hole in several if (found := hole(place)) not in (None, "")), last(place))


def _nothing(_: _Place) -> str:
    return ""


def _one_hole(name: str) -> Value:
    first, _, rest = name.partition(".")
    path = _path(rest)
    if first == "@key":
        return lambda place: place.keys[-1]
    if first == "@word":
        return lambda place: None if place.keys[-1].isdecimal() else place.keys[-1]
    if first == "$":
        return lambda place: _get(place.document, path)
    if first == "&":
        return lambda place: _get(place.beside, path)
    if first.startswith("@") and first[1:].isdecimal():
        position = int(first[1:])
        return _ancestor(position, path)
    whole = _path(name)
    return lambda place: _get(place.row, whole)


def _ancestor(position: int, path: tuple[str, ...]) -> Value:
    def value(place: _Place) -> Any:
        if position >= len(place.keys):
            return None
        return _get(place.members[position], path) if path else place.keys[position]

    return value


# The mapping, made ready


@dataclass(frozen=True, slots=True)
class _Meter:
    """One path's reading."""

    meter: str
    order: int
    unit: str
    per: Decimal
    zero: str
    terms: Terms
    scale: Decimal
    times: tuple[Value, ...]
    scaled: bool
    """Whether the number in the document is not the price itself."""
    listed: tuple[str, ...] | None
    unless: tuple[str, ...] | None
    pointer: str


@dataclass(frozen=True, slots=True)
class _Band:
    rows: tuple[str, ...]
    above: tuple[str, ...]
    upto: tuple[str, ...]
    term: str
    shift: Decimal
    """Added to each bound but 0."""
    chained: bool
    value: Value | None
    groups: list[tuple[tuple[str, ...], _Readers]]
    list_rows: tuple[str, ...] | None


class _Readers(dict[str, "_Meter | None"]):
    """The meters under one object of a row, by key; keys with declared endings are worked out as they are met."""

    def __init__(self, exact: dict[str, _Meter], suffixes: list[tuple[re.Pattern[str], Mapping[str, str]]]) -> None:
        super().__init__(exact)
        self.exact = exact
        self.suffixes = suffixes

    def __missing__(self, key: str) -> _Meter | None:
        self[key] = self._with_suffixes(key)
        return self[key]

    def _with_suffixes(self, key: str) -> _Meter | None:
        rest, terms = key, dict[str, str]()
        while rest not in self.exact:
            found = next(((m, t) for p, t in self.suffixes if (m := p.search(rest))), None)
            if found is None:
                return None
            ending, added = found
            terms |= {name: text.replace("{n}", (*ending.groups(), "")[0]) for name, text in added.items()}
            rest = rest[: ending.start()]
        meter = self.exact[rest]
        pointer = meter.pointer[: -len(_pointer(rest))] + _pointer(key)
        return replace(meter, terms=terms_of({**dict(meter.terms), **terms}), pointer=pointer, listed=None)


class _Plan:
    """A declared mapping, made ready to be run over many rows."""

    def __init__(self, mapping: Mapping[str, Any], hints: Hints) -> None:
        _only("mapping", mapping, _KEYS)
        _only("mapping.document", mapping.get("document", {"path": ""}), _DOCUMENT_KEYS, needed="path")
        self.rows = _path(str(mapping.get("rows", "")))
        self.model = _value(str(mapping.get("model", "{@key}")))
        self.maker = _value(str(mapping["maker"])) if "maker" in mapping else None
        self.currency = _value(str(mapping.get("currency") or hints.currency or ""))
        self.skip_models = frozenset(map(str, mapping.get("skip_models", ())))
        self.skip = _conditions(mapping.get("skip", {}))
        self.only = _conditions(mapping.get("only", {}))
        self.variants = {ending: dict(terms) for ending, terms in mapping.get("variants", {}).items()}
        self._defaults = _Defaults(mapping, hints)
        self._suffixes = [(_suffix(ending), terms) for ending, terms in mapping.get("suffixes", {}).items()]
        meters = dict(mapping.get("meters", {}))
        self.groups = self._group(meters)
        self.bands = [self._band(band, meters) for band in mapping.get("bands", ())]
        self.inside = _path(str(mapping.get("inside", "")))
        self.terms = {name: _value(text) for name, text in _table("terms", mapping.get("terms", {})).items()}
        self.beside = _Beside.declared(mapping["beside"]) if "beside" in mapping else None
        self.told = _Told.declared(mapping["told"], self._defaults) if "told" in mapping else None

    def _group(self, meters: Mapping[str, Any]) -> list[tuple[tuple[str, ...], _Readers]]:
        groups: dict[tuple[str, ...], dict[str, _Meter]] = {}
        for order, (spelt, declared) in enumerate(meters.items()):
            for text in _spellings(spelt):
                *parents, last = _path(text)
                groups.setdefault(tuple(parents), {})[last] = self._defaults.meter(text, declared, order)
        return [(parents, _Readers(exact, self._suffixes)) for parents, exact in groups.items()]

    def _band(self, band: Mapping[str, Any], meters: Mapping[str, Any]) -> _Band:
        _only("mapping.bands", band, _BAND_KEYS, needed="rows")
        own = band.get("meters") or {path.rpartition(".")[2]: declared for path, declared in meters.items()}
        return _Band(
            rows=_path(band["rows"]),
            above=_path(band.get("above", "")),
            upto=_path(band.get("upto", "")),
            term=str(band.get("term", "context")),
            shift=_number(band.get("shift", 0), "") or Decimal(0),
            chained=bool(band.get("chained", False)),
            value=_value(str(band["value"])) if "value" in band else None,
            groups=self._group(own),
            list_rows=_path(band["list_rows"]) if "list_rows" in band else None,
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """Another list of the document, and how a row names the member that belongs to it."""

    rows: tuple[str, ...]
    key: Value
    named: Value

    @classmethod
    def declared(cls, table: Mapping[str, Any]) -> _Beside:
        _only("mapping.beside", table, _BESIDE_KEYS, needed="rows")
        return cls(_path(table["rows"]), _value(str(table.get("key", "{@key}"))), _value(str(table.get("is", ""))))


def _beside(document: Json, plan: _Plan) -> dict[str, Json]:
    if not plan.beside:
        return {}
    return {str(plan.beside.key(place)): place.row for place in _places(document, plan.beside.rows)}


@dataclass(frozen=True, slots=True)
class _Told:
    """How the words of a row say what its one price is for."""

    price: tuple[str, ...]
    words: Value
    title: Value
    edits: tuple[tuple[re.Pattern[str], str], ...]
    unit: Value
    units: Mapping[str, tuple[Decimal, str]]
    cases: tuple[_Case, ...]
    marks: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]

    @classmethod
    def declared(cls, table: Mapping[str, Any], defaults: _Defaults) -> _Told:
        _only("mapping.told", table, _TOLD_KEYS, needed="price")
        _only("mapping.told", table, _TOLD_KEYS, needed="words")
        price = str(table["price"])
        return cls(
            price=_path(price),
            words=_value(str(table["words"])),
            title=_value(str(table.get("name", table["words"]))),
            edits=tuple(_edit(edit) for edit in _listed("edits", table)),
            unit=_value(str(table.get("unit", ""))),
            units={name: _counted(name, count) for name, count in _table("told.units", table.get("units", {})).items()},
            cases=tuple(
                _case(price, order, case, table, defaults) for order, case in enumerate(_listed("cases", table))
            ),
            marks=tuple(_mark(mark) for mark in _listed("marks", table)),
        )

    def name(self, place: _Place) -> str | None:
        """The model's name, edited."""
        name = _said(self.title, place)
        if name is None:
            return None
        for pattern, new in self.edits:
            name = pattern.sub(new, name)
        return name.strip()


def _said(words: Value, place: _Place) -> str | None:
    """The words of a row, if they are no longer than such words are."""
    text = words(place)
    return text if isinstance(text, str) and len(text) <= _WORDY else None


def _listed(name: str, table: Mapping[str, Any]) -> list[Any]:
    found = table.get(name, [])
    if not isinstance(found, list):
        raise MappingError(f"mapping.told.{name}: a list was expected: {found!r}")
    return found


def _table(name: str, found: Any) -> dict[str, Any]:
    """A table; what stands for a text in it, as one."""
    if not isinstance(found, Mapping):
        raise MappingError(f"mapping.{name}: a table was expected: {found!r}")
    return {str(key): value if isinstance(value, Mapping) else str(value) for key, value in found.items()}


def _edit(edit: Any) -> tuple[re.Pattern[str], str]:
    if not isinstance(edit, list) or len(edit) != 2:
        raise MappingError(f"mapping.told.edits: a pattern and its replacement were expected: {edit!r}")
    pattern, new = _pattern("edits", edit[0]), str(edit[1])
    try:
        pattern.sub(new, "")
    except (re.error, IndexError):
        raise MappingError(f"mapping.told.edits: a replacement for the pattern was expected: {new!r}") from None
    return pattern, new


def _mark(mark: Any) -> tuple[re.Pattern[str], Mapping[str, str]]:
    _only("mapping.told.marks", mark, frozenset({"like", "terms"}), needed="like")
    return _pattern("marks", mark["like"]), _table("told.marks.terms", mark.get("terms"))


def _pattern(name: str, text: Any) -> re.Pattern[str]:
    try:
        return re.compile(str(text), re.IGNORECASE)
    except re.error:
        raise MappingError(f"mapping.told.{name}: a regular expression was expected: {text!r}") from None


def _counted(name: str, count: Any) -> tuple[Decimal, str]:
    """How many of what a printed unit is."""
    if isinstance(count, Mapping):
        return _positive(f"told.units.{name}", count.get("per", 1)), str(count.get("unit", "token"))
    return _positive(f"told.units.{name}", count), "token"


class _Case(NamedTuple):
    """What words like these say of a price; nothing that is read where there is no reading."""

    like: re.Pattern[str]
    reading: _Meter | None = None
    counted: bool = False
    """Whether they also say how many units it buys."""


def _case(price: str, order: int, case: Mapping[str, Any], table: Mapping[str, Any], defaults: _Defaults) -> _Case:
    _only("mapping.told.cases", case, frozenset({"like", "meter", "terms", "per"}), needed="like")
    pattern = _pattern("cases", case["like"])
    if "meter" not in case:
        return _Case(pattern)
    declared = {key: case[key] for key in ("meter", "terms", "per") if key in case}
    zero = {"zero": table["zero"]} if "zero" in table else {}
    return _Case(pattern, defaults.meter(price, declared | zero, order), "per" in case)


class _Defaults:
    """What holds for each meter that says nothing else."""

    def __init__(self, mapping: Mapping[str, Any], hints: Hints) -> None:
        self.unit = str(mapping.get("unit") or hints.unit or "token")
        self.per = _positive("per", mapping.get("per", hints.per or 1))
        self.zero = mapping.get("zero", "unknown")
        self.scale = _positive("scale", mapping.get("scale", 1))
        self.times = list(mapping.get("times", ()))

    def meter(self, path: str, declared: str | Mapping[str, Any], order: int) -> _Meter:
        own: Mapping[str, Any] = {"meter": declared} if isinstance(declared, str) else declared
        _only(f"mapping.meters.{path}", own, _METER_KEYS, needed="meter")
        zero = own.get("zero", self.zero)
        if zero not in ZEROS:
            raise MappingError(f"mapping.meters.{path}.zero: one of {', '.join(ZEROS)} was expected: {zero!r}")
        scale = _positive(f"meters.{path}.scale", own.get("scale", self.scale))
        times = tuple(_value(text) for text in [*self.times, *own.get("times", ())])
        return _Meter(
            meter=str(own["meter"]),
            order=order,
            unit=str(own.get("unit", self.unit)),
            per=_positive(f"meters.{path}.per", own.get("per", 1 if "unit" in own else self.per)),
            zero=zero,
            terms=terms_of(own.get("terms", {})),
            scale=scale,
            times=times,
            scaled=bool(times) or scale != 1,
            listed=_path(own["list"]) if "list" in own else None,
            unless=_path(own["unless"]) if "unless" in own else None,
            pointer="".join(map(_pointer, _path(path))),
        )


def _only(name: str, table: Any, known: frozenset[str], *, needed: str | None = None) -> None:
    """Whether a table of the declaration has what it needs and nothing that nobody reads."""
    if not isinstance(table, Mapping):
        raise MappingError(f"{name}: a table was expected: {table!r}")
    strange = sorted(map(str, table.keys() - known))
    if strange:
        raise MappingError(f"{name}: one of {', '.join(sorted(known))} was expected: {strange[0]!r}")
    if needed is not None and not isinstance(table.get(needed), str):
        raise MappingError(f"{name}: a text under {needed!r} was expected: {dict(table)!r}")


def _positive(name: str, value: Any) -> Decimal:
    number = _number(value, "")
    if number is None or number <= 0:
        raise MappingError(f"mapping.{name}: a positive number was expected: {value!r}")
    return number


def _suffix(ending: str) -> re.Pattern[str]:
    return re.compile(re.escape(ending).replace(re.escape("{n}"), r"(\d{1,9})") + "$")


def _conditions(declared: Mapping[str, Any]) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    return [(_path(path), frozenset(map(str, values))) for path, values in declared.items()]


def _meets(row: Mapping[str, Any], conditions: list[tuple[tuple[str, ...], frozenset[str]]]) -> Iterator[bool]:
    for path, values in conditions:
        found = _get(row, path)
        yield bool(values.intersection(map(str, found if isinstance(found, list) else [found])))


# Rows


Keyed = tuple[tuple[str, str, Terms], Rate]


def _row_rates(place: _Place, plan: _Plan) -> list[Keyed]:
    """The rates of one row, with the key that tells them apart."""
    model = plan.told.name(place) if plan.told and plan.told.edits else plan.model(place)
    if not isinstance(model, str) or not model or model in plan.skip_models:
        return []
    if any(_meets(place.row, plan.skip)) or not all(_meets(place.row, plan.only)):
        return []
    found = [*_priced(place, plan)]
    if not found:
        return []
    return _rates(place, plan, model, found)


def _priced(place: _Place, plan: _Plan) -> Iterator[_Found]:
    if plan.told:
        yield from _told(place, plan.told)
    if plan.inside:
        inner = _get(place.row, plan.inside)
        row = inner if isinstance(inner, dict) else {}
        place = place._replace(row=row, pointer=place.pointer + "".join(map(_pointer, plan.inside)))
    yield from _plain(place, plan)
    yield from _banded(place, plan)


class _Found(NamedTuple):
    """A number met in a row."""

    reading: _Meter
    printed: Any
    list_printed: Any
    pointer: str


def _plain(place: _Place, plan: _Plan) -> Iterator[_Found]:
    return _grouped(place.row, plan.groups, place.pointer)


def _grouped(row: Json, groups: list[tuple[tuple[str, ...], _Readers]], pointer: str) -> Iterator[_Found]:
    """What the declared meters meet in a row."""
    for parents, readers in groups:
        parent = _get(row, parents) if parents else row
        if not isinstance(parent, dict):
            continue
        for key, value in parent.items():
            reading = readers[key]
            if reading is None or value is None or (reading.unless and _get(row, reading.unless) is not None):
                continue
            listed = _get(row, reading.listed) if reading.listed else None
            yield _Found(reading, value, listed, pointer + reading.pointer)


def _told(place: _Place, told: _Told) -> Iterator[_Found]:
    """The one price of the row, where its words and its unit are understood."""
    printed, words, unit = _get(place.row, told.price), _said(told.words, place), told.unit(place)
    if printed is None or words is None:
        return
    case = next((case for case in told.cases if case.like.search(words)), None)
    if case is None or case.reading is None:
        return
    reading = case.reading
    known = (reading.per, reading.unit) if case.counted or not told.units else None
    counted = known or told.units.get(unit if isinstance(unit, str) else "")
    if counted is None:
        return
    terms = dict(reading.terms)
    for pattern, marked in told.marks:
        if pattern.search(words):
            terms |= marked
    here = replace(reading, terms=terms_of(terms), per=counted[0], unit=counted[1])
    yield _Found(here, printed, None, place.pointer + reading.pointer)


def _banded(place: _Place, plan: _Plan) -> Iterator[_Found]:
    for band in plan.bands:
        rows = _get(place.row, band.rows)
        struck = _get(place.row, band.list_rows) if band.list_rows else None
        base = place.pointer + "".join(map(_pointer, band.rows))
        if _bounds(place._replace(row=rows), band) is not None:
            yield from _band_row(place._replace(row=rows, pointer=base), struck, band)
            continue
        end = None
        for key, row in _members(rows):
            member = place._replace(row=row, pointer=base + _pointer(key))
            yield from _band_row(member, _get(struck, (key,)), band, end)
            end = _bound(row, band.upto, band.shift) if band.chained else None


def _band_row(place: _Place, before: Json, band: _Band, start: Decimal | None = None) -> Iterator[_Found]:
    bounds = _bounds(place, band, start)
    if bounds is None:
        return
    for found in _grouped(place.row, band.groups, place.pointer):
        reading = found.reading
        here = replace(reading, terms=terms_of({**dict(reading.terms), band.term: bounds}))
        key = found.pointer.rpartition("/")[2]
        yield _Found(here, found.printed, found.list_printed or _get(before, (key,)), found.pointer)


def _bounds(place: _Place, band: _Band, start: Decimal | None = None) -> str | None:
    """`>272K`, `<=32K`, `32K-128K`; None where the member says no bound, so holds under no known condition."""
    if not isinstance(place.row, dict):
        return None
    if band.value:
        value = band.value(place)
        return value if isinstance(value, str) and value else None
    above = start if start is not None else _bound(place.row, band.above, band.shift)
    upto = _bound(place.row, band.upto, band.shift)
    if upto is None:
        return None if above is None else f">{_count(above)}"
    return f"{_count(above)}-{_count(upto)}" if above else f"<={_count(upto)}"


def _bound(row: Json, path: tuple[str, ...], shift: Decimal) -> Decimal | None:
    number = _number(_get(row, path), "") if path else None
    return number + shift if number else number


def _count(number: Decimal) -> str:
    """272000 → 272K, 1000000 → 1M, 32768 → 32768."""
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if number >= size and number % size == 0:
            return f"{number // size:f}{letter}"
    return f"{number.normalize():f}"


def _rates(place: _Place, plan: _Plan, model: str, found: list[_Found]) -> list[Keyed]:
    currency = plan.currency(place)
    if currency is None or isinstance(currency, dict | list):
        return []
    code = currency.upper() if isinstance(currency, str) and currency else None
    numbers = [(item, _scaled(item.printed, item.reading, place, code)) for item in found]
    free_row = not any(number for _, number in numbers)
    identity = _identity(place, plan, model)
    extra = {**_variant_terms(model, plan), **_row_terms(place, plan)}
    chosen: dict[tuple[str, str, Terms], tuple[int, Rate]] = {}
    for item, number in numbers:
        state = _state(item.reading, number, free_row)
        if number is None or state is None:
            continue
        terms = terms_of({**dict(item.reading.terms), **extra}) if extra else item.reading.terms
        rate = _rate(model, identity, code, item, number, state, terms, _list_price(item, place, code, number))
        key = (model, item.reading.meter, terms)
        known = chosen.get(key)
        if known is None or item.reading.order < known[0]:
            chosen[key] = (item.reading.order, rate)
    return [(key, rate) for key, (_, rate) in chosen.items()]


def _rate(
    model: str,
    identity: str | None,
    currency: str | None,
    item: _Found,
    number: Decimal,
    state: State,
    terms: Terms,
    list_price: Decimal | None,
) -> Rate:
    reading = item.reading
    numbered = state is not State.UNKNOWN
    return Rate(
        model=model,
        meter=reading.meter,
        terms=terms,
        state=state,
        unit_price=number if numbered else None,
        currency=currency,
        per=reading.per,
        unit=reading.unit,
        list_price=list_price if numbered else None,
        printed=str(item.printed),
        locator=item.pointer,
        model_id=identity,
    )


def _identity(place: _Place, plan: _Plan, model: str) -> str | None:
    maker = plan.maker(place) if plan.maker else None
    if isinstance(maker, str) and maker and "/" not in model:
        return model_id(f"{maker}/{model}")
    return model_id(model)


def _variant_terms(model: str, plan: _Plan) -> Mapping[str, str]:
    return next((terms for ending, terms in plan.variants.items() if model.endswith(ending)), {})


def _row_terms(place: _Place, plan: _Plan) -> dict[str, str]:
    values = {name: value(place) for name, value in plan.terms.items()}
    return {name: str(value) for name, value in values.items() if isinstance(value, str | int) and value != ""}


def _state(reading: _Meter, number: Decimal | None, free_row: bool) -> State | None:
    if number is None:
        return None
    if number > 0:
        return State.PRICED
    if reading.zero == "row":
        return State.FREE if free_row else State.UNKNOWN
    return {"free": State.FREE, "unknown": State.UNKNOWN, "none": None}[reading.zero]


def _list_price(item: _Found, place: _Place, currency: str | None, number: Decimal) -> Decimal | None:
    """The struck price, where it is another than the one asked now."""
    if item.list_printed is None:
        return None
    listed = _scaled(item.list_printed, item.reading, place, currency)
    return listed if listed and listed != number else None


def _scaled(printed: Any, reading: _Meter, place: _Place, currency: str | None) -> Decimal | None:
    number = _number(printed, currency or "")
    if number is None or number < 0:
        return None
    if not reading.scaled:
        return number
    for factor in (reading.scale, *(_number(value(place), "") for value in reading.times)):
        if factor is None or factor < 0:
            return None
        if factor != 1:
            number *= factor
    return number


def _number(value: Any, currency: str) -> Decimal | None:
    """An exact number, or None for anything that is not one: null, true, NaN, "contact us", more than money can be."""
    if isinstance(value, str):
        text = value.strip().removeprefix(_SIGNS.get(currency, "\0"))
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        text = repr(value) if isinstance(value, float) else str(value)
    else:
        return None
    if len(text) > 64 or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if abs(number) >= _TOO_MUCH:
        return None
    return _without_dust(number) if len(text) > _DOUBLE.prec else number


def _without_dust(number: Decimal) -> Decimal:
    """1.2999000000000001E-7 → 1.2999E-7: what a document's author computed in floats is good for fifteen digits."""
    return number.normalize(_DOUBLE) if len(number.as_tuple().digits) > _DOUBLE.prec else number
