"""Turns what was served into its health: a page, a bot wall, a login, a page that is not there, an empty shell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from pipeline.types import Health

Finding = tuple[Health, str]

FEW_WORDS: Final = 160
"""A wall, a login and a "not found" are short; a page with more words of its own is none of them."""
NO_WORDS: Final = 25
"""What a page still says when all its content is yet to be brought by JavaScript."""
PRICES: Final = 3
"""So many printed prices make a page a pricing page, whatever else it says."""
HALF_OF: Final = 4
"""A sheet of fewer rates may well lose half of them."""
_HEAD: Final = 65_536
_STEPS: Final = 100_000
"""So many tags are passed over to find words."""
_MUCH: Final = 2 * FEW_WORDS + 1
"""After so many visible words there is no need to look on."""

_SIGNS: Final[dict[str, Any]] = tomllib.loads(files("pipeline").joinpath("health.toml").read_text("utf-8"))
"""What walls, logins and missing pages say, in their markup, titles and words."""


def _any(name: str) -> re.Pattern[str]:
    """One pattern for all signs of a list; DOTALL is not wanted: a sign stands in one sentence."""
    return re.compile("|".join(f"(?:{sign})" for sign in _SIGNS[name]), re.IGNORECASE)


_WALL_HEADERS: Final[dict[str, list[str]]] = _SIGNS["wall_headers"]
_WALL_MARKS: Final = _any("wall_marks")
_WALL_WORDS: Final = _any("wall_words")
_LOGIN_TITLE: Final = _any("login_titles")
_LOGIN_WORDS: Final = _any("login_words")
_GONE_TITLE: Final = _any("gone_titles")
_GONE_WORDS: Final = _any("gone_words")
_PRICE: Final = re.compile(r"(?:US\$|[$€£¥￥])\s?\d|\d\s?(?:元|美元|USD|CNY|RMB)", re.I)
_TITLE: Final = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.I)
_CANONICAL: Final = re.compile(
    r"<link\b(?=[^<>]{0,400}\brel\s*=\s*[\"']?canonical)[^<>]{0,400}?\bhref\s*=\s*[\"']([^\"'>]{1,400})", re.I
)
_FRONT: Final = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?", re.I)
"""The path of a front page, in one language or all."""
_PASSWORD: Final = re.compile(r"<input\b[^<>]{0,300}?\btype\s*=\s*[\"']?password", re.I)
_PAYLOAD: Final = re.compile(
    r"__next_data__|__next_f|__nuxt_data__|__initial_state__|application/(?:ld\+)?json|__remixcontext|__apollo_state__",
    re.I,
)
_SCRIPT: Final = re.compile(r"<script\b", re.I)
_LONGEST: Final = 8_192
"""So much of one text without markup is looked at."""
_STEP: Final = re.compile(
    r"<(?:(?P<unseen>script|style|svg|template|title|textarea)\b|!--)|>\s*(?P<text>[^<\s][^<]{0,8191})", re.I
)
"""From one visible text to the next, or to an element whose content is not seen."""
_HANZI: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_JSON_CODE: Final = re.compile(r'"(?:code|status|statusCode|errcode|error_code|errorCode)"\s*:\s*"?(401|403|404)\b')
_JSON_FOUND: Final = {
    "401": (Health.LOGIN, "the answer is an error document: 401"),
    "403": (Health.CHALLENGE, "the answer is an error document: 403"),
    "404": (Health.SOFT_404, "the answer is an error document: 404"),
}


@dataclass(frozen=True, slots=True)
class _Look:
    """What the eye meets first on a page."""

    title: str
    words: str
    """The visible text, as far as it was looked at."""
    weight: int
    """Words, two East Asian characters counted as one."""
    prices: int
    markup: bool


def wall(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Finding | None:
    """What stands where the page should be, with the words that say so; None for a page of its own.

    `text` is the body, decoded, markup and all; `headers` may be spelt in any case.
    """
    told = _by_headers(headers or {})
    if told is not None:
        return told
    if text.lstrip()[:1] in ("{", "["):
        return _error_document(text)
    look = _look(text)
    return _challenge(text, look, status) or _gone(look) or _login(text, look) or _shell(text, look)


def page_health(text: str, url: str, rates: int, previous: int | None) -> Finding:
    """The health of a page on which `rates` rates were read, `previous` the last time, with one sentence why."""
    if rates <= PRICES:
        found = wall(text) or (_home_instead(text, url) if rates == 0 else None)
        if found is not None:
            return found
    other = _other_page(text, url)
    if other is not None:
        return other
    if rates == 0:
        return Health.NO_RATES, "a page of its own, on which no price was understood"
    if previous is not None and previous >= HALF_OF and rates * 2 < previous:
        return Health.HALF_GONE, f"{rates} rates where there were {previous}"
    return Health.OK, ""


def _by_headers(headers: Mapping[str, str]) -> Finding | None:
    for name, value in headers.items():
        if value.strip().lower() in _WALL_HEADERS.get(name.lower(), ()):
            return Health.CHALLENGE, f"the header {name.lower()} says {value.strip()!r}"
    return None


def _error_document(text: str) -> Finding | None:
    """A short JSON answer that is an error and nothing else."""
    if len(text) > 2_000:
        return None
    found = _JSON_CODE.search(text)
    if found is not None:
        return _JSON_FOUND[found[1]]
    words = _LOGIN_WORDS.search(text)
    return (Health.LOGIN, f"the answer says {_quoted(words)}") if words else None


def _challenge(text: str, look: _Look, status: int) -> Finding | None:
    if look.weight > FEW_WORDS or look.prices >= PRICES:
        return None
    mark = _WALL_MARKS.search(text, 0, 8 * _HEAD)
    words = _WALL_WORDS.search(look.title) or _WALL_WORDS.search(look.words)
    found = mark or words
    if found is None:
        return None
    return Health.CHALLENGE, f"{look.weight} words, and {_quoted(found)}" + (
        f", status {status}" if status >= 400 else ""
    )


def _gone(look: _Look) -> Finding | None:
    if look.prices >= PRICES:
        return None
    titled = _GONE_TITLE.search(look.title)
    if titled is not None:
        return Health.SOFT_404, f"the title says {_quoted(titled)}"
    said = _GONE_WORDS.search(look.words) if look.weight <= 2 * FEW_WORDS else None
    return (Health.SOFT_404, f"{look.weight} words, and {_quoted(said)}") if said else None


def _login(text: str, look: _Look) -> Finding | None:
    if look.weight > FEW_WORDS or look.prices >= PRICES:
        return None
    titled = _LOGIN_TITLE.search(look.title)
    if titled is not None:
        return Health.LOGIN, f"the title says {_quoted(titled)}"
    if _PASSWORD.search(text, 0, 8 * _HEAD):
        return Health.LOGIN, f"{look.weight} words, and a field for a password"
    said = _LOGIN_WORDS.search(look.words) if look.weight <= FEW_WORDS // 2 else None
    return (Health.LOGIN, f"{look.weight} words, and {_quoted(said)}") if said else None


def _shell(text: str, look: _Look) -> Finding | None:
    """Scripts and no words. A page with its data in a payload is none: its prices may be read from there."""
    if not look.markup or look.weight > NO_WORDS or look.prices or not _SCRIPT.search(text):
        return None
    return None if _PAYLOAD.search(text) else (Health.EMPTY_SHELL, f"{look.weight} words and only scripts")


def _home_instead(text: str, url: str) -> Finding | None:
    """The site's front page under another page's address: its canonical address has no path, ours has one."""
    canonical = _CANONICAL.search(text, 0, _HEAD)
    asked, own = urlsplit(url), urlsplit(canonical[1] if canonical else "")
    if canonical is None or own.query or not _FRONT.fullmatch(own.path) or _FRONT.fullmatch(asked.path):
        return None
    return Health.SOFT_404, f"the page calls itself {canonical[1]}: the front page, not {asked.path}"


def _other_page(text: str, url: str) -> Finding | None:
    """Another product's page under this address: its canonical address, on the same host, has no word of ours in it."""
    canonical = _CANONICAL.search(text, 0, _HEAD)
    asked, own = urlsplit(url), urlsplit(canonical[1] if canonical else "")
    if canonical is None or own.hostname != asked.hostname:
        return None
    ours, theirs = _telling(asked.path), _telling(own.path)
    if len(ours) < 2 or len(theirs) < 2 or not ours.isdisjoint(theirs):
        return None
    return Health.OTHER_PRODUCT, f"the page calls itself {own.path}, not {asked.path}"


def _telling(path: str) -> frozenset[str]:
    """The parts of a path that say what a page is about; the language does not."""
    return frozenset(part for part in path.lower().split("/") if part and not _FRONT.fullmatch(part))


def _quoted(match: re.Match[str]) -> str:
    return repr(" ".join(match[0].split())[:60])


def _look(text: str) -> _Look:
    title = _TITLE.search(text, 0, _HEAD)
    words, weight = _visible(text)
    seen = " ".join(" ".join(words).split())
    prices = sum(1 for _ in _PRICE.finditer(seen))
    return _Look(" ".join(title[1].split()) if title else "", seen, weight, prices, "<" in text)


def _visible(text: str) -> tuple[list[str], int]:
    """The visible text from the top, until there is plenty, and its weight: one pass, whatever the markup."""
    position = text.find("<")
    parts = [text[: position if position >= 0 else _LONGEST][:_LONGEST]]
    weight = _weight(parts[0])
    for _ in range(_STEPS if position >= 0 else 0):
        step = _STEP.search(text, position) if weight < _MUCH else None
        if step is None:
            break
        position = step.end()
        if step["text"]:
            parts.append(step["text"])
            weight += _weight(step["text"])
        else:
            close = text.find(f"</{step['unseen']}" if step["unseen"] else "-->", position)
            position = close if close >= 0 else len(text)
    return parts, weight


def _weight(part: str) -> int:
    if part.isascii():
        return len(part.split())
    hanzi = len(_HANZI.findall(part))
    return hanzi // 2 + len(_HANZI.sub(" ", part).split()) if hanzi else len(part.split())
