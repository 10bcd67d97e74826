"""One quoted price and the words that belong to it → rates, with what would tell them from others of the same key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline import vocabulary as words
from pipeline.amounts import Quote
from pipeline.around import TOKEN_UNITS, Around
from pipeline.bands import bands_of
from pipeline.blocks.clean import one_line
from pipeline.columns import Column
from pipeline.labels import Label, kind_of, label_of, terms_of_text
from pipeline.names import clean_name, model_id
from pipeline.types import Rate, State, terms_of
from pipeline.units import Unit, unit_of

TOKEN_METERS = frozenset(
    [
        "input",
        "output",
        "cache_read",
        "cache_write",
        "embedding",
        "reasoning",
        "input_output",
        "training",
        "rerank",
        "image_input",
        "image_output",
    ]
)
TERM_COLUMNS = {
    "region": "region",
    "scope": "scope",
    "modality": "modality",
    "resolution": "resolution",
    "quality": "quality",
    "thinking": "thinking",
    "window": "window",
    "mode": "mode",
    "class": "billing_mode",
    "version": "version",
}
"""Columns whose cells are a condition as they stand → its name."""
_WORK = ("training", "evaluation", "data_labeling")
"""Kinds that are counted in tokens without a direction."""
_DESCRIBES = ("category", "meter", "skip", "name", None)
"""Columns that may say what kind of thing is sold."""
_NO_VARIANTS = frozenset({*TERM_COLUMNS, "limit", "allowance", "unit"})
_PARAMETERS = re.compile(r"~?\d+(?:\.\d+)?\s?[BbMmTt](?:[- ]?A\d+B)?")
"""A size in parameters, which is no size of a picture."""
_NOTHING = re.compile(r"[-–—/\\]|n/?a|无|不区分|all|全部", re.IGNORECASE)
_MARKS = re.compile(r"\[[\d*†‡§]{1,3}\]")
_REMARK = re.compile(
    r"\(\s*(?:retired|deprecated|legacy|discontinued|sunset|withdrawn|已下线|即将下线|下线|退役|停售|已?废弃|弃用|停用)[^()]*\)",
    re.IGNORECASE,
)
"""A remark on a model's fate, which is no part of its name."""
_ID = re.compile(r"[A-Za-z][\w.:/+-]*\d[\w.:/+-]*|[a-z][\w.]*(?:-[\w.]+)+|[a-z]{3,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offer:
    """A rate in the making, with the words beside it that were not needed to read it."""

    rate: Rate
    source: str
    """The block it is from."""
    quote: Quote
    header: str
    """What stands over it."""
    model: str
    """The whole of the cell that names the model."""
    beside: Sequence[tuple[Column, str]]
    around: Around

    def spare(self, name: str) -> str:
        """The further words of one kind: they become a term where two rates would otherwise be one."""
        if name == "per":
            return one_line(self.quote.unit_text)
        if name == "condition":
            return one_line(f"{self.quote.label} {self.quote.note}".strip(" ()"))[:120]
        if name == "column":
            return one_line(self.header)[:120]
        if name == "variant":
            texts = [
                *self.model.split("\n")[1:],
                *(text for column, text in self.beside if column.role not in _NO_VARIANTS),
            ]
            return " / ".join(one_line(text) for text in texts)[:120]
        return self.around.section_name


def offer(
    quote: Quote, column: Column, model: str, beside: Sequence[tuple[Column, str]], around: Around, place: str
) -> list[Offer]:
    """The rates of one quote: one a model, two where a price is for both directions, none if it is not understood."""
    over = column.label
    own = label_of(quote.label) if len(quote.label) <= 40 else Label()
    note = label_of(one_line(quote.note))
    row = [label_of(text) for where, text in beside if where.role in (None, "name") or where.turned]
    typed = [label_of(text) for where, text in beside if where.role == "meter"]
    meter, unit = _meter_and_unit(quote, column, model, own, note, [*typed, *row], beside, around)
    if meter is None or unit is None:
        return []
    terms = _terms(meter, 3 + len(typed), (own, note, over, *typed, *row), beside, around)
    currency = (
        quote.currency
        or over.currency
        or _beside_currency(beside)
        or next((label.currency for label in row if label.currency), None)
    )
    if currency is None:
        currency = (around.page.own_unit or over.own_unit) if over.own_unit else around.currency
    if quote.state is State.PRICED and currency is None:
        return []
    conditions, source = terms_of(terms), place.partition(",")[0]
    printed = one_line(quote.printed)
    return [
        Offer(
            Rate(
                name, each, conditions, quote.state or State.UNKNOWN, quote.value, currency, unit.per, unit.name,
                quote.list_value, printed, place, model_id(name),
            ),
            source, quote, over.text, model, beside, around,
        )
        for name in (models_of(model) if model else map(clean_name, around.model.split("\n")))
        if name
        for each in (("input", "output") if meter == "input_output" else (meter,))
    ]  # fmt: skip


@lru_cache(maxsize=8192)
def models_of(text: str) -> tuple[str, ...]:
    """The model names in a cell: one a line or between commas where each part can be one by itself."""
    lines = [line for line in (one_line(_REMARK.sub("", _MARKS.sub("", line))) for line in text.split("\n")) if line]
    if (
        len(lines) > 1
        and " " in lines[0]
        and len(lines[1]) <= 28
        and lines[1].lower() not in words.BADGE_WORDS
        and all(word[0].isupper() or word[0].isdigit() for word in lines[1].split())
    ):
        lines = [f"{lines[0]} {lines[1]}"]
    names = [line for line in lines if _ID.fullmatch(line)] if len(lines) > 1 and _ID.fullmatch(lines[0]) else lines[:1]
    found: list[str] = []
    for name in names:
        parts = [part.strip() for part in re.split(r"[,，、]\s*", name)]
        if len(parts) == 1:
            parts = [part.strip() for part in re.split(r"\s+/\s+", name)]
            parts = parts if all(re.search(r"\d|-", part) for part in parts) else [name]
        found.extend(parts if len(parts) > 1 and all(_ID.match(part) for part in parts) else [name])
    return tuple(name for name in map(clean_name, found) if name)


# -- what is counted, and in what --------------------------------------------------------------------------------------


def _meter_and_unit(
    quote: Quote,
    column: Column,
    model: str,
    own: Label,
    note: Label,
    row: Sequence[Label],
    beside: Sequence[tuple[Column, str]],
    around: Around,
) -> tuple[str | None, Unit | None]:
    said = (
        own.meter
        or column.label.meter
        or next((label.meter for label in row if label.meter), None)
        or label_of(quote.unit_text).meter
    )
    said = said or (note.meter if len(quote.note) <= 24 else None)
    row_units = [label_of(text) for where, text in beside if where.turned or where.role == "meter"]
    kind = kind_of(
        column.label.text, *(text for where, text in beside if where.role in _DESCRIBES), model, *around.titles
    )
    unit = (
        quote.unit
        or own.unit
        or column.label.unit
        or _beside_unit(beside)
        or next((label.unit for label in row_units if label.unit), None)
    )
    unit = unit or column.usual_unit
    if said is None and unit is None:
        said = around.meter
    if unit is None:
        unit = around.unit(None if said is None else said in TOKEN_METERS)
        unit = unit or (around.page.token_unit if said in TOKEN_METERS else None)
        if unit is None and around.hints.unit:
            unit = Unit(around.hints.per or Decimal(1), around.hints.unit)
    if unit is None and quote.state is State.FREE and (said in TOKEN_METERS or said == "cache_storage"):
        unit = Unit(Decimal(1), "token_hour" if said == "cache_storage" else "token")
    if unit is None:
        return said, _implied_unit(said, own, column.label, row)
    if kind is None and unit.name == "second" and any(where.role == "resolution" for where, _ in beside):
        kind = "video"
    return _meter(said, kind, unit, around), unit


def _meter(said: str | None, kind: str | None, unit: Unit, around: Around) -> str:
    """What the words say, made exact by the unit and by the kind of thing sold."""
    if unit.name == "token_hour":
        return "cache_storage"
    if said in ("input", "input_output", "image_input") and kind == "embedding":
        return "embedding"
    if unit.name in TOKEN_UNITS:
        if said in (None, "video", "image", "audio", "rerank", "subscription", "storage", "gpu_hour"):
            return kind if kind == "embedding" or (said is None and kind in _WORK) else "input_output"
        return said
    if said not in (None, "input", "output", "input_output", "embedding", "subscription", "storage"):
        return said
    implied = words.UNIT_METERS.get(unit.name, "request")
    if said == "subscription" and implied != "subscription":
        return implied
    if implied in ("request", "video", "audio", "compute", "character") and kind in ("video", "image", "audio"):
        return kind
    if implied == "request" and kind == "rerank":
        return kind
    if kind == "gpu_hour" and unit.name in ("hour", "second", "minute"):
        return kind
    return implied


def _implied_unit(meter: str | None, *labels: Label | Sequence[Label]) -> Unit | None:
    """Of what is sold by the month or the year though no slash says so."""
    if meter != "subscription":
        return None
    texts = " ".join(
        label.text for each in labels for label in (each if isinstance(each, Sequence) else [each])
    ).lower()
    return Unit(Decimal(1), "year" if re.search(r"annual|year|年", texts) else "month")


def _beside_unit(beside: Sequence[tuple[Column, str]]) -> Unit | None:
    for column, text in beside:
        if column.role == "unit":
            label = label_of(text)
            return unit_of(text) or label.unit
    return None


def _beside_currency(beside: Sequence[tuple[Column, str]]) -> str | None:
    return next(
        (label_of(text).currency for column, text in beside if column.role == "unit" and label_of(text).currency), None
    )


# -- terms -------------------------------------------------------------------------------------------------------------


def _terms(
    meter: str, own_labels: int, labels: Sequence[Label], beside: Sequence[tuple[Column, str]], around: Around
) -> dict[str, str]:
    found = dict(around.terms)
    for column, text in beside:
        found.update(_column_terms(column, text))
    for place, label in reversed(list(enumerate(labels))):
        found.update((name, value) for name, value in label.terms if place < own_labels or name != "modality")
    if meter in ("embedding", "video", "image", "audio") and found.get("modality") == meter:
        del found["modality"]
    if found.get("service_class") == "standard":
        del found["service_class"]
    return found


def _column_terms(column: Column, text: str) -> dict[str, str]:
    if _NOTHING.fullmatch(text.strip()):
        return {}
    if column.role in ("band", "ceiling") or column.label.thousands:
        context, output = bands_of(text, 1000 if column.label.thousands else 1)
        return {"context": context, "output_length": output}
    name = TERM_COLUMNS.get(column.role or "")
    if name == "mode" and (thinking := dict(terms_of_text(text.lower())).get("thinking")):
        return {"thinking": thinking}
    if name and not (name == "resolution" and _PARAMETERS.fullmatch(text)):
        return {name: one_line(text)[:80]}
    return {}
