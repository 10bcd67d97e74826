"""A declared path or template into the function that finds its value in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any, NamedTuple

Json = Any
_HOLE = re.compile(r"\{([^{}]*)\}")


class Place(NamedTuple):
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


Value = Callable[[Place], Any]


@cache
def path_of(text: str) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()


@cache
def spellings(text: str) -> tuple[str, ...]:
    """`in{put,}_{k,m}` → input_k, input_m, in_k, in_m."""
    parts = [part.split(",") if number % 2 else [part] for number, part in enumerate(_HOLE.split(text))]
    return tuple(map("".join, product(*parts)))


def at_path(value: Json, path: tuple[str, ...]) -> Json:
    """The value at a path; None where there is none."""
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def members_of(value: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((str(position), member) for position, member in enumerate(value))


def pointer_of(part: str) -> str:
    return "/" + (part.replace("~", "~0").replace("/", "~1") if "/" in part or "~" in part else part)


def places(document: Json, path: tuple[str, ...]) -> Iterator[Place]:
    """The rows at a path. What stands at its end is opened unless the path ends in `*` itself."""
    parts = path if path and path[-1] == "*" else (*path, "*")
    yield from _walk(document, parts, Place({}, (), (), "", document))


def _walk(value: Json, parts: tuple[str, ...], at: Place) -> Iterator[Place]:
    if not parts:
        if isinstance(value, dict):
            yield Place(value, at.keys, at.members, at.pointer, at.document)
        return
    first, rest = parts[0], parts[1:]
    if first != "*":
        step = Place({}, at.keys, at.members, at.pointer + pointer_of(first), at.document)
        yield from _walk(at_path(value, (first,)), rest, step)
        return
    for key, member in members_of(value):
        step = Place({}, (*at.keys, key), (*at.members, member), at.pointer + pointer_of(key), at.document)
        yield from _walk(member, rest, step)


def template(text: str) -> Value:
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


def _nothing(_: Place) -> str:
    return ""


def _one_hole(name: str) -> Value:
    first, _, rest = name.partition(".")
    path = path_of(rest)
    if first == "@key":
        return lambda place: place.keys[-1]
    if first == "@word":
        return lambda place: None if place.keys[-1].isdecimal() else place.keys[-1]
    if first == "$":
        return lambda place: at_path(place.document, path)
    if first == "&":
        return lambda place: at_path(place.beside, path)
    if first.startswith("@") and first[1:].isdecimal():
        position = int(first[1:])
        return _ancestor(position, path)
    whole = path_of(name)
    return lambda place: at_path(place.row, whole)


def _ancestor(position: int, path: tuple[str, ...]) -> Value:
    def value(place: Place) -> Any:
        if position >= len(place.keys):
            return None
        return at_path(place.members[position], path) if path else place.keys[position]

    return value
