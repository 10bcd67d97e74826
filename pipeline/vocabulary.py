"""The words that pricing pages use (`vocabulary.toml`) → tables of patterns."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline").joinpath("vocabulary.toml").read_text("utf-8"))

Table = tuple[tuple[str, str], ...]
"""(name, pattern) in the order in which they are tried."""


def _table(name: str) -> Table:
    return tuple((entry["name"], "|".join(entry["says"])) for entry in _DATA[name])


def _words(name: str) -> str:
    return "|".join(_DATA["words"][name])


METERS = _table("meters")
KIND_METERS = (
    "embedding", "rerank", "video", "image", "audio", "web_search", "training", "evaluation", "data_labeling",
    "hosting_private", "gpu_hour",
)  # fmt: skip
"""Meters that a category, a heading or a model's own name may stand for where the header only says "price"."""
FAMILIES = _table("families")
"""Families of models whose name tells what kind of thing they make."""
UNIT_METERS: Final[dict[str, str]] = _DATA["unit_meters"]
SERVICE_CLASSES = _table("service_classes")
MODALITIES = _table("modalities")
THINKING = _table("thinking")
WINDOWS = _table("windows")
BILLING = _table("billing")
PLANS = _table("plans")
COLUMNS = _table("columns")
STATES = _table("states")
UNITS = _table("units")

REGIONS = _words("regions")
PRICE_WORDS = _words("price")
PROMOTION_WORDS = _words("promotion")
BANDS = _words("bands")
BADGE_WORDS = frozenset(_DATA["words"]["badges"])
"""What a badge beside a model's name says; in an element of its own it is no part of the name."""

SCALES: Final[dict[str, int]] = _DATA["scales"]
CURRENCIES: Final[dict[str, str]] = _DATA["currencies"]
COINS: Final[dict[str, list[str]]] = _DATA["coins"]
OWN_UNITS: Final[dict[str, str]] = _DATA["own_units"]

TTL = r"(\d+)[ -]?(?:m|min|minutes?|分钟)\b|(\d+)[ -]?(?:h|hr|hours?|小时)\b"
"""How long a cache lives: minutes, or hours."""
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
VALIDITY = (
    rf"(?:until|up ?to|through|before|from|after|starting|effective|as of)\s+{_DAY}"
    r"|自?\s?(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:起|前|后|之前|之后|以前|以后)"
)
"""The days on which a price holds, where two prices stand side by side for two times."""
