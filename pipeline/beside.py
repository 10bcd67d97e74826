"""The other cells of a price's row → what they say of all the prices in it: meter, unit, currency, terms, kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.bands import bands_of
from pipeline.blocks.clean import one_line
from pipeline.columns import Column
from pipeline.labels import Label, label_of, terms_of_text
from pipeline.units import Unit, unit_of

_CONDITIONS = (
    "region", "scope", "modality", "resolution", "quality", "thinking", "window", "mode", "version", "duration",
)  # fmt: skip
TERM_COLUMNS = {**dict(zip(_CONDITIONS, _CONDITIONS, strict=True)), "class": "billing_mode"}
"""Columns whose cells are a condition as they stand → its name."""
_NO_VARIANTS = frozenset({*TERM_COLUMNS, "limit", "allowance", "unit"})
_DESCRIBES = ("category", "meter", "skip", "name", None)
"""Columns that may say what kind of thing is sold."""
_PARAMETERS = re.compile(r"~?\d+(?:\.\d+)?\s?[BbMmTt](?:[- ]?A\d+B)?")
"""A size in parameters, which is no size of a picture."""
_FEATURE = re.compile(r"^(?:✓|✔|√|✅|yes|no|是|否|both|可选)$|\bsupport|支持|\bboth\b", re.IGNORECASE)
"""Says what a model can do, which is no condition of its price."""
_LIST = re.compile(r"[,，、;；]\s*\S")
"""Of several things none is the condition; two rows may differ in it all the same."""
_USED = re.compile(r"用量|小时|次数|调用|\busage\b|\bvolume\b|\bhours?\b|\brequests?\b", re.IGNORECASE)
"""A band of how much one uses, not of how long a text is."""
_MEASURED = re.compile(r"[~<>≤≥]?\s?\d[\d.,]*\s?(?:%|ms|s)")
"""A share or a speed is another every day: it tells no two rates apart for long."""
_NOTHING = re.compile(r"[-–—/\\]|n/?a|无|不区分|all|全部", re.IGNORECASE)


@dataclass(frozen=True)
class Beside:
    """Cells with their columns, the model's and the prices' own left out; asked once a row, however many its prices."""

    cells: Sequence[tuple[Column, str]] = ()
    varying: frozenset[int] = frozenset()
    """Columns in which the rows of this model differ: what stands in them is a condition, be it a list."""

    @cached_property
    def typed(self) -> tuple[Label, ...]:
        """Of the columns that name meters ("计费项", "type")."""
        return tuple(label_of(text) for column, text in self.cells if column.role == "meter")

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Of the columns that name meters, then of those that might say anything."""
        others = (label_of(text) for column, text in self.cells if column.role in (None, "name") or column.turned)
        return (*self.typed, *others)

    @cached_property
    def meter(self) -> str | None:
        return next((label.meter for label in self.labels if label.meter), None)

    @cached_property
    def unit(self) -> Unit | None:
        """Of a column of units; else as the row's meter or head names it."""
        for column, text in self.cells:
            if column.role == "unit":
                return unit_of(text) or label_of(text).unit
        units = (label_of(text).unit for column, text in self.cells if column.turned or column.role == "meter")
        return next((unit for unit in units if unit), None)

    @cached_property
    def currency(self) -> str | None:
        own = (label_of(text).currency for column, text in self.cells if column.role == "unit")
        return next((code for code in (*own, *(label.currency for label in self.labels)) if code), None)

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        return tuple(text for column, text in self.cells if column.role in _DESCRIBES)

    @cached_property
    def unit_text(self) -> str:
        return next((text for column, text in self.cells if column.role == "unit"), "")

    @cached_property
    def has_resolution(self) -> bool:
        return any(column.role == "resolution" for column, _ in self.cells)

    @cached_property
    def terms(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, text in self.cells:
            found.update(_column_terms(column, text, column.index in self.varying))
        return found

    @cached_property
    def named(self) -> str:
        """The header over the model's name."""
        return next((one_line(text) for column, text in self.cells if column.index < 0 and column.label.text), "")

    @cached_property
    def variants(self) -> tuple[str, ...]:
        """The words that are no term, for where two rows are alike in everything else."""
        return tuple(
            text
            for column, text in self.cells
            if column.role not in _NO_VARIANTS and column.index >= 0 and not _MEASURED.fullmatch(text)
        )


def _column_terms(column: Column, text: str, lists: bool) -> dict[str, str]:
    if _NOTHING.fullmatch(text.strip()):
        return {}
    if column.role == "band" and _USED.search(column.label.text):
        return {"tier": one_line(text)[:80]}
    if column.role in ("band", "ceiling") or column.label.thousands:
        context, output = bands_of(text, 1000 if column.label.thousands else 1)
        return {"context": context, "output_length": output}
    name = TERM_COLUMNS.get(column.role or "")
    if name and (_FEATURE.search(text) or (_LIST.search(text) and not lists)):
        return {}
    if name in ("mode", "thinking") and (thinking := dict(terms_of_text(text.lower())).get("thinking")):
        return {"thinking": thinking}
    if name == "duration" and text.strip().isdigit():
        return {name: f"{text.strip()}s"}
    if name and not (name == "resolution" and _PARAMETERS.fullmatch(text)):
        return {name: one_line(text)[:80]}
    return {}
