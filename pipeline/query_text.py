"""A query string ↔ typed fields: one line of text, the same in an address, the API, the command and a mail rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

LONGEST_TEXT = 8_000
_QUOTABLE = re.compile(r"[\w .,:%+/-]{1,24}")


class BadBasket(ValueError):
    """A question that cannot be: one sentence that names the part and says what may be given."""

    def __init__(self, part: str, expected: str, found: str = "") -> None:
        self.part, self.expected = part, expected
        self.found = found if _QUOTABLE.fullmatch(found) else ""
        """Empty for what is not fit to be repeated."""
        quote = f", found {found!r}" if self.found else ""
        super().__init__(f"{part}: expected {expected}{quote}")


@dataclass(frozen=True, slots=True)
class Field:
    """One part of the text."""

    name: str
    attribute: str
    expected: str
    """What may be given, for whoever gave something else."""
    value: Callable[[str], Any]
    """One value from its text; raises `ValueError`."""
    text: Callable[[Any], str] = str
    many: bool = True
    most: int = 50
    """Values, where several may be given."""

    def read(self, said: list[str]) -> Any:
        """From all that was given under the name."""
        if self.many:
            values = frozenset(self._value(one) for text in said for one in _split(text))
            if len(values) > self.most:
                raise BadBasket(self.name, f"at most {self.most} values")
            return values
        if len(said) > 1:
            raise BadBasket(self.name, "one value, not several")
        return self._value(said[0])

    def written(self, given: Any) -> str:
        if not self.many:
            return self.text(given)
        return ",".join(sorted(self.text(value).replace("\\", "\\\\").replace(",", "\\,") for value in given))

    def canonical(self, given: Any) -> Any:
        if not self.many:
            return self._value(self.text(given))
        return frozenset(self._value(self.text(value)) for value in given)

    def _value(self, text: str) -> Any:
        try:
            return self.value(text.strip())
        except (ValueError, ArithmeticError, LookupError, OSError):
            raise BadBasket(self.name, self.expected, text) from None


def read_fields(given: str | Iterable[tuple[str, str]], fields: Sequence[Field]) -> dict[str, Any]:
    """From the text, with or without its question mark, or from its pairs: attribute → value; an empty value says
    nothing.

    Values of one field are parted by commas, or the field is given again; a comma within a value is written `\\,`.
    Raises `BadBasket`.
    """
    known = {field.name: field for field in fields}
    said: dict[str, list[str]] = {}
    for name, value in pairs_of(given):
        if name not in known:
            raise BadBasket("a parameter is unknown", f"one of {', '.join(known)}", name)
        if value.strip():
            said.setdefault(name, []).append(value)
    return {known[name].attribute: known[name].read(values) for name, values in said.items()}


def pairs_of(given: str | Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A query string as its pairs. Raises `BadBasket` for one of absurd length."""
    if not isinstance(given, str):
        return list(given)
    if len(given) > LONGEST_TEXT:
        raise BadBasket("the basket", f"at most {LONGEST_TEXT} characters")
    try:
        return parse_qsl(given.removeprefix("?"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        raise BadBasket("the basket", "at most 200 parameters") from None


def _split(text: str) -> list[str]:
    r"""`a,b\,c` → `a` and `b,c`."""
    parts = [""]
    signs = iter(text)
    for sign in signs:
        if sign == ",":
            parts.append("")
        else:
            parts[-1] += next(signs, sign) if sign == "\\" else sign
    return parts
