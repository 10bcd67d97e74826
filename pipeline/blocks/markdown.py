"""A page in Markdown, MDX or plain text → its blocks, line by line."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import pairwise

from pipeline.blocks.clean import clean, one_line
from pipeline.blocks.html import read_html
from pipeline.blocks.jsx import JsxTable, read_jsx
from pipeline.blocks.linegrids import is_price
from pipeline.blocks.links import cards_in_links
from pipeline.blocks.noise import is_advert
from pipeline.blocks.sections import Sections
from pipeline.blocks.spans import Raw, TooLarge, grid
from pipeline.blocks.types import Block, Document, Sentence, Table

LONG = 1_000
"""Characters; the blanks of a longer line are drawn together before it is looked at."""
_HEADING = re.compile(r"(?:> ?)?\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_SETEXT = re.compile(r"\s{0,3}(=+|-{3,})\s*$")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_CELL_END = re.compile(r"(?<!\\)\|")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)")
_LINK = re.compile(
    r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,60}\]){0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)(?:\{[^}]{0,80}\})?"
)
_ADJOINING = re.compile(r"\)(?=\[|\w)")
"""Between links without a blank: a row of tabs or a menu."""
_STRONG = re.compile(r"\*\*(?!\*)|(?<!\w)__|__(?!\w)")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=\S)([^*\n]{1,300}?)(?<=\S)\*(?![\w*])|(?<![\w\\])_(?=\S)([^_\n]{1,300}?)(?<=\S)_(?!\w)"
)
_CODE = re.compile(r"`+([^`\n]{0,300})`+")
_BREAK_TAG = re.compile(r"<\s*(?:br|/p|/div|/li)\s*/?\s*>", re.IGNORECASE)
_STRUCK_TAG = re.compile(r"<\s*/?\s*(?:del|s|strike)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,2000}>|<!--(?:(?!<!--).)*?-->|</?>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|$<>~])")
_MARK = re.compile(r"\^\s*\\?([\d*†‡]{1,3})\\?\s*\^")
_ATTRIBUTE = r"\b(?:title|label|name|value)=[\"']([^\"']{1,80})[\"']"
_TAB = re.compile(
    rf"<\s*(?:Tab|TabItem|Accordion|Expandable)\b[^<>]*?{_ATTRIBUTE}|\{{%\s*tab\b.*?{_ATTRIBUTE}|^===\s+\"([^\"]{{1,80}})\"",
    re.IGNORECASE,
)
_TAB_END = re.compile(r"</\s*(?:Tab|TabItem|Accordion|Expandable)\s*>|\{%\s*endtab\b", re.IGNORECASE)
_NOISE = re.compile(r"\s*(?:\{%.*%\}|:::.*|export\s.*|import\s.*|---+|\*\*\*+|___+|\[\]\(.*\))\s*$")
_PRICE_SIGN = re.compile(r"[$¥€£]|\d\s*元")
_LIST = re.compile(r"^\s*(?:[*+\-•·]|\d{1,2}[.)、])\s+")
_QUOTE = re.compile(r"^\s{0,3}(?:>(?![\d=])\s?)+")


def read_markdown(text: str, lines_are_paragraphs: bool = False) -> Document:
    """The blocks of a text in Markdown. `lines_are_paragraphs`: it is plain text, every line one of its own."""
    reader = _Reader(lines_are_paragraphs)
    truncated = ""
    try:
        reader.run(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    except TooLarge as why:
        truncated = str(why)
    return Document(tuple(reader.blocks), reader.title, "", truncated)


def inline(text: str) -> str:
    """A run of Markdown as the reader sees it: links as their words, no emphasis, no images, `~~` kept."""
    if "<" in text:
        text = _TAG.sub("", _STRUCK_TAG.sub("~~", _BREAK_TAG.sub("\n", text)))
    if "[" in text:
        if text.lstrip().startswith("[") and ")[" in text:
            text = _ADJOINING.sub(")\n", text)
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(lambda match: match[1] or match[2], _STRONG.sub("", text))
    if "`" in text:
        text = _CODE.sub(r" \1 ", text)
    if "^" in text:
        text = _MARK.sub(r"[\1]", text)
    text = _ESCAPE.sub(r"\1", text)
    return clean(html.unescape(text) if "&" in text else text)


class _Reader:
    def __init__(self, lines_are_paragraphs: bool) -> None:
        self.blocks: list[Block] = []
        self.section = Sections()
        self.modes: list[str] = []
        self.paragraph: list[str] = []
        self.rows: list[list[str]] = []
        self.ruled_at: int | None = None
        self.lines_are_paragraphs = lines_are_paragraphs
        self.title = ""
        self.tables = 0
        self.started_at = 0

    def run(self, lines: list[str]) -> None:
        lines = [line.rstrip() if len(line) < LONG else " ".join(line.split()) for line in lines]
        at = _after_front_matter(lines)
        while at < len(lines):
            idle = not lines[at] and not self.rows and not self.paragraph
            at = at + 1 if idle else self.step(lines, at)
        self.end()

    def step(self, lines: list[str], at: int) -> int:
        """Takes in the line (or the many-line thing) at `at`; returns where the next begins."""
        line = lines[at]
        fence = _FENCE.match(line)
        if fence:
            self.end()
            return _after(lines, at + 1, lambda each: each.strip().startswith(fence[1]))
        if "<table" in line.lower():
            return self.html_table(lines, at)
        if line.startswith("export ") and "{" in line:
            self.end()
            return (
                at + 1 if "}" in line.rpartition("{")[2] else _after(lines, at + 1, lambda each: each.startswith("}"))
            )
        jsx = read_jsx(lines, at)
        if jsx:
            self.end()
            self.jsx_table(jsx[0], at)
            return jsx[1]
        if self.lines_are_paragraphs and _is_tabbed(lines, at):
            self.tabbed_row(line, at)
            return at + 1
        if "|" in line and self.is_row(lines, at):
            self.row(line, at)
            return at + 1
        if self.rows:
            self.end()
        self.line(line, at)
        return at + 1

    def line(self, line: str, at: int) -> None:
        """Takes in a line that is part of no table: the first of the steps that knows what it is."""
        if self.tab(line) or self.heading_line(line, at) or self.underline(line):
            return
        if not line.strip():
            self.end()
        elif not _NOISE.match(line):
            self.take(_QUOTE.sub("", line) if line.lstrip().startswith(">") else line, at)

    def tab(self, line: str) -> bool:
        """True for a line that opens a tab or closes one."""
        opened = _TAB.search(line)
        if not opened and not (self.modes and _TAB_END.search(line)):
            return False
        self.end()
        if opened:
            self.modes.append(one_line(next(filter(None, opened.groups()))))
        else:
            self.modes.pop()
        return True

    def heading_line(self, line: str, at: int) -> bool:
        """True for a heading; one that is a price belongs to what the heading above names."""
        heading = _HEADING.match(line)
        if not heading:
            return False
        self.end()
        level = len(heading[1])
        if is_price(inline(heading[2])) and self.section.is_in_named(level):
            self.take(heading[2], at)
            self.end()
        else:
            self.heading(level, inline(heading[2]))
        return True

    def underline(self, line: str) -> bool:
        """True for the line under a heading that is marked so."""
        if not self.paragraph or not _SETEXT.match(line):
            return False
        text = inline(self.paragraph.pop())
        self.end()
        if text:
            self.heading(1 if "=" in line else 2, text)
        return True

    def take(self, line: str, at: int) -> None:
        if _LIST.match(line) or self.lines_are_paragraphs:
            self.end()
        if not self.paragraph:
            self.started_at = at + 1
        line = _LIST.sub("", line, count=1)
        if "](" in line and _PRICE_SIGN.search(line):
            line = cards_in_links(_IMAGE.sub("", line))
        self.paragraph.append(line)

    def heading(self, level: int, text: str) -> None:
        text = one_line(text)
        if text:
            self.title = self.title or text
            self.section.open(level, text)

    def end(self) -> None:
        """What has been gathered becomes a table or a sentence."""
        if self.rows:
            self.table()
        if self.paragraph:
            text = inline("\n".join(self.paragraph))
            self.paragraph = []
            if text and not is_advert(text):
                self.blocks.append(Sentence(text, self.section.under(tuple(self.modes)), f"line {self.started_at}"))
                self.section.say(text)

    def is_row(self, lines: list[str], at: int) -> bool:
        """A row of a table: it begins or ends with a bar, or a ruled line is near, or its neighbours have bars too."""
        line = lines[at].strip()
        if self.rows or line.startswith("|") or line.endswith("|"):
            return True
        following = lines[at + 1] if at + 1 < len(lines) else ""
        return "|" in following and (_RULE_ROW.match(following) is not None or following.count("|") == line.count("|"))

    def row(self, line: str, at: int) -> None:
        if self.paragraph:
            self.end()
        if not self.rows:
            self.started_at = at + 1
        if _RULE_ROW.match(line) and "-" in line:
            if self.ruled_at is None:
                self.ruled_at = len(self.rows)
            return
        text = line.strip()
        text = text[1:] if text.startswith("|") else text
        text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
        self.rows.append([inline(cell) for cell in _CELL_END.split(text)])

    def tabbed_row(self, line: str, at: int) -> None:
        """A row whose cells stand between tabs. One that begins with a tab goes on with the name of the row above."""
        if self.paragraph:
            self.end()
        if not self.rows:
            self.started_at = at + 1
        cells = [clean(cell) for cell in line.split("\t")]
        if self.rows and not cells[0]:
            cells[0] = self.rows[-1][0]
        self.rows.append(cells)

    def table(self) -> None:
        rows, heads = self.rows, self.ruled_at or 0
        self.rows, self.ruled_at = [], None
        self.tables += 1
        if (
            heads > 1 and not self.lines_are_paragraphs
        ):  # a second table, or prose with bars, ran into this one's header
            rows, heads = rows[heads - 1 :], 1
        rows = realigned(with_cells_above(rows))
        raw = [[Raw(cell, number < heads) for cell in row] for number, row in enumerate(rows)]
        self.add(Table(grid(raw), heads, self.section.under(tuple(self.modes)), locator=f"table {self.tables}"))

    def jsx_table(self, table: JsxTable, at: int) -> None:
        self.tables += 1
        rows = [[Raw(inline(cell), True) for cell in table.columns]] if table.columns else []
        rows.extend([Raw(inline(cell)) for cell in row] for row in table.rows)
        self.add(
            Table(
                grid(rows),
                1 if table.columns else 0,
                self.section.under(tuple(self.modes)),
                locator=f"table {self.tables}",
            )
        )

    def html_table(self, lines: list[str], at: int) -> int:
        self.end()
        end = at
        while end < len(lines) - 1 and "</table" not in lines[end].lower():
            end += 1
        inner = read_html(_unquoted("\n".join(lines[at : end + 1])))
        for block in inner.blocks:
            if isinstance(block, Table):
                self.tables += 1
                under = self.section.under(tuple(self.modes), block.under.caption)
                self.add(replace(block, under=under, locator=f"table {self.tables}"))
            elif isinstance(block, Sentence):
                self.section.say(block.text)
        return end + 1

    def add(self, block: Table) -> None:
        if block.rows:
            self.blocks.append(block)
        self.section.end_block()


def _is_tabbed(lines: list[str], at: int) -> bool:
    """True for a line of text with tabs in it beside another one."""
    return "\t" in lines[at].strip(" ") and any(
        "\t" in lines[beside] for beside in (at - 1, at + 1) if 0 <= beside < len(lines)
    )


def with_cells_above(rows: list[list[str]]) -> list[list[str]]:
    """Some dialects write `^^` in a cell that the one above reaches into."""
    for above, row in pairwise(rows):
        for place, text in enumerate(row):
            if text == "^^" and place < len(above):
                row[place] = above[place]
    return rows


def realigned(rows: list[list[str]]) -> list[list[str]]:
    """Rows that lost their first cells because a cell above spanned into them get those cells back.

    Only where the row's prices then stand under the prices of the row above, and did not before.
    """
    full = max(map(len, rows), default=0)
    above: list[str] | None = None
    found = []
    for row in rows:
        if len(row) < full and above is not None:
            shift = full - len(row)
            prices = [bool(_PRICE_SIGN.search(cell)) for cell in above]
            own = [bool(_PRICE_SIGN.search(cell)) for cell in row]
            if any(own) and _agree(own, prices[shift:]) > _agree(own, prices):
                row = above[:shift] + row
        if len(row) == full:
            above = row
        found.append(row)
    return found


def _agree(some: list[bool], others: list[bool]) -> int:
    return sum(one == other for one, other in zip(some, others, strict=False))


def _unquoted(fragment: str) -> str:
    """Markdown within an HTML table: its emphasis and links are undone, its tags kept."""
    fragment = _LINK.sub(r"\1", _IMAGE.sub("", fragment)) if "](" in fragment else fragment
    return _ESCAPE.sub(r"\1", _STRONG.sub("", fragment))


def _after_front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() != "---":
        return 0
    return next((at + 1 for at in range(1, min(len(lines), 60)) if lines[at].strip() == "---"), 0)


def _after(lines: list[str], at: int, is_end: object) -> int:
    """The line after the first that ends it; the end of the page if none does."""
    while at < len(lines):
        if callable(is_end) and is_end(lines[at]):
            return at + 1
        at += 1
    return at
