"""A page that lists news (cards, rows, headlines with dates) into entries, by its declared selectors or a guess."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
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
    """The links of the kind that most look like news: alike in their place, with titles, and with dates beside them."""
    items = _candidates(tree, document.url)
    kinds: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        kinds[_kind(item.link)].append(item)
    dated = {kind: _share(_is_dated(item, document) for item in found) for kind, found in kinds.items()}
    best = {kind for kind, found in kinds.items() if dated[kind] >= 0.5}
    if sum(len(kinds[kind]) for kind in best) < _FEW:
        long = {kind: sum(len(item.title) for item in found) for kind, found in kinds.items() if len(found) >= 2 * _FEW}
        best = {max(long, key=long.__getitem__)} if long else set()
    return [item for item in items if _kind(item.link) in best]


def _candidates(tree: LexborHTMLParser, url: str) -> list[_Item]:
    """Each address once, with its longest title that is one, and the part of the page that is about it alone."""
    links: dict[str, list[LexborNode]] = defaultdict(list)
    own = _document(url)
    for link in tree.css("a[href]")[:_MOST_LINKS]:
        address = _address(link, url)
        if address and _document(address) != own and not _is_outside(link):
            links[address].append(link)
    titled = {address: _titled(found) for address, found in links.items()}
    news = {address: pair for address, pair in titled.items() if _is_title(pair[0])}
    places = _places(news)
    return [_Item(_part(link, places), link, address, title) for address, (title, link) in news.items()]


def _document(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.netloc, parts.path, parts.query


def _titled(links: list[LexborNode]) -> tuple[str, LexborNode]:
    """The longest title of several links to one address, with its link."""
    return max(((_title(link, link), link) for link in links), key=lambda pair: len(pair[0]))


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
    if len(words) <= _LONGEST // 2 and not told(words, None):
        return words
    pieces = [tidy(piece) for piece in link.text(separator="\n").splitlines()]
    return max((piece for piece in pieces if not told(piece, None)), key=len, default=words)[:_LONGEST]


def _words(node: LexborNode) -> str:
    return tidy(node.text(separator=" "))[:_LONGEST]


def _is_title(text: str) -> bool:
    return not _MORE.fullmatch(text) and (len(_HAN.findall(text)) >= 6 or (len(text) >= 15 and text.count(" ") >= 2))


def _places(news: Mapping[str, tuple[str, LexborNode]]) -> dict[int, int]:
    """How many of the links lie in each part of the tree that holds any."""
    places: dict[int, int] = defaultdict(int)
    for _, link in news.values():
        within = link.parent
        for _ in range(8):
            if within is None:
                break
            places[within.mem_id] += 1
            within = within.parent
    return places


def _part(link: LexborNode, places: Mapping[int, int]) -> LexborNode:
    """The largest part of the tree around a link that holds no other of the links."""
    part = link
    for _ in range(8):
        outer = part.parent
        if outer is None or places.get(outer.mem_id, 2) > 1:
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
    return "\n".join(line for line in lines if line and not _MORE.fullmatch(line) and not _is_number(line))


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
    words = item.node.text(separator="\n")[:3_000].replace(item.title, "\n", 1)
    for line in map(tidy, words.splitlines()):
        if line and weight(line) <= _SHORT and (found := told(line, at, zone) or _by_clock_alone(line, at, zone)):
            return found
    return told(item.title, at, zone) or told(words, at, zone, relative=False)


def _by_clock_alone(line: str, at: datetime | None, zone: str) -> Told | None:
    return told_by_clock(line, at, zone) if len(line) <= len("00:00:00") else None
