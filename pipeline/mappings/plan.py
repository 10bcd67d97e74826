"""A declared mapping, checked and made ready to be run over many rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from pipeline.mappings.declared import MappingError, list_in, only_known, pattern_in, positive, table_in
from pipeline.mappings.numbers import number_of
from pipeline.mappings.paths import Json, Place, Value, path_of, places, pointer_of, spellings, template
from pipeline.types import Hints, Terms, terms_of

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
_WORDY: Final = 400
"""Characters; longer words are not matched against patterns."""


@dataclass(frozen=True, slots=True)
class Meter:
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
class Band:
    rows: tuple[str, ...]
    above: tuple[str, ...]
    upto: tuple[str, ...]
    term: str
    shift: Decimal
    """Added to each bound but 0."""
    chained: bool
    value: Value | None
    groups: list[tuple[tuple[str, ...], Readers]]
    list_rows: tuple[str, ...] | None


class Readers(dict[str, "Meter | None"]):
    """The meters under one object of a row, by key; keys with declared endings are worked out as they are met."""

    def __init__(self, exact: dict[str, Meter], suffixes: list[tuple[re.Pattern[str], Mapping[str, str]]]) -> None:
        super().__init__(exact)
        self.exact = exact
        self.suffixes = suffixes

    def __missing__(self, key: str) -> Meter | None:
        self[key] = self._with_suffixes(key)
        return self[key]

    def _with_suffixes(self, key: str) -> Meter | None:
        rest, terms = key, dict[str, str]()
        while rest not in self.exact:
            found = next(((m, t) for p, t in self.suffixes if (m := p.search(rest))), None)
            if found is None:
                return None
            ending, added = found
            terms |= {name: text.replace("{n}", (*ending.groups(), "")[0]) for name, text in added.items()}
            rest = rest[: ending.start()]
        meter = self.exact[rest]
        pointer = meter.pointer[: -len(pointer_of(rest))] + pointer_of(key)
        return replace(meter, terms=terms_of({**dict(meter.terms), **terms}), pointer=pointer, listed=None)


class Plan:
    """A declared mapping, made ready to be run over many rows."""

    def __init__(self, mapping: Mapping[str, Any], hints: Hints) -> None:
        only_known("mapping", mapping, _KEYS)
        only_known("mapping.document", mapping.get("document", {"path": ""}), _DOCUMENT_KEYS, needed="path")
        self.rows = path_of(str(mapping.get("rows", "")))
        self.model = template(str(mapping.get("model", "{@key}")))
        self.maker = template(str(mapping["maker"])) if "maker" in mapping else None
        self.currency = template(str(mapping.get("currency") or hints.currency or ""))
        self.skip_models = frozenset(map(str, mapping.get("skip_models", ())))
        self.skip = conditions_of(mapping.get("skip", {}))
        self.only = conditions_of(mapping.get("only", {}))
        self.variants = {ending: dict(terms) for ending, terms in mapping.get("variants", {}).items()}
        self._defaults = _Defaults(mapping, hints)
        self._suffixes = [(_suffix(ending), terms) for ending, terms in mapping.get("suffixes", {}).items()]
        meters = dict(mapping.get("meters", {}))
        self.groups = self._group(meters)
        self.bands = [self._band(band, meters) for band in mapping.get("bands", ())]
        self.inside = path_of(str(mapping.get("inside", "")))
        self.terms = {name: template(text) for name, text in table_in("terms", mapping.get("terms", {})).items()}
        self.beside = Beside.declared(mapping["beside"]) if "beside" in mapping else None
        self.told = Told.declared(mapping["told"], self._defaults) if "told" in mapping else None

    def _group(self, meters: Mapping[str, Any]) -> list[tuple[tuple[str, ...], Readers]]:
        groups: dict[tuple[str, ...], dict[str, Meter]] = {}
        for order, (spelt, declared) in enumerate(meters.items()):
            for text in spellings(spelt):
                *parents, last = path_of(text)
                groups.setdefault(tuple(parents), {})[last] = self._defaults.meter(text, declared, order)
        return [(parents, Readers(exact, self._suffixes)) for parents, exact in groups.items()]

    def _band(self, band: Mapping[str, Any], meters: Mapping[str, Any]) -> Band:
        only_known("mapping.bands", band, _BAND_KEYS, needed="rows")
        own = band.get("meters") or {path.rpartition(".")[2]: declared for path, declared in meters.items()}
        return Band(
            rows=path_of(band["rows"]),
            above=path_of(band.get("above", "")),
            upto=path_of(band.get("upto", "")),
            term=str(band.get("term", "context")),
            shift=number_of(band.get("shift", 0), "") or Decimal(0),
            chained=bool(band.get("chained", False)),
            value=template(str(band["value"])) if "value" in band else None,
            groups=self._group(own),
            list_rows=path_of(band["list_rows"]) if "list_rows" in band else None,
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """Another list of the document, and how a row names the member that belongs to it."""

    rows: tuple[str, ...]
    key: Value
    named: Value

    @classmethod
    def declared(cls, table: Mapping[str, Any]) -> Beside:
        only_known("mapping.beside", table, _BESIDE_KEYS, needed="rows")
        return cls(
            path_of(table["rows"]), template(str(table.get("key", "{@key}"))), template(str(table.get("is", "")))
        )


def beside_of(document: Json, plan: Plan) -> dict[str, Json]:
    if not plan.beside:
        return {}
    return {str(plan.beside.key(place)): place.row for place in places(document, plan.beside.rows)}


@dataclass(frozen=True, slots=True)
class Told:
    """How the words of a row say what its one price is for."""

    price: tuple[str, ...]
    words: Value
    title: Value
    edits: tuple[tuple[re.Pattern[str], str], ...]
    unit: Value
    units: Mapping[str, tuple[Decimal, str]]
    cases: tuple[Case, ...]
    marks: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]

    @classmethod
    def declared(cls, table: Mapping[str, Any], defaults: _Defaults) -> Told:
        only_known("mapping.told", table, _TOLD_KEYS, needed="price")
        only_known("mapping.told", table, _TOLD_KEYS, needed="words")
        price = str(table["price"])
        return cls(
            price=path_of(price),
            words=template(str(table["words"])),
            title=template(str(table.get("name", table["words"]))),
            edits=tuple(_edit(edit) for edit in list_in("edits", table)),
            unit=template(str(table.get("unit", ""))),
            units={
                name: _counted(name, count) for name, count in table_in("told.units", table.get("units", {})).items()
            },
            cases=tuple(
                _case(price, order, case, table, defaults) for order, case in enumerate(list_in("cases", table))
            ),
            marks=tuple(_mark(mark) for mark in list_in("marks", table)),
        )

    def name(self, place: Place) -> str | None:
        """The model's name, edited."""
        name = said(self.title, place)
        if name is None:
            return None
        for pattern, new in self.edits:
            name = pattern.sub(new, name)
        return name.strip()


def said(words: Value, place: Place) -> str | None:
    """The words of a row, if they are no longer than such words are."""
    text = words(place)
    return text if isinstance(text, str) and len(text) <= _WORDY else None


def _edit(edit: Any) -> tuple[re.Pattern[str], str]:
    if not isinstance(edit, list) or len(edit) != 2:
        raise MappingError(f"mapping.told.edits: a pattern and its replacement were expected: {edit!r}")
    pattern, new = pattern_in("edits", edit[0]), str(edit[1])
    try:
        pattern.sub(new, "")
    except (re.error, IndexError):
        raise MappingError(f"mapping.told.edits: a replacement for the pattern was expected: {new!r}") from None
    return pattern, new


def _mark(mark: Any) -> tuple[re.Pattern[str], Mapping[str, str]]:
    only_known("mapping.told.marks", mark, frozenset({"like", "terms"}), needed="like")
    return pattern_in("marks", mark["like"]), table_in("told.marks.terms", mark.get("terms"))


def _counted(name: str, count: Any) -> tuple[Decimal, str]:
    """How many of what a printed unit is."""
    if isinstance(count, Mapping):
        return positive(f"told.units.{name}", count.get("per", 1)), str(count.get("unit", "token"))
    return positive(f"told.units.{name}", count), "token"


class Case(NamedTuple):
    """What words like these say of a price; nothing that is read where there is no reading."""

    like: re.Pattern[str]
    reading: Meter | None = None
    counted: bool = False
    """Whether they also say how many units it buys."""


def _case(price: str, order: int, case: Mapping[str, Any], table: Mapping[str, Any], defaults: _Defaults) -> Case:
    only_known("mapping.told.cases", case, frozenset({"like", "meter", "terms", "per"}), needed="like")
    pattern = pattern_in("cases", case["like"])
    if "meter" not in case:
        return Case(pattern)
    declared = {key: case[key] for key in ("meter", "terms", "per") if key in case}
    zero = {"zero": table["zero"]} if "zero" in table else {}
    return Case(pattern, defaults.meter(price, declared | zero, order), "per" in case)


class _Defaults:
    """What holds for each meter that says nothing else."""

    def __init__(self, mapping: Mapping[str, Any], hints: Hints) -> None:
        self.unit = str(mapping.get("unit") or hints.unit or "token")
        self.per = positive("per", mapping.get("per", hints.per or 1))
        self.zero = mapping.get("zero", "unknown")
        self.scale = positive("scale", mapping.get("scale", 1))
        self.times = list(mapping.get("times", ()))

    def meter(self, path: str, declared: str | Mapping[str, Any], order: int) -> Meter:
        own: Mapping[str, Any] = {"meter": declared} if isinstance(declared, str) else declared
        only_known(f"mapping.meters.{path}", own, _METER_KEYS, needed="meter")
        zero = own.get("zero", self.zero)
        if zero not in ZEROS:
            raise MappingError(f"mapping.meters.{path}.zero: one of {', '.join(ZEROS)} was expected: {zero!r}")
        scale = positive(f"meters.{path}.scale", own.get("scale", self.scale))
        times = tuple(template(text) for text in [*self.times, *own.get("times", ())])
        return Meter(
            meter=str(own["meter"]),
            order=order,
            unit=str(own.get("unit", self.unit)),
            per=positive(f"meters.{path}.per", own.get("per", 1 if "unit" in own else self.per)),
            zero=zero,
            terms=terms_of(own.get("terms", {})),
            scale=scale,
            times=times,
            scaled=bool(times) or scale != 1,
            listed=path_of(own["list"]) if "list" in own else None,
            unless=path_of(own["unless"]) if "unless" in own else None,
            pointer="".join(map(pointer_of, path_of(path))),
        )


def _suffix(ending: str) -> re.Pattern[str]:
    return re.compile(re.escape(ending).replace(re.escape("{n}"), r"(\d{1,9})") + "$")


def conditions_of(declared: Mapping[str, Any]) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    return [(path_of(path), frozenset(map(str, values))) for path, values in declared.items()]
