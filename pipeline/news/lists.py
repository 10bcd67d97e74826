"""A page that lists news (cards, rows, headlines with dates) into entries, by its declared selectors or a guess."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.blocks import form_of
from pipeline.blocks.attributes import few_attributes
from pipeline.news.capping import first_tags
from pipeline.news.cleaning import is_counter, weight
from pipeline.news.documents import Document, of_bytes
from pipeline.news.feeds import Feed, NotAFeed, web_address
from pipeline.news.identity import with_ids
from pipeline.news.languages import language
from pipeline.news.lines import tidy
from pipeline.news.told import Told, told, told_by_clock
from pipeline.types import FeedEntry

MOST: Final = 500
_MOST_LINKS: Final = 5_000
_FEW: Final = 3
_HEADINGS: Final = "h1, h2, h3, h4, h5, h6, [class*=title], [class*=Title], [class*=headline]"
_OUTSIDE: Final = frozenset({"nav", "footer", "header", "aside", "form"})
_HAN: Final = re.compile("[\u3400-\u9fff]")
_MORE: Final = re.compile(
    r"(?:阅读|查看|更多|全文|下一页|read more|learn more|see all|view all|more|next).{0,12}", re.IGNORECASE
)
_LONGEST: Final = 300
_SHORT: Final = 60
"""A line with a date in it that is longer tells of something else."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_PAGING: Final = re.compile(r"^(?:page|p|paged|pn|offset|start|page_?(?:no|num|index))=\d+$", re.IGNORECASE)
_TRACKED: Final = re.compile(r"[?&](?:utm_\w+|ref|from|source|spm)=[^&#]*(?:&(?:utm_\w+|ref|from|source|spm)=[^&#]*)*$")
"""What an address says of the way there: the picture of a card and its title often say another one."""
_SOME_DAY: Final = datetime(2030, 12, 31, tzinfo=UTC)
"""So that days without a year are seen to be days."""
_MOST_BESIDE: Final = 6
"""So many links of another kind, such as tags, one thing of a list may have."""
_MOST_KINDS: Final = 100
_LITTLE: Final = 24
"""A line that says no more than that besides a time is there to say it."""
_DAY: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])")
_MONTH: Final = re.compile(r"(20\d\d)\s?[-/.年]\s?(0?[1-9]|1[0-2])月?")
_LINK: Final = re.compile(r"(?<!!)\[([^\[\]\n]{2,300})\]\(([^()\s]{1,1000})\)([^\n\[]{0,300})")


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing of a list: the part of the tree that is all about it."""

    node: LexborNode
    link: LexborNode
    url: str
    title: str


@of_bytes
def list_of(document: Document) -> Feed:
    """The entries of a list page, in its order. Raises `NotAFeed` where none is found: a list is never empty."""
    page = document.text if form_of(document.text, document.media_type) == "html" else _links_only(document.text)
    tree = LexborHTMLParser(few_attributes(first_tags(page)))
    selectors = {key: value for key, value in (document.hints.listing or {}).items() if value}
    items = (_declared(tree, selectors, document.url) if "items" in selectors else []) or _guessed(tree, document)
    read = (_entry(item, selectors, document) for item in items[:MOST])
    entries = [entry for entry in read if entry.title or entry.url]
    if not entries:
        found = f"{len(document.text)} characters and no link that looks like news"
        raise NotAFeed(f"{document.url}: expected a list of news, found {found}")
    return Feed(tuple(with_ids(entries)), max(0, len(items) - MOST))


def _links_only(text: str) -> str:
    """A list in Markdown as the same list in HTML."""
    rows = (
        f'<li><a href="{escape(link[2])}">{escape(link[1])}</a> {escape(link[3])}</li>' for link in _LINK.finditer(text)
    )
    return f"<ul>{''.join(rows)}</ul>"


def _declared(tree: LexborHTMLParser, selectors: Mapping[str, str], url: str) -> list[_Item]:
    found: list[_Item] = []
    for node in tree.css(selectors["items"])[:_MOST_LINKS]:
        link = _first(node, selectors.get("link", "a[href]")) or _around(node)
        titled = _first(node, selectors["title"]) if "title" in selectors else None
        address = _address(link, url) if link is not None else ""
        title = _words(titled) if titled is not None else _title(link if link is not None else node, node)
        found.append(_Item(node, link if link is not None else node, address, title))
    return found


def _first(node: LexborNode, selector: str) -> LexborNode | None:
    return node.css_first(selector)


def _around(node: LexborNode) -> LexborNode | None:
    """The link that a node is or stands in."""
    within: LexborNode | None = node
    for _ in range(4):
        if within is None or within.tag == "a":
            break
        within = within.parent
    return within if within is not None and within.tag == "a" else None


def _address(link: LexborNode, base: str) -> str:
    href = (link.attributes.get("href") or "").strip()
    return "" if href.startswith("#") else web_address(href, base)


def _guessed(tree: LexborHTMLParser, document: Document) -> list[_Item]:
    """The links of the kinds that most look like news: with dates beside them, else many with long titles."""
    found = _by_kind(_candidates(tree, document.url), document.url)
    dated = {kind: items for kind, items in found.items() if _share(_is_dated(one, document) for one in items) >= 0.5}
    best = _one_of_a_card(dated)
    if sum(map(len, best.values())) < _FEW:
        titled = {kind: [one for one in items if _is_title(one.title)] for kind, items in found.items()}
        long = {kind: items for kind, items in titled.items() if len(items) >= 2 * _FEW}
        best = dict([max(long.items(), key=lambda pair: sum(len(one.title) for one in pair[1]))]) if long else {}
    places = {id(one): place for place, one in enumerate(one for items in found.values() for one in items)}
    return sorted((one for items in best.values() for one in items), key=lambda one: places[id(one)])


def _candidates(tree: LexborHTMLParser, url: str) -> dict[str, list[LexborNode]]:
    """The links to each address, in the order of the page; not to this very page, nor from what stands around it."""
    links: dict[str, list[LexborNode]] = defaultdict(list)
    own = _document(url)
    for link in tree.css("a[href]")[:_MOST_LINKS]:
        address = _address(link, url).partition("#")[0]
        if address and not _is_of(own, _document(address)) and not _is_outside(link):
            links[_TRACKED.sub("", address)].append(link)
    return {address: found for address, found in links.items() if not _is_label(found)}


def _by_kind(links: Mapping[str, list[LexborNode]], url: str) -> dict[str, list[_Item]]:
    """Each address as one thing of the list, with the best title that it has, by where its link stands."""
    named = {address: _titled(found) for address, found in links.items()}
    kinds = {address: _kind(link) for address, (_, link) in named.items()}
    many = dict(Counter(kinds.values()).most_common(_MOST_KINDS))
    places = _places((kind, address, links[address]) for address, kind in kinds.items())
    found: dict[str, list[_Item]] = defaultdict(list)
    for address, kind in kinds.items():
        if kind in many:
            title, link = named[address]
            part = _part(link, kind, places, many[kind])
            title = title or _title_beside(part)
            if _is_name(title):
                found[kind].append(_Item(part, link, _address(link, url), title))
    return found


def _one_of_a_card(kinds: Mapping[str, list[_Item]]) -> dict[str, list[_Item]]:
    """Of kinds that stand in the same cards (title, author, tag), the one with headings or the longest titles."""
    taken: set[int] = set()
    best: dict[str, list[_Item]] = {}
    for kind, items in sorted(kinds.items(), key=lambda pair: _rank(pair[1]), reverse=True):
        if not any(_is_within(one.node, taken) for one in items):
            best[kind] = items
        taken |= {one.node.mem_id for one in items}
    return best


def _is_within(node: LexborNode, parts: Set[int]) -> bool:
    within: LexborNode | None = node
    for _ in range(8):
        if within is None:
            break
        if within.mem_id in parts:
            return True
        within = within.parent
    return False


def _rank(items: list[_Item]) -> tuple[bool, float]:
    headed = _share(_is_headed(one.link) for one in items) >= 0.5
    return headed, sum(len(one.title) for one in items) / len(items)


def _is_headed(link: LexborNode) -> bool:
    """A heading stands in the link, or the link in a heading."""
    return link.css_first(_HEADINGS) is not None or any(_is_in(link, f"h{level}") for level in range(1, 7))


def _is_of(own: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """This very page, or another page of the same list: `?page=2`."""
    return own == other or (own[:2] == other[:2] and _PAGING.search(other[2]) is not None)


def _is_label(links: list[LexborNode]) -> bool:
    """What stands at many things under the same name is a tag, an author or a section, and none of them."""
    said = Counter(words for link in links if (words := _words(link)) and not _MORE.fullmatch(words))
    return bool(said) and said.most_common(1)[0][1] >= _FEW


def _document(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.netloc, parts.path, parts.query


def _titled(links: list[LexborNode]) -> tuple[str, LexborNode]:
    """The longest title of several links to one address, with its link; empty where none of them says one."""
    said = [(_own_title(link), link) for link in links]
    return max(said, key=lambda pair: len(pair[0]))


def _own_title(link: LexborNode) -> str:
    """What a link says, else what it is said to be for those who see no picture; never what only leads on."""
    picture = link.css_first("img[alt]")
    spoken = (
        link.attributes.get("aria-label"),
        link.attributes.get("title"),
        picture and picture.attributes.get("alt"),
    )
    for title in (_title(link, link), *(tidy(text or "")[:_LONGEST] for text in spoken)):
        if _is_name(title):
            return title
    return ""


def _title_beside(part: LexborNode) -> str:
    """The heading of a card whose link says nothing, else its longest line of those that look like a title, or are
    any."""
    heading = next((words for node in part.css(_HEADINGS) if _is_name(words := _words(node))), "")
    lines = [line for line in map(tidy, part.text(separator="\n")[:3_000].splitlines()) if _is_name(line)]
    return heading or next(filter(_is_title, lines), "") or next(iter(lines), "")


def _is_outside(link: LexborNode) -> bool:
    within = link.parent
    for _ in range(12):
        if within is None:
            break
        if within.tag in _OUTSIDE:
            return within.tag != "header" or not _is_in(within, "article")
        within = within.parent
    return False


def _is_in(node: LexborNode, tag: str) -> bool:
    within = node.parent
    for _ in range(6):
        if within is None:
            return False
        if within.tag == tag:
            return True
        within = within.parent
    return False


def _title(link: LexborNode, within: LexborNode) -> str:
    """The heading in or at a link, else what the link itself says, else the longest of its pieces."""
    heading = link.css_first(_HEADINGS) or (within.css_first(_HEADINGS) if within is not link else None)
    if heading is not None and _words(heading):
        return _words(heading)
    words = _words(link) or tidy(link.attributes.get("title") or "")
    pieces = [tidy(piece) for piece in link.text(separator="\n").splitlines()]
    dated = told(words, None) is not None or any(_is_date(piece) or _MONTH.fullmatch(piece) for piece in pieces)
    if len(words) <= _LONGEST // 2 and not dated:
        return words
    names = [piece for piece in pieces if _is_name(piece) and not told(piece, None)]
    return (next(filter(_is_title, names), "") or max(names, key=_said, default=words))[:_LONGEST]


def _said(text: str) -> tuple[int, int]:
    """How many words a text has, a section's name most often one; then how long it is."""
    return text.count(" ") + len(_HAN.findall(text)) // 2, len(text)


def _words(node: LexborNode) -> str:
    return tidy(node.text(separator=" "))[:_LONGEST]


def _is_title(text: str) -> bool:
    """Long enough to be one by itself."""
    return not _MORE.fullmatch(text) and (len(_HAN.findall(text)) >= 6 or (len(text) >= 15 and text.count(" ") >= 2))


def _is_name(text: str) -> bool:
    """May be a title where a date stands beside it: no number, no date, no count, nothing that only leads on."""
    if len(text) < 2 or _MORE.fullmatch(text) or _is_number(text) or not _LETTER.search(text):
        return False
    return not _is_date(text)


def _is_date(text: str) -> bool:
    """Says when and nothing else."""
    when = told(text, _SOME_DAY) if len(text) <= _SHORT else None
    return when is not None and not _LETTER.search(text[: when.start] + text[when.end :])


@dataclass(slots=True)
class _Inside:
    """What links a part of the tree holds."""

    addresses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By the kind of their links."""
    most: int = 0
    """Of one kind."""

    def add(self, kind: str, address: str) -> None:
        self.addresses[kind].add(address)
        self.most = max(self.most, len(self.addresses[kind]))


def _places(links: Iterable[tuple[str, str, list[LexborNode]]]) -> dict[int, _Inside]:
    """Of each part of the tree, from links of a kind to an address."""
    places: dict[int, _Inside] = defaultdict(_Inside)
    for kind, address, every in links:
        for link in every:
            within = link.parent
            for _ in range(8):
                if within is None:
                    break
                places[within.mem_id].add(kind, address)
                within = within.parent
    return places


def _part(link: LexborNode, kind: str, places: Mapping[int, _Inside], of_its_kind: int) -> LexborNode:
    """The largest part of the tree around a link that holds no other of its kind, nor many of another: what is one of
    few is no list, and must not take one in."""
    part, most = link, _MOST_BESIDE if of_its_kind >= _FEW else 1
    for _ in range(8):
        outer = part.parent
        if outer is None or outer.tag in ("body", "html", "-undef"):
            break
        inside = places[outer.mem_id]
        if len(inside.addresses[kind]) > 1 or inside.most > most:
            break
        part = outer
    return part


def _kind(link: LexborNode) -> str:
    """Where a link stands, as the tags and first classes around it."""
    names: list[str] = []
    within: LexborNode | None = link
    for _ in range(5):
        if within is None or within.tag in ("body", "html", "-undef"):
            break
        names.append(f"{within.tag}.{(within.attributes.get('class') or '').partition(' ')[0]}")
        within = within.parent
    return " ".join(names)


def _share(seen: Iterator[bool]) -> float:
    found = list(seen)
    return sum(found) / len(found)


def _is_dated(item: _Item, document: Document) -> bool:
    return _told(item, "", document.at, document.hints.zone) is not None


def _entry(item: _Item, selectors: Mapping[str, str], document: Document) -> FeedEntry:
    hints, at = document.hints, document.at
    when = _told(item, selectors.get("date", ""), at, hints.zone)
    teaser = item.node.css_first(selectors["text"]) if "text" in selectors else None
    text = _teaser(teaser or item.node, item.title, at, hints.zone)
    return FeedEntry(
        id=item.url,
        url=item.url,
        title=item.title,
        text=text,
        published=when.at if when else None,
        lang=language(f"{item.title} {text}", hints.lang or ""),
        year_inferred=bool(when and when.year_inferred),
    )


def _teaser(node: LexborNode, title: str, at: datetime | None, zone: str) -> str:
    """What an item says besides its title and its date, and nothing that is another at every look."""
    said = node.text(separator="\n")[:3_000].replace(title, "\n", 1)
    lines = (_undated(tidy(line), at, zone).strip(":：|｜·•-– ") for line in said.splitlines())
    return "\n".join(line for line in lines if line and not _leads_on(line))


def _leads_on(line: str) -> bool:
    """Says nothing of the thing itself: a number, the month of a day that stands above, "read more"."""
    return bool(_MORE.fullmatch(line) or _MONTH.fullmatch(line) or _is_number(line))


def _undated(line: str, at: datetime | None, zone: str) -> str:
    """A line in which a name stands beside a date, without the date."""
    found = told(line, at, zone) or _by_clock_alone(line, at, zone) if weight(line) <= _SHORT else None
    return f"{line[: found.start].rstrip()} {line[found.end :].lstrip()}" if found else line


def _is_number(line: str) -> bool:
    return is_counter(line) or line.replace(".", "").replace(",", "").isdecimal()


def _told(item: _Item, selector: str, at: datetime | None, zone: str) -> Told | None:
    """When an item says it was told: in its `time`, in the declared place, else anywhere in it but its title."""
    for node in [*item.node.css(selector or "time")[:2]]:
        said = f"{node.attributes.get('datetime') or ''}\n{_words(node)}"
        if found := told(said, at, zone) or told_by_clock(said, at, zone):
            return found
    said = item.node.text(separator="\n")[:3_000].replace(item.title, "\n", 1)
    times = list(_told_in_lines([line for line in map(tidy, said.splitlines()) if line], at, zone))
    alone = (when for when, beside in times if beside <= _LITTLE)
    first = next(alone, None) or next((when for when, _ in times), None)
    return first or told(item.title, at, zone, relative=False) or told(said, at, zone, relative=False)


def _told_in_lines(lines: Sequence[str], at: datetime | None, zone: str) -> Iterator[tuple[Told, int]]:
    """Each time that stands in a short line, with how much else that says; a day may stand above or below its month."""
    for line, following in zip(lines, (*lines[1:], ""), strict=False):
        if weight(line) <= _SHORT and (when := told(line, at, zone) or _by_clock_alone(line, at, zone)):
            yield when, weight(line) - (when.end - when.start)
        for day, month in ((line, following), (following, line)):
            parted = _MONTH.fullmatch(month) if _DAY.fullmatch(day) else None
            if parted and (when := told(f"{parted[1]}-{int(parted[2]):02}-{int(day):02}", at, zone)):
                yield when, 0


def _by_clock_alone(line: str, at: datetime | None, zone: str) -> Told | None:
    return told_by_clock(line, at, zone) if len(line) <= len("00:00:00") else None
