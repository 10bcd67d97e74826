"""The rows of a grid → the cell that names the model, apart from a direction or a unit printed with the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.around import Around
from pipeline.columns import Column
from pipeline.grid_columns import DIRECTIONS
from pipeline.grid_shape import Grid, Row, tells
from pipeline.labels import can_be_name, label_of, name_and_unit
from pipeline.offers import TOKEN_METERS
from pipeline.quotes import state_of
from pipeline.types import State

_ENDS_IN_DIRECTION = re.compile(
    r"(\S.{0,60}?)[\s:(/–—-]+((?:(?:cached?|image|audio|text)[ -])?(?:inputs?|outputs?)"
    r"|(?:图片|图像|音频|文本)?(?:输入|输出))(?: (?:tokens?|price))?\)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[~<>≤≥]?\s*\d[\d.,:]*\s*(?:%|x|ms|s|gb|k|m|秒|天|个月)?", re.IGNORECASE)
"""A count, a share, a duration: no name."""
_PAID = re.compile(
    r"pay[- ]as[- ]you[- ]go|按量(?:付费|计费)|后付费|预付费|on[- ]demand|prepaid|postpaid", re.IGNORECASE
)
"""How one pays, which is the name of nothing."""
_COMPOUND = re.compile(r"[A-Za-z][\w.]*(?:[-_/][\w.]+)+", re.ASCII)
"""One word of several parts, as ids are: lark-embedding."""
_PACKAGE = re.compile(r"(?:免费|体验|资源|流量|加油|基础)包.{0,3}|套餐.{0,2}")
"""So much for so much: what a vendor calls it says nothing of the model."""
_PLAN = re.compile(r"standard(?: plan)?|priority|标准版?|flex", re.IGNORECASE)
"""A word for a service class that is a plan's name where subscriptions are sold."""
_NEVER_NAMES = ("region", "modality", "resolution", "quality", "window", "duration", "unit")
_NAME_RANK = {"model": 3, "name": 2, "category": 0}


@dataclass(frozen=True, slots=True)
class Named:
    """The name in a cell, and the direction and the unit that are printed with it."""

    model: str
    direction: str = ""
    unit: str = ""


def name_columns(grid: Grid) -> list[Column]:
    """The columns that may name the model, the likeliest first."""
    if grid.transposed:
        return [column for column in grid.columns[: grid.heads] if not column.priced]
    named = [column for column in grid.columns if not column.priced and column.role in _NAME_RANK]
    named.sort(key=lambda column: (-_NAME_RANK[column.role or ""], column.index))
    if named and _NAME_RANK[named[0].role or ""] >= 2:
        return named
    plain = [column for column in grid.columns if not column.priced and column.role is None and not tells(column.label)]
    return [column for column in plain if _holds_names(grid, column)] + named


def _holds_names(grid: Grid, column: Column) -> bool:
    texts = [row[column.index].text for row in grid.rows if row[column.index].text]
    return bool(texts) and sum(not label_of(text).says for text in texts) * 2 >= len(texts)


def name_column(grid: Grid, row: Row, names: Sequence[Column], around: Around) -> Column | None:
    """The column whose cell names what the row is of; any column that may, where neither it nor the page does."""
    plans = any(column.label.meter == "subscription" for column in grid.columns if column.priced)
    name = next((column for column in names if _is_name(row[column.index].text, column, plans)), None)
    if name is None and not around.model and not grid.transposed:
        plain = (column for column in grid.columns if not column.priced and column.role not in _NEVER_NAMES)
        name = next((column for column in plain if _is_name(row[column.index].text, column)), None)
    return name


def name_of(text: str, grid: Grid) -> Named:
    """What a row is called, and what its name says of its prices."""
    model, direction = _without_direction(text, grid)
    model, unit = name_and_unit(model) or (model, "")
    return Named(model, direction, unit)


def _without_direction(model: str, grid: Grid) -> tuple[str, str]:
    """("lark", "output") of a row "lark output", where no column says what its prices are of."""
    ends = _ENDS_IN_DIRECTION.fullmatch(model)
    if not ends or not can_be_name(ends[1]) or any(column.label.meter in DIRECTIONS for column in grid.columns):
        return model, ""
    return ends[1], ends[2]


def _is_name(text: str, column: Column, plans: bool = False) -> bool:
    """True if a cell of a name column holds a name, and not a dash, a plan or the name of a meter."""
    said, state = state_of(text)
    is_plan = state is State.FREE and (column.turned or column.role == "name")
    if not text or (said and not is_plan) or _PAID.fullmatch(text) or _FIGURES.fullmatch(text) or text[0] in "$¥€£":
        return False
    if column.role == "model" and not column.turned:
        return True
    label = label_of(text)
    if column.turned:
        is_condition = label.terms and not (plans and _PLAN.fullmatch(text))
        return not (is_condition or label.unit or _PACKAGE.fullmatch(text))
    if label.meter in ("embedding", "rerank") and _COMPOUND.fullmatch(text):
        return True
    return not (label.meter in TOKEN_METERS and len(text) < 40 and not any(char.isdigit() for char in text))
