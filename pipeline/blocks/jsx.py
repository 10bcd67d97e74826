"""A table written as a component (`<DocTable columns={[…]} rows={[…]} />`) → its headers and cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_OPENS = re.compile(r"\s*<[A-Z][\w.]*\s*(?:$|.*\b(?:columns|rows|headers?|data)\s*=\s*\{)")
_ATTRIBUTE = re.compile(r"\b(columns|headers?|rows|data)\s*=\s*\{")
_TOKEN = re.compile(
    r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`|(-?\d[\d._]*)|([\[\]{}:,])|(<>.*?</>|<[a-zA-Z][^\n]*?(?:/>|</[a-zA-Z]+>))|([A-Za-z_$][\w$]*)|(\s+|.)",
    re.DOTALL,
)
_QUOTED_IN_BRACES = re.compile(r"\{\s*[\"'`]([^\"'`{}]{0,40})[\"'`]\s*\}")
_TITLE_KEYS = ("title", "header", "label", "name", "key")
MOST_LINES = 2_000
_DEEPEST = 12

Value = object


@dataclass(frozen=True, slots=True)
class JsxTable:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_jsx(lines: Sequence[str], at: int) -> tuple[JsxTable, int] | None:
    """The table component that opens on line `at`, and the line after it; None if there is none."""
    if not _OPENS.match(lines[at]):
        return None
    if not any(_ATTRIBUTE.search(line) for line in lines[at : at + 3]):
        return None
    end = at
    while end < min(len(lines), at + MOST_LINES) and not lines[end].rstrip().endswith("/>"):
        end += 1
    text = "\n".join(lines[at : end + 1])
    values = {match[1]: _value(text, match.end() - 1) for match in _ATTRIBUTE.finditer(text)}
    columns = _titles(values.get("columns") or values.get("headers") or values.get("header"))
    rows = values.get("rows") or values.get("data")
    if not isinstance(rows, list):
        return None
    return JsxTable(columns, tuple(_cells(row) for row in rows if isinstance(row, (list, dict)))), end + 1


def _value(text: str, at: int) -> Value:
    """The literal in braces that begins at `at`."""
    tokens = iter(_TOKEN.finditer(text, at + 1))
    return _parse(tokens, 0)


def _parse(tokens: object, depth: int) -> Value:
    for token in tokens:  # type: ignore[attr-defined]
        if token[8] is not None:
            continue
        if token[5] == "[":
            return _list(tokens, depth + 1)
        if token[5] == "{":
            return _object(tokens, depth + 1)
        return _atom(token)
    return None


def _atom(token: re.Match[str]) -> Value:
    if token[5]:
        return None if token[5] in "]}" else ""
    text = next((group for group in token.groups() if group is not None), "")
    return _QUOTED_IN_BRACES.sub(r"\1", text)


def _list(tokens: object, depth: int) -> list[Value]:
    items: list[Value] = []
    while depth < _DEEPEST:
        item = _parse(tokens, depth)
        if item is None:
            break
        if item != "":
            items.append(item)
        elif items and items[-1] is None:
            items.pop()
    return items


def _object(tokens: object, depth: int) -> dict[str, Value]:
    found: dict[str, Value] = {}
    key = ""
    while depth < _DEEPEST:
        item = _parse(tokens, depth)
        if item is None:
            break
        if item == "":
            continue
        if not key:
            key = str(item)
        else:
            found[key], key = item, ""
    return found


def _titles(columns: Value) -> tuple[str, ...]:
    if not isinstance(columns, list):
        return ()
    return tuple(
        str(next((each[key] for key in _TITLE_KEYS if key in each), "")) if isinstance(each, dict) else str(each)
        for each in columns
    )


def _cells(row: Value) -> tuple[str, ...]:
    values = row.values() if isinstance(row, dict) else row if isinstance(row, list) else []
    return tuple("" if value is None else str(value) for value in values)
