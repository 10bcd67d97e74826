"""A text in HTML, Markdown or neither, into the lines that its reader sees, headings marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from pipeline.blocks import form_of
from pipeline.blocks.html import BLOCK, parse
from pipeline.blocks.markdown import inline

HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_UNSEEN: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "audio", "video", "select"}
    | {"textarea", "head", "nav", "footer"}
)
_CELLS: Final = frozenset({"td", "th"})
_INVISIBLE: Final = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0x00AD, *range(9), 0x7F]
)
_SPACES: Final = re.compile(r"[\s\u3000]+")
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w{1,20});")
_MOST_LINES: Final = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading, list item or table row (its cells between bars)."""

    text: str
    level: int = 0
    """1 to 6 for a heading, 0 for any other line."""
    anchor: str = ""
    """The id under which a heading can be linked to."""
    cells: tuple[str, ...] = ()
    """Of a table row."""


def tidy(text: str) -> str:
    """`text` on one line, without what the eye does not see; its punctuation is left as it is."""
    return _SPACES.sub(" ", text if text.isascii() else text.translate(_INVISIBLE)).strip()


def plain(text: str) -> str:
    """A part of a page in HTML as plain text, a line a paragraph; text without markup keeps its lines."""
    if not _MARKUP.search(text):
        return "\n".join(line for line in map(tidy, text.splitlines()) if line)
    return "\n".join(line.text for line in html_lines(text))


def title_of(text: str) -> str:
    """A title, which may or may not be marked up, on one line."""
    return tidy(plain(text) if _MARKUP.search(text) else text)


def lines_of(text: str, media_type: str = "") -> list[Line]:
    """The lines of a whole page, whichever form it turns out to have."""
    return html_lines(text) if form_of(text, media_type) == "html" else markdown_lines(text)


def html_lines(text: str) -> list[Line]:
    """The lines of an HTML page or of a part of one; menus, footers and scripts are passed over."""
    root = parse(text)
    return [] if root is None else _Walk().run(root)


class _Walk:
    """One walk over a tree: the lines so far, and what the next is being gathered from."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.text: list[str] = []
        self.rows: list[list[str]] = []
        self.level = 0
        self.anchor = ""

    def run(self, root: Any) -> list[Line]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag in _UNSEEN or not isinstance(element.tag, str):
                    walk.skip_subtree()
                else:
                    self.start(element)
                    self.text.append(_kept(element, element.text))
            else:
                self.end(element)
                self.text.append(_kept(element.getparent(), element.tail))
            if len(self.lines) > _MOST_LINES:
                break
        self.flush()
        return self.lines

    def start(self, element: Any) -> None:
        tag = element.tag
        if tag == "tr":
            self.flush()
            self.rows.append([])
        elif tag in _CELLS and self.rows:
            self.text = []
        elif level := _level(element):
            self.flush()
            self.level, self.anchor = level, _anchor(element)
        elif tag == "br" or tag in BLOCK:
            self.flush()

    def end(self, element: Any) -> None:
        tag = element.tag
        if tag in _CELLS and self.rows:
            self.rows[-1].append(tidy("".join(self.text)))
            self.text = []
        elif tag == "tr" and self.rows:
            cells = tuple(self.rows.pop())
            if any(cells):
                self.lines.append(Line(" | ".join(cells), cells=cells))
            self.text = []
        elif tag in BLOCK or _level(element):
            self.flush()

    def flush(self) -> None:
        """What has been gathered becomes a line, or within a table cell a word apart."""
        if self.rows:
            self.text.append("\n")
            return
        for text in map(tidy, "".join(self.text).split("\n")):
            if text:
                self.lines.append(Line(text, self.level, self.anchor))
        self.text, self.level, self.anchor = [], 0, ""


def _kept(within: Any, text: str | None) -> str:
    """The text of a node: a break in the source is one for the reader only where the text is preformatted."""
    if not text:
        return ""
    return text if within is not None and within.tag == "pre" else text.replace("\n", " ")


def _level(element: Any) -> int:
    """Of a heading, by its tag or its role; the label of a dated update counts as one."""
    if element.tag in HEADINGS:
        return HEADINGS[element.tag]
    if not element.attrib:
        return 0
    if element.get("role") == "heading":
        level = element.get("aria-level") or "2"
        return min(max(int(level), 1), 6) if level.isdecimal() else 2
    return 2 if element.get("data-component-part") == "update-label" else 0


def _anchor(element: Any) -> str:
    """The nearest id: the heading's own, one within it, or that of what it opens."""
    own = element.get("id") or next((inner.get("id") for inner in element.iter() if inner.get("id")), "")
    if own:
        return str(own)
    outer = element.getparent()
    for _ in range(3):
        if outer is None or outer.tag in ("body", "main", "article"):
            break
        if outer.get("id"):
            return str(outer.get("id"))
        outer = outer.getparent()
    return ""


_HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UPDATE: Final = re.compile(r"\s*<Update\b[^>]*?\blabel=[\"'{]{1,2}([^\"'}]{1,120})[\"'}]", re.IGNORECASE)
_BOLD_LINE: Final = re.compile(r"\s*\*\*([^*]{1,120})\*\*\s*:?\s*$")
_FENCE: Final = re.compile(r"\s{0,3}(?:```|~~~)")
_RULE: Final = re.compile(r"\s*\|?[\s:|-]{3,}\|?\s*$")
_BULLET: Final = re.compile(r"^\s*(?:[*+•·-]|\d{1,2}[.)、])\s+")
_QUOTE: Final = re.compile(r"^\s{0,3}>\s?")


def markdown_lines(text: str) -> list[Line]:
    """The lines of a text in Markdown, or in no form at all; text in code fences is text."""
    return list(_markdown_lines(text.splitlines()[:_MOST_LINES]))


def _markdown_lines(lines: list[str]) -> Iterator[Line]:
    for line in lines[_front_matter(lines) :]:
        if heading := _HEADING.match(line):
            yield from _line(heading[2], len(heading[1]))
        elif update := _UPDATE.match(line):
            yield from _line(update[1], 2)
        elif bold := _BOLD_LINE.match(line):
            yield from _line(bold[1], 6)
        elif not (_FENCE.match(line) or _RULE.match(line)):
            yield from _line(_BULLET.sub("", _QUOTE.sub("", line), count=1))


def _line(text: str, level: int = 0) -> Iterator[Line]:
    bars = text.strip()
    if not level and bars.startswith("|") and bars.count("|") > 1:
        cells = tuple(tidy(inline(cell)) for cell in bars.strip("|").split("|"))
        if any(cells):
            yield Line(" | ".join(cells), cells=cells)
        return
    for piece in map(tidy, inline(text).splitlines()):
        if piece:
            yield Line(piece, level)


def _front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() != "---":
        return 0
    return next((at + 1 for at in range(1, min(len(lines), 60)) if lines[at].strip() == "---"), 0)
