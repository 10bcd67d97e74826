"""One page that grows by dated sections ("2026-01-27", "May 1, 2026", rows that begin with a day) into entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from pipeline.news.documents import Document, of_bytes
from pipeline.news.feeds import Feed, NotAFeed
from pipeline.news.identity import with_ids
from pipeline.news.languages import language
from pipeline.news.lines import Line, lines_of
from pipeline.news.told import Told, place, told
from pipeline.types import FeedEntry, Hints

MOST: Final = 500
_LONGEST: Final = 50_000
_LONGEST_HEADING: Final = 160
_BESIDE: Final = 40
"""So many characters that are not of the date may stand in a line that is there to give one."""
_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ROUND_A_DATE: Final = " \t:：|·•—–,，、-()（）[]【】"
_LEAD: Final = re.compile(
    r"^(?:时间|日期|发布(?:时间|日期)|更新(?:时间|日期)?|date|released?|updated?|published)\s?[:：]\s?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Section:
    """A dated heading, or a line that stands for one, and the lines under it."""

    when: Told
    printed: str
    title: str
    anchor: str
    lines: tuple[Line, ...]


@of_bytes
def changelog_of(document: Document) -> Feed:
    """One entry for each dated section of a page, in its order. Raises `NotAFeed` for a page without a dated section.

    A page whose headings are days is split there; else at lines that are a day and nothing else; else each row or
    item that begins with a day is an entry.
    """
    lines = lines_of(document.text, document.media_type)
    dated = list(_dated(lines, document.at, document.hints.zone))
    for is_start, whole_row in ((_is_heading, False), (_is_bare, False), (_is_row, True)):
        sections = list(_sections(dated, is_start, whole_row))
        if sections:
            break
    else:
        raise NotAFeed(
            f"{document.url}: expected a page with dated sections, found {len(lines)} lines and no dated heading or row"
        )
    entries = [_entry(section, document.url, document.hints) for section in sections[:MOST]]
    return Feed(tuple(with_ids(entries)), max(0, len(sections) - MOST))


_Dated = tuple[Line, Told | None]


def _dated(lines: Sequence[Line], at: datetime | None, zone: str) -> Iterator[_Dated]:
    """Each line with its day; under a heading that gives a year, that is the year of days that print none."""
    until, year_given = at, False
    for line in lines:
        when = _when(line, until, zone)
        if when is None and line.level and (year := _YEAR.search(line.text)):
            until, year_given = _end_of(int(year[0]), at), True
        yield line, replace(when, year_inferred=False) if when and year_given else when


def _end_of(year: int, at: datetime | None) -> datetime:
    end = datetime(year, 12, 31, tzinfo=UTC)
    return min(end, at) if at else end


def _when(line: Line, at: datetime | None, zone: str) -> Told | None:
    """The day with which a line begins, or which a heading gives."""
    text = line.cells[0] if line.cells else line.text
    if not any(character.isdigit() for character in text[:_LONGEST_HEADING]):
        return None
    lead = _LEAD.match(text)
    found = told(text[:_LONGEST_HEADING], at, zone, relative=False)
    if found is None:
        return None
    starts = not text[lead.end() if lead else 0 : found.start].strip(_ROUND_A_DATE)
    return found if starts or line.level else None


def _is_heading(line: Line, when: Told) -> bool:
    """A heading that gives a day: it is little more than that, or begins or ends with it."""
    if not line.level or len(line.text) > _LONGEST_HEADING:
        return False
    before, after = line.text[: when.start].strip(_ROUND_A_DATE), line.text[when.end :].strip(_ROUND_A_DATE)
    return not before or not after or len(before) + len(after) <= _BESIDE


def _is_bare(line: Line, when: Told) -> bool:
    """A paragraph that is a day and nothing else."""
    return not line.level and not line.cells and not _apart(line.text, when)


def _is_row(line: Line, when: Told) -> bool:
    """A table row or an item that begins with a day and goes on."""
    if line.cells:
        return len(line.cells) > 1 and not _apart(line.cells[0], when)
    return not line.level and bool(_apart(line.text, when))


def _apart(text: str, when: Told) -> str:
    """What a line says besides the day."""
    rest = f"{text[: when.start]} {text[when.end :]}"
    return _LEAD.sub("", rest).strip(_ROUND_A_DATE)


def _sections(dated: Sequence[_Dated], is_start: Callable[[Line, Told], bool], whole_row: bool) -> Iterator[_Section]:
    """The lines from each start to the next one, or to a heading of its level or above that gives no day."""
    open_: tuple[Line, Told] | None = None
    gathered: list[Line] = []
    for line, when in dated:
        starts = when is not None and is_start(line, when)
        ends = open_ is not None and _ends(open_[0], line, whole_row)
        if (starts or ends) and open_ is not None:
            yield _section(*open_, gathered, whole_row)
            open_ = None
        if starts and when is not None:
            open_, gathered = (line, when), []
        elif open_ is not None:
            gathered.append(line)
    if open_ is not None:
        yield _section(*open_, gathered, whole_row)


def _ends(start: Line, line: Line, whole_row: bool) -> bool:
    """A heading of the start's level or above gives no day, or a row after a row that did."""
    return 0 < line.level <= (start.level or 6) or (whole_row and bool(line.cells))


def _section(start: Line, when: Told, lines: Sequence[Line], whole_row: bool) -> _Section:
    text = start.cells[0] if start.cells else start.text
    own = " | ".join(start.cells[1:]) if start.cells else _apart(text, when)
    body = (Line(own), *lines) if whole_row else tuple(lines)
    return _Section(when, text[when.start : when.end], own if not whole_row else "", start.anchor, body)


def _entry(section: _Section, url: str, hints: Hints) -> FeedEntry:
    """An entry whose id holds page, day and the heading's own words, so that what is added under it is an edit."""
    page = url.partition("#")[0]
    day = f"{section.when.at.astimezone(place(hints.zone, section.printed)):%Y-%m-%d}"
    text = "\n".join(line.text for line in section.lines)[:_LONGEST]
    title = section.title or _first_words(section.lines) or section.printed
    return FeedEntry(
        id=f"{page}#{day}" + (f" {section.title}" if section.title else ""),
        url=f"{page}#{section.anchor}" if section.anchor else page,
        title=title,
        text=text,
        published=section.when.at,
        lang=language(f"{title}\n{text}", hints.lang or ""),
        full=True,
        year_inferred=section.when.year_inferred,
    )


def _first_words(lines: Sequence[Line]) -> str:
    """The first heading under the day, else its first line where that is as short as a title."""
    heading = next((line.text for line in lines if line.level), "")
    first = next((line.text for line in lines), "")
    return heading or (first if len(first) <= _LONGEST_HEADING else f"{first[: _LONGEST_HEADING - 1]}…")
