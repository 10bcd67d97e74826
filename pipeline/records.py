"""Turns a table into one record for each model (or level): its labelled cells, whichever way the table lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.blocks.types import Block, Cell, Table, Under
from pipeline.names import clean_name, model_id
from pipeline.types import Terms, terms_of

_MODEL: Final = re.compile(
    r"(?:模型|model)\s?(?:服务|名称|名|id|编码|代码|code|name|names|系列|版本|规格)?(?:\s?\([^()]{0,20}\))?|接入点|models",
    re.IGNORECASE,
)
_TERMS: Final = (
    (
        "tier",
        re.compile(r"(?:用户|账号|使用|用量|usage )?(?:等级|级别|tier|level|plan|套餐|版本类型|plans)", re.IGNORECASE),
    ),
    ("region", re.compile(r"(?:服务|部署)?(?:地域|区域)|regions?|deployment (?:scope|region)", re.IGNORECASE)),
)
_TIER: Final = re.compile(
    r"(?:usage )?tier \d{1,2}|free(?: tier| plan| trial)?|paid(?: tier)?|pro|plus|team|enterprise|developer|basic"
    r"|standard|scale|[lvt]\d{1,2}|(?:tier|level) ?[a-d\d]|免费版?|个人版|企业版|专业版|基础版|标准版|旗舰版"
    r"|用户等级 ?[vl]?\d{1,2}|[一二三四五六七八九]级",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One cell with the words that say what it is."""

    label: str
    text: str
    locator: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a table says of one model, under the terms its row or column sets. No model: of all the page is about."""

    model: str | None
    terms: Terms
    cells: tuple[Labelled, ...]


def records(table: Table, is_label: Callable[[str], bool]) -> list[Record]:
    """The records of a table in which some header, of a column or of a row, satisfies `is_label`; else none."""
    if not table.rows:
        return []
    heads = _heads(table)
    if any(is_label(head) for head in heads[1:]):
        return list(_by_row(table, heads))
    return list(_by_column(table, heads, is_label))


def model_around(under: Under) -> str | None:
    """The model that the nearest heading names, if it names one."""
    for text in (under.caption, *reversed(under.modes), *reversed(under.headings[-2:])):
        if text and model_id(text) is not None:
            return clean_name(text)
    return None


def tier_of(text: str) -> str | None:
    """The level that a heading, tab or column names: "Tier 1", "Free", "L2"."""
    text = text.strip()
    return text if _TIER.fullmatch(text) else None


def tier_around(under: Under) -> Terms:
    """The level that the nearest tab or heading sets."""
    found = next(
        (tier for text in (*reversed(under.modes), *reversed(under.headings[-1:])) if (tier := tier_of(text))), None
    )
    return terms_of({"tier": found or ""})


def matrix(table: Table) -> list[Record]:
    """Models down, levels across, and in each cell what holds: one record a cell, labelled by what stands between."""
    heads = _heads(table)
    levels = [column for column, head in enumerate(heads) if column and tier_of(head)]
    found = []
    for row in table.rows[max(table.header_rows, 1) :] if levels else ():
        for model in _models(row[0].text) if _known(row[0].text) else ():
            label = row[1].text if levels[0] > 1 else ""
            found += [
                Record(model, terms_of({"tier": heads[column].strip()}), (_labelled(table, label, row[column]),))
                for column in levels
            ]
    return found


def _heads(table: Table) -> list[str]:
    """Each column's header texts, joined."""
    rows = table.rows[: max(table.header_rows, 1)]
    heads = []
    for column in range(len(rows[0])):
        texts = dict.fromkeys(row[column].text.strip() for row in rows)
        heads.append(" ".join(text for text in texts if text))
    return heads


def _by_row(table: Table, heads: Sequence[str]) -> Iterator[Record]:
    body = table.rows[max(table.header_rows, 1) :]
    models = _model_column(heads, body)
    levels = {
        column: name for column, head in enumerate(heads) for name, sign in _TERMS if sign.fullmatch(head.strip())
    }
    for row in body:
        again = models is not None and _MODEL.fullmatch(_first_line(row[models].text))
        if again or len({cell.text for cell in row}) == 1:
            continue  # a heading across the table, or its header again
        terms = {name: _first_line(row[column].text) for column, name in levels.items() if column != models}
        if models is None and not terms:
            terms = {"tier": _first_line(row[0].text)}
        taken = {*levels, 0 if models is None else models}
        cells = [_labelled(table, heads[column], cell) for column, cell in enumerate(row) if column not in taken]
        for model in _models(row[models].text) if models is not None else (None,):
            yield Record(model, terms_of(terms), tuple(cells))


def _models(text: str) -> list[str | None]:
    """The models of a cell: each line one, where each is known to be; else what its first line says."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(model_id(line) for line in lines):
        return [clean_name(line) for line in lines]
    return [clean_name(lines[0]) or None] if lines else [None]


def _model_column(heads: Sequence[str], body: Sequence[tuple[Cell, ...]]) -> int | None:
    """The column whose header says so, or the first whose cells mostly are known models."""
    named = [column for column, head in enumerate(heads) if _MODEL.fullmatch(head.split("\n")[0].strip())]
    if named:
        return named[-1] if all(_known(row[named[-1]].text) for row in body[:3]) else named[0]
    for column in range(min(3, len(heads))):
        known = sum(_known(row[column].text) for row in body)
        if known and known * 2 >= len(body):
            return column
    return None


def _by_column(table: Table, heads: Sequence[str], is_label: Callable[[str], bool]) -> Iterator[Record]:
    """Models, or levels, as columns: only where a row's own label is one that is looked for."""
    first = next((column for column, head in enumerate(heads) if column and _subject(head)), None)
    if first is None:
        return
    rows = table.rows[max(table.header_rows, 1) :]
    body = [row for row in rows if is_label(row[first - 1].text) and not _known(row[0].text)]
    for column in range(first, len(heads)) if body else ():
        subject = _subject(heads[column])
        if subject is not None:
            cells = tuple(_labelled(table, row[first - 1].text, row[column]) for row in body)
            yield Record(subject[0], subject[1], cells)


def _subject(head: str) -> tuple[str | None, Terms] | None:
    """What a column of values is about: a model, or a level."""
    if _known(head):
        return clean_name(_first_line(head)), ()
    tier = tier_of(head)
    return (None, (("tier", tier),)) if tier else None


def _labelled(table: Table, label: str, cell: Cell) -> Labelled:
    return Labelled(label, cell.text, f"{table.locator}, row {cell.row}, column {cell.column}")


def _known(text: str) -> bool:
    return model_id(_first_line(text)) is not None


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0].strip()


def tables(blocks: Sequence[Block]) -> Iterator[Table]:
    return (block for block in blocks if isinstance(block, Table))
