"""What somebody runs: how many tokens, when, how, on which models; as one line of text that goes into an address beside
a basket: `model=deepseek-v4&input=300M&output=60M&cached=40&hours=weekdays:09:00-18:00&zone=Asia/Shanghai`.

What it would cost: `pipeline.costing`. How to write one: docs/workload.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pipeline.about import folded
from pipeline.query_text import BadBasket, Field, read_fields
from pipeline.week import span, working_days

DAYS = 30
"""Of the month that is reckoned: the thirty days from the moment of the question on, so that no month is dearer than
another for being longer."""
MOST_VALUES = 20
LONGEST = 120


class Every(StrEnum):
    """In what time the tokens are used."""

    MONTH = "month"
    DAY = "day"
    """Of work."""


class Thinking(StrEnum):
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Workload:
    """Values are brought to the form in which they are compared; one that cannot be raises `BadBasket`."""

    models: frozenset[str] = frozenset()
    """Those that are good enough, as printed or `maker/name`: the floor of quality is the reader's own."""
    vendors: frozenset[str] = frozenset()
    """None: any."""
    regions: frozenset[str] = frozenset()
    """None: any. A rate that names no region holds in each."""
    currency: str | None = None
    """Only what is sold in it; None: each currency by itself."""
    input: int = 0
    """Tokens in the time that `every` says, those from the cache among them."""
    output: int = 0
    every: Every = Every.MONTH
    cached: Decimal = Decimal(0)
    """Percent of the input that is read from the cache."""
    written: Decimal = Decimal(0)
    """Percent of the input that is written to the cache."""
    batch: Decimal = Decimal(0)
    """Percent of all that may run as a batch."""
    requests: int = 0
    """A day of work; 0: unsaid, and no limit of requests can be checked."""
    context: int = 0
    """Tokens of one prompt; 0: the input of a request on average, where `requests` is said."""
    thinking: Thinking | None = None
    hours: frozenset[str] = frozenset()
    """When the work is done: `09:00-18:00`, `weekdays:09:00-18:00`; none: round the clock."""
    peak: frozenset[str] = frozenset()
    """What a page means that only says "peak" and prints no hours; none: it is not known."""
    zone: str = "UTC"
    """The IANA zone of `hours` and `peak`."""

    def __post_init__(self) -> None:
        for field in _FIELDS:
            given = getattr(self, field.attribute)
            if given != Workload.__dataclass_fields__[field.attribute].default:
                object.__setattr__(self, field.attribute, field.canonical(given))
        if self.cached + self.written > 100:
            raise BadBasket("cached and written", "at most 100 percent together")

    def __str__(self) -> str:
        return urlencode(self.pairs(), safe=",:/")

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their canonical order, those left at their usual value not among them."""
        usual = {field.attribute: Workload.__dataclass_fields__[field.attribute].default for field in _FIELDS}
        given = [(field, getattr(self, field.attribute)) for field in _FIELDS]
        return [(field.name, field.written(value)) for field, value in given if value != usual[field.attribute]]

    @property
    def monthly(self) -> tuple[Fraction, Fraction]:
        """Tokens of input and output in the month that is reckoned."""
        times = self.days if self.every is Every.DAY else Fraction(1)
        return self.input * times, self.output * times

    @property
    def days(self) -> Fraction:
        """Of work in the month that is reckoned: "a day" is one on which there is work."""
        return Fraction(DAYS * working_days(self.hours), 7)

    @property
    def monthly_requests(self) -> Fraction:
        return self.requests * self.days

    @property
    def prompt(self) -> Fraction | None:
        """Tokens of one prompt, said or on average; None where neither is known."""
        if self.context:
            return Fraction(self.context)
        return self.monthly[0] / self.monthly_requests if self.requests and self.input else None

    @property
    def reply(self) -> Fraction | None:
        """Tokens of one reply on average."""
        return self.monthly[1] / self.monthly_requests if self.requests and self.output else None


def parse_workload(given: str | Iterable[tuple[str, str]]) -> Workload:
    """From its text, with or without the question mark, or from its pairs. An empty value says nothing.

    A number may be written 300K, 20M, 1.5B, 5万 or 2亿. Raises `BadBasket`.
    """
    return Workload(**read_fields(given, _FIELDS))


_COUNT = re.compile(r"([0-9]{1,16})(?:\.([0-9]{1,6}))?\s?(k|m|b|千|万|百万|亿)?", re.ASCII | re.IGNORECASE)
_SCALES = {"k": 3, "m": 6, "b": 9, "千": 3, "万": 4, "百万": 6, "亿": 8}
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)\s?%?", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z][A-Z0-9_]{1,11}", re.ASCII)
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,40}", re.ASCII)
MOST_TOKENS = 10**15


def _count(text: str) -> int:
    match = _COUNT.fullmatch(text.replace("_", "").replace("\u202f", ""))
    if match is None:
        raise ValueError
    amount = Decimal(f"{match[1]}.{match[2] or 0}").scaleb(_SCALES[(match[3] or "").lower()] if match[3] else 0)
    if amount != int(amount) or amount > MOST_TOKENS:
        raise ValueError
    return int(amount)


def _count_text(amount: int) -> str:
    """`300M`, `1500K`, `1234`: as short as it is exact."""
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if amount and amount % size == 0:
            return f"{amount // size}{letter}"
    return str(amount)


def _share(text: str) -> Decimal:
    match = _SHARE.fullmatch(text)
    if match is None or Decimal(match[1]) > 100:
        raise ValueError
    return Decimal(match[1]).normalize()


def _id(text: str) -> str:
    if not _ID.fullmatch(text.lower()):
        raise ValueError
    return text.lower()


def _name(text: str) -> str:
    wanted = folded(text)
    odd = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in wanted) or "," in wanted
    if not wanted or len(wanted) > LONGEST or odd:
        raise ValueError
    return wanted


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text.upper()):
        raise ValueError
    return text.upper()


def _zone(text: str) -> str:
    if not _ZONE.fullmatch(text):
        raise ValueError
    return ZoneInfo(text).key


_NAMES = f"names of at most {LONGEST} characters, with commas between"
_TOKENS = "a number of tokens such as 300000000, 300M or 3亿"
_PERCENT = "a share in percent, from 0 to 100"
_HOURS = "hours such as 09:00-18:00 or weekdays:09:00-18:00, with commas between"
_FIELDS = (
    Field("model", "models", _NAMES, _name, most=MOST_VALUES),
    Field("vendor", "vendors", "ids in lower case, with commas between", _id, most=MOST_VALUES),
    Field("region", "regions", _NAMES, _name, most=MOST_VALUES),
    Field("currency", "currency", "a code such as USD or CNY", _currency, many=False),
    Field("input", "input", _TOKENS, _count, _count_text, many=False),
    Field("output", "output", _TOKENS, _count, _count_text, many=False),
    Field("every", "every", "one of month, day", Every, many=False),
    Field("cached", "cached", _PERCENT, _share, "{:f}".format, many=False),
    Field("written", "written", _PERCENT, _share, "{:f}".format, many=False),
    Field("batch", "batch", _PERCENT, _share, "{:f}".format, many=False),
    Field("requests", "requests", "a number of requests a day such as 20000", _count, many=False),
    Field("context", "context", _TOKENS, _count, _count_text, many=False),
    Field("thinking", "thinking", "one of on, off", Thinking, many=False),
    Field("hours", "hours", _HOURS, span, most=MOST_VALUES),
    Field("peak", "peak", _HOURS, span, most=MOST_VALUES),
    Field("zone", "zone", "a zone of the IANA list, such as Asia/Shanghai", _zone, many=False),
)
NAMES = tuple(field.name for field in _FIELDS)
"""The parameters of a workload, in the order in which they are written."""
