"""Stated prices → cards: which of them belong together, and what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set

from pipeline.blocks.lines import Line
from pipeline.blocks.stated import FARTHEST_TITLE, LIKE_ID, LONGEST_LABEL, Stated
from pipeline.labels import can_be_name
from pipeline.quotes import state_of

FARTHEST_TWIN = 40
"""So many stated prices off the same meter is looked for in the next card."""
_KIND = (
    r"(?:语音(?:合成|识别|克隆|转文字)|声音(?:复刻|克隆)|音色(?:复刻|克隆|设计)|文本?转语音|文生图|文生视频|图生图|图生视频"
    r"|图[像片]生成|图[像片]编辑|视频生成|文本?向量|tts|asr|stt"
    r"|text[ -]to[ -](?:speech|image|video)|speech[ -]to[ -]text"
    r"|image[ -]to[ -]video|speech (?:synthesis|recognition)|text embeddings?)"
)
_KINDS = re.compile(rf"{_KIND}(?:[\s()（）/·-]+{_KIND})*[)）]?", re.IGNORECASE)
"""What a model does, in so many words and no others: that an audio guide or a voice call is sold is no such thing."""
SHORTEST_KIND = 4
MOST_REPEATS = 2
"""A line that stands more often in a stretch is a tag, not a name."""


def by_order(lines: Sequence[Line], stated: Sequence[Stated], often: Counter[str]) -> list[tuple[list[Stated], str]]:
    """Prices that follow each other are one card; a line between that is no tag, or the same meter, begins another."""
    groups: list[list[Stated]] = []
    spaces: list[range] = []  # before each card: the lines since the last one
    ended = 0
    for each in stated:
        between = [line for line in lines[ended : each.first] if often[line.text] <= MOST_REPEATS]
        if groups and not between and each.signature not in [other.signature for other in groups[-1]]:
            groups[-1].append(each)
        else:
            groups.append([each])
            spaces.append(range(max(ended, each.first - FARTHEST_TITLE), each.first))
        ended = each.last + 1
    titles = _titles(lines, spaces, often)
    if titles and not titles[0]:
        titles[0] = _heading(lines[stated[0].first])
    titles = [title or _kind_sold(lines, group[0]) for title, group in zip(titles, groups, strict=True)]
    return list(zip(groups, titles, strict=True))


def _titles(lines: Sequence[Line], spaces: Sequence[range], often: Counter[str]) -> list[str]:
    """A card's name comes first after the card before it, as far above its first price as in most cards."""
    names = [[at for at in space if _can_be_title(lines[at].text, often)] for space in spaces]
    distances = Counter(space.stop - found[0] for space, found in zip(spaces[1:], names[1:], strict=True) if found)
    usual = distances.most_common(1)[0][0] if distances else 0
    titles: list[str] = []
    for space, found in zip(spaces, names, strict=True):
        likely = [at for at in reversed(found) if LIKE_ID.search(lines[at].text)]
        first = found[:1] if titles else likely[:1] or found[-1:]
        at = space.stop - usual if space.stop - usual in found else first[0] if first else None
        titles.append(lines[at].text if at is not None else "")
    return titles


def _heading(line: Line) -> str:
    return next((text for text in reversed(line.under.headings) if can_be_name(text)), "")


def _kind_sold(lines: Sequence[Line], stated: Stated) -> str:
    """The label of a price, or the heading right above it, that calls the thing sold by its kind: "语音合成 TTS"."""
    headings = lines[stated.first].under.headings if not stated.first else ()
    return next((text for text in (stated.pairs[0][0], *headings[-1:]) if _names_kind(text)), "")


def _names_kind(text: str) -> bool:
    """True for the name of what a model does, where it is sold by that."""
    return SHORTEST_KIND <= len(text) <= LONGEST_LABEL and _KINDS.fullmatch(text.strip()) is not None


def _can_be_title(text: str, often: Counter[str]) -> bool:
    """True for a line that can be a name, and is no tag, no path and no word in place of a price."""
    return (
        often[text] <= MOST_REPEATS
        and can_be_name(text)
        and not state_of(text)[0]
        and not text.startswith(("/", "http"))
    )


def _names(lines: Sequence[Line], start: int, end: int, often: Counter[str]) -> list[str]:
    return [line.text for line in lines[start:end] if _can_be_title(line.text, often)]


def by_tree(lines: Sequence[Line], stated: Sequence[Stated], often: Counter[str]) -> list[tuple[list[Stated], str]]:
    """A card is the largest part of the tree in which no meter is priced twice."""
    roots = {_root(lines, stated, number) for number in range(len(stated))}
    groups: dict[tuple[int, ...], list[Stated]] = {}
    for each in stated:
        path = lines[each.first].path
        root = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in roots), ())
        groups.setdefault(root, []).append(each)
    parts = _named_parts(lines, often)
    items = [item for root, group in groups.items() for item in _items(root, group, lines, parts) or [(root, group)]]
    named = [(group, _tree_title(lines, root, group, often)) for root, group in items]
    flat = any(not title and not group[0].name for group, title in named)
    return by_order(lines, stated, often) if flat else named


def _items(
    root: tuple[int, ...], group: Sequence[Stated], lines: Sequence[Line], named: Set[tuple[int, ...]]
) -> list[tuple[tuple[int, ...], list[Stated]]]:
    """The parts of a group that have each a name of their own: one sells text, the next images. None if it is one."""
    parts: dict[tuple[int, ...], list[Stated]] = {}
    for each in group:
        parts.setdefault(lines[each.first].path[: len(root) + 1], []).append(each)
    if len(parts) == 1:
        (child,) = parts
        return _items(child, group, lines, named) if len(child) > len(root) else []
    return list(parts.items()) if parts.keys() <= named else []


def _named_parts(lines: Sequence[Line], often: Counter[str]) -> set[tuple[int, ...]]:
    """Every part of the tree in which a line looks like the name of a model."""
    paths = (line.path for line in lines if LIKE_ID.search(line.text) and _can_be_title(line.text, often))
    return {path[:length] for path in paths for length in range(1, len(path) + 1)}


def _root(lines: Sequence[Line], stated: Sequence[Stated], number: int) -> tuple[int, ...]:
    path = lines[stated[number].first].path
    shared = -1
    for step in (-1, 1):
        for other in range(number + step, number + step * FARTHEST_TWIN, step):
            if not 0 <= other < len(stated):
                break
            if stated[other].signature == stated[number].signature:
                shared = max(shared, _common(path, lines[stated[other].first].path))
                break
    return path[: shared + 1] if shared >= 0 else ()


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _tree_title(lines: Sequence[Line], root: tuple[int, ...], group: Sequence[Stated], often: Counter[str]) -> str:
    """The first name in the card; the heading it stands under if it has none."""
    first = group[0].first
    start = first
    while start > 0 and lines[start - 1].path[: len(root)] == root and (root or start > first - FARTHEST_TITLE):
        start -= 1
    names = _names(lines, start, first, often)
    if not root:
        likely = [name for name in reversed(names) if LIKE_ID.search(name)]
        heading = _heading(lines[first])
        if heading and (LIKE_ID.search(heading) or not likely):
            return heading
        return next(iter(likely), names[-1] if names else "")
    return next(
        (name for name in names if LIKE_ID.search(name)),
        names[0] if names else _heading(lines[first]) or _kind_sold(lines, group[0]),
    )
