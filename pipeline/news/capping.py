"""What has grown beyond reason into as much as can be read in its time: the newest entries, the first tags."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Final

MOST: Final = 1_000
"""So many entries of one feed are read; at the paces of the catalogue no source tells as much between two looks."""
MOST_WORK: Final = 8_000_000
"""So much work one feed may make, in characters."""
_TAG: Final = 100
_SIGN: Final = 5
"""What a tag and an escaped sign cost beside a character; tags within CDATA are text to the feed's parser."""
MOST_TAGS: Final = 30_000
"""So many tags of a page are read; pages of news have some thousands."""
_MOST_HEAD: Final = 100_000
_MOST_SEEN: Final = 100_000
"""So many entries are looked at to find the newest."""
_OPENS: Final = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_CLOSES: Final = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_DATE: Final = re.compile(
    r"<(?:\w{1,20}:)?(?:pubDate|date|published|updated|issued)\b[^>]{0,80}>\s*([^<]{6,60}?)\s*<", re.IGNORECASE
)
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def capped(text: str, most: int = MOST, most_work: int = MOST_WORK) -> tuple[str, int]:
    """(the document with at most `most` of its entries, and those within `most_work`, how many were left out).

    The newest are kept, in their order; where entries have no dates, the first ones, as feeds print the newest first.
    """
    starts = [match.start() for match in islice(_OPENS.finditer(text), _MOST_SEEN)]
    if len(starts) <= most and _work(text, 0, len(text)) <= most_work and (starts or [0])[0] <= _MOST_HEAD:
        return text, 0
    if not starts:
        return text[:_MOST_HEAD], 0
    last = _CLOSES.search(text, starts[-1])
    ends = [*starts[1:], last.end() if last else len(text)]
    kept = _newest(text, list(zip(starts, ends, strict=True)), most, most_work)
    entries = "".join(text[start:end] for start, end in sorted(kept))
    left_out = sum(1 for _ in _OPENS.finditer(text)) - len(kept)
    return text[: min(starts[0], _MOST_HEAD)] + entries + _tail(text, ends[-1]), left_out


def first_tags(text: str, most: int = MOST_TAGS) -> str:
    """A page up to its tag number `most`: readers of trees take longer than their share over more, or deeper, ones."""
    found = next(islice(re.finditer("<", text), most, None), None)
    return text if found is None else text[: found.start()]


def _tail(text: str, end: int) -> str:
    """What stands after the entries: the end tags, if nothing goes wrong."""
    tail = text[end:][-_MOST_HEAD:]
    return "" if _OPENS.search(tail) else tail


def _work(text: str, start: int, end: int) -> int:
    tags = text.count("<", start, end) - _tags_in_cdata(text, start, end)
    return end - start + _TAG * tags + _SIGN * text.count("&", start, end)


def _tags_in_cdata(text: str, start: int, end: int) -> int:
    found = 0
    while (opens := text.find("<![CDATA[", start, end)) >= 0 and (closes := text.find("]]>", opens, end)) >= 0:
        found += text.count("<", opens + 1, closes)
        start = closes
    return found


def _newest(text: str, spans: list[tuple[int, int]], most: int, most_work: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: _date(text, *span), reverse=True):
        if len(kept) == most:
            break
        work = _work(text, start, end)
        if work <= most_work:
            most_work -= work
            kept.append((start, end))
    return kept


def _date(text: str, start: int, end: int) -> datetime:
    """When the entry says it was published, as far as a glance tells; long ago for one that says nothing."""
    match = _DATE.search(text, start, end)
    if match is None:
        return _LONG_AGO
    try:
        found = datetime.fromisoformat(match[1]) if match[1][:4].isdecimal() else parsedate_to_datetime(match[1])
    except (ValueError, TypeError, IndexError):
        return _LONG_AGO
    return found if found.tzinfo else found.replace(tzinfo=UTC)
