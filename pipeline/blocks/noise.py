"""A visible text → the same without what changes on its own: clocks, build hashes, counters of visitors, adverts."""

from __future__ import annotations

import re
from collections.abc import Callable

_CLOCK = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ,]{1,2}\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:UTC|GMT|Z|[+-]\d{2}:?\d{2}))?"
    r"|\b\d{1,2}:\d{2}:\d{2}\b"
)
_MADE = ("generated", "rendered", "refreshed", "生成于", "页面生成")
"""A clock beside these words tells when the page was made; elsewhere a time may end a promotion."""
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")
_COUNTING = (
    "viewing",
    "online",
    "reading",
    "visiting",
    "browsing",
    "watching",
    "here now",
    "在看",
    "在线",
    "浏览",
    "阅读",
    "访问",
    "观看",
)
_COUNTER = re.compile(
    r"[\d,.]+[kKmM]?\+?\s*(?:people|users?|visitors?|developers?|others?|readers?)\s+(?:are |is |have )?"
    r"(?:viewing|online|reading|visiting|browsing|watching|here now)[^.]{0,40}"
    r"|[\d,.]+\s*(?:人|次)\s*(?:正?在(?:看|线|浏览|阅读)|浏览|阅读|访问|观看)",
    re.IGNORECASE,
)  # fmt: skip
NEAR = 300
_ADVERT = re.compile(
    r"\s*\[?(?:[Ss]ponsor(?:ed)?|[Aa]ds?|[Aa]dvertisement|[Pp]romoted|[Pp]artner offer|广告|推广|赞助)\]?\s*[:：|—–-]"
)
_ADVERT_IN_HTML = re.compile(rf">{_ADVERT.pattern}[^<]*")


def is_advert(text: str) -> bool:
    """True for a text that calls itself an advertisement: nothing in it is the vendor's price."""
    return _ADVERT.match(text) is not None


def without_noise(text: str) -> str:
    """A line of text as far as anything in it may matter."""
    if is_advert(text):
        return ""
    if any(word in text for word in _COUNTING):
        text = _COUNTER.sub("", text)
    if any(word in text for word in _MADE):
        text = _CLOCK.sub("", text)
    return _HASH.sub(_unless_a_word, text)


def without_noise_in_html(html: str) -> str:
    """The same for all texts of a page at once."""
    html = _ADVERT_IN_HTML.sub(">", html)
    html = _in_texts_with(_COUNTING, html, lambda text: _COUNTER.sub("", text))
    html = _in_texts_with(_MADE, html, lambda text: _CLOCK.sub("", text))
    return _HASH.sub(_unless_a_word, html)


def _unless_a_word(found: re.Match[str]) -> str:
    """A hash has digits and letters; a number or a word stays."""
    text = found[0]
    return text if text.isdigit() or text.isalpha() else ""


def _in_texts_with(words: tuple[str, ...], html: str, change: Callable[[str], str]) -> str:
    """`change` applied to every text between tags in which one of the words stands, as far as `NEAR` characters off."""
    for word in words:
        parts: list[str] = []
        done, at = 0, html.find(word)
        while at >= 0:
            start = max(html.rfind(">", max(done, at - NEAR), at) + 1, done, at - NEAR)
            end = html.find("<", at, at + NEAR)
            end = min(len(html), at + NEAR) if end < 0 else end
            parts += (html[done:start], change(html[start:end]))
            done, at = end, html.find(word, end)
        html = "".join((*parts, html[done:])) if parts else html
    return html
