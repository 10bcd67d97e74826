"""An HTML page → its blocks, in one walk over the tree."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from pipeline.blocks.attributes import few_attributes
from pipeline.blocks.clean import clean, one_line
from pipeline.blocks.linegrids import is_price
from pipeline.blocks.noise import is_advert
from pipeline.blocks.panes import TELLING, Panes
from pipeline.blocks.sections import Sections
from pipeline.blocks.spans import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Raw, TooLarge, grid
from pipeline.blocks.types import Block, Document, Sentence, Table
from pipeline.vocabulary import BADGE_WORDS

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "audio",
        "video",
        "select",
        "datalist",
        "textarea",
        "nav",
        "head",
    ]
)
BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "caption",
    ]
)
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
ROLES = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "tr", "cell": "td", "gridcell": "td",
    "columnheader": "th", "rowheader": "th", "heading": "heading", "rowgroup": "tbody",
}  # fmt: skip
STRUCK = frozenset({"del", "s", "strike"})
BADGES = frozenset({"span", "small", "label", "mark", "em", "i"})
_GRID = frozenset({"table", "tr", "td", "th", "caption", "thead", "tbody", "tfoot"})
INNER = frozenset({"td", "th", "caption", "sup", *HEADINGS})
"""Elements whose text is gathered apart from the text around them."""
BREAKS = frozenset(BLOCK) - INNER - {"table"}
"""Elements at whose beginning a sentence ends."""
_NUMBER = re.compile(r"[0-9]+")
MARK = re.compile(r"[\(\[]?\s*(\d{1,2}|[*†‡§]{1,3})\s*[\)\]]?")
_STRUCK_RULE = re.compile(r"\.([\w-]{1,60})\s*\{[^{}]{0,400}line-through")
MAX_DEPTH = 4_000


def read_html(text: str) -> Document:
    """The blocks of an HTML page or fragment. A page that cannot be taken whole says so in `truncated`."""
    root = parse(text)
    if root is None:
        return Document()
    walk = _Walk(_struck_classes(root), _layouts(root))
    truncated = walk.run(root)
    lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return Document(tuple(walk.blocks), one_line(root.findtext(".//title") or ""), lang.lower(), truncated)


def parse(text: str) -> Any:
    """The tree of a page, or None where there is no element in it."""
    parser = lxml_html.HTMLParser(recover=True, huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    data = few_attributes(text.replace("\x00", "")).encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    _empty_head(root)
    return root


_IN_A_HEAD: Final = frozenset({"title", "meta", "link", "style", "script", "base", "noscript", "template"})


def _empty_head(root: Any) -> None:
    """A page may leave out its body's tag, and the parser does not know that a <main> begins it: what no head can hold,
    and all behind it, is the body's, as browsers have it."""
    head, body = root.find("head"), root.find("body")
    children = [] if head is None else list(head)
    first = next((n for n, child in enumerate(children) if child.tag not in _IN_A_HEAD), len(children))
    if not children[first:]:
        return
    if body is None:
        body = etree.SubElement(root, "body")
    children[-1].tail = f"{children[-1].tail or ''}{body.text or ''}"
    body.text = None
    for place, child in enumerate(children[first:]):
        body.insert(place, child)


def _struck_classes(root: Any) -> frozenset[str]:
    """Classes that the page's own style sheet crosses out, and those that say so by their names."""
    found = {"line-through", "strikethrough", "old-price", "price-old", "original-price", "was-price"}
    for style in root.iter("style"):
        found.update(_STRUCK_RULE.findall(style.text or ""))
    return frozenset(found)


def _layouts(root: Any) -> frozenset[Any]:
    """The tables that hold tables: they only arrange the page, their rows and cells are no grid."""
    found: set[Any] = set()
    for table in root.iter("table"):
        for outer in table.iterancestors("table"):
            if outer in found:
                break
            found.add(outer)
    return frozenset(found)


def _number(text: str | None, otherwise: int) -> int:
    return int(text.strip()[:9]) if text and _NUMBER.fullmatch(text.strip()) else otherwise


class _OpenTable:
    """A table that is being read."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.rows: list[list[Raw]] = []
        self.caption = ""
        self.cells = 0


class _Walk:
    """The state of one walk: where we are (headings, panes), and the text that is being gathered."""

    def __init__(self, struck: frozenset[str], layouts: frozenset[Any]) -> None:
        self.layouts = layouts
        self.in_layout: list[bool] = []
        self.blocks: list[Block] = []
        self.struck = struck
        self.panes = Panes()
        self.section = Sections()
        self.text: list[str] = []
        self.saved: list[list[str]] = []  # the texts that an inner one (a cell, a heading, a mark) interrupts
        self.kinds: list[tuple[str, bool]] = []
        self.path: list[int] = []
        self.children = 0
        self.tables: list[_OpenTable] = []
        self.table_count = 0

    def run(self, root: Any) -> str:
        """Walks the whole tree; returns why not, "" if it did."""
        walk = etree.iterwalk(root, events=("start", "end"))
        try:
            for event, element in walk:
                if event == "end":
                    self.end(element)
                    if element.tail:
                        self.put(element.tail.replace("\n", " "))
                elif not self.start(element):
                    walk.skip_subtree()
                elif element.text:
                    self.put(element.text if element.tag == "pre" else element.text.replace("\n", " "), element.tag)
            self.flush()
        except TooLarge as why:
            return str(why)
        return ""

    def start(self, element: Any) -> bool:
        """True if the walk should go into the element."""
        kind, struck = self.kind(element)
        if kind in BREAKS and not (kind == "tr" and self.tables):
            self.break_line()  # what came before belongs to the element around this one
        self.kinds.append((kind, struck))
        self.path.append(self.children + 1)
        self.children = 0
        if kind in SKIPPED or len(self.kinds) > MAX_DEPTH:
            return False
        if kind == "table":
            self.open_table(element)
        elif kind in INNER:
            self.saved.append(self.text)
            self.text = []
        elif kind == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif kind == "br":
            self.text.append("\n")
        if struck:
            self.text.append("~~")
        return True

    def end(self, element: Any) -> None:
        kind, struck = self.kinds.pop()
        if self.in_layout and element.tag == "table":
            self.in_layout.pop()
        if struck:
            self.text.append("~~")
        if kind == "table":
            self.close_table(element)
        elif kind in INNER:
            text = clean("".join(self.text)).replace("~~~~", "")
            self.text = self.saved.pop()
            self.close_inner(element, kind, text)
        elif kind in BLOCK:
            self.break_line()
        self.children = self.path.pop()
        self.panes.end(element)

    def put(self, text: str, tag: str = "") -> None:
        """Text after a tag. A name and its badge, a word and its price are two words, blank or not."""
        before = self.text[-1][-1:] if self.text else ""
        if text[0] in "$¥€£" and before.isalpha():
            self.text.append(" ")
        elif tag in BADGES and before.isalnum() and text[0].isupper():
            self.text.append("\n" if text.strip().lower() in BADGE_WORDS else " ")
        self.text.append(text)

    def kind(self, element: Any) -> tuple[str, bool]:
        """What the element is to us, its role above its tag, and whether it is crossed out."""
        tag = element.tag
        if self.layouts and tag in _GRID:
            if tag == "table":
                self.in_layout.append(element in self.layouts)
            if self.in_layout and self.in_layout[-1]:
                return "div", False
        if not element.attrib:
            return tag, tag in STRUCK
        if not TELLING.isdisjoint(element.keys()):
            self.panes.start(element)
        role = element.get("role")
        kind = ROLES.get(role, tag) if role else tag
        if kind == "heading":
            kind = f"h{min(max(_number(element.get('aria-level'), 2), 1), 6)}"
        if tag in STRUCK or "line-through" in (element.get("style") or ""):
            return kind, True
        classes = element.get("class")
        return kind, bool(classes) and not self.struck.isdisjoint(classes.split())

    def break_line(self) -> None:
        """A block begins or ends: a new sentence, or a new line where the text is in a cell."""
        if self.saved or self.tables:
            self.text.append("\n")
        else:
            self.flush()

    def flush(self) -> None:
        """What has been gathered becomes a sentence."""
        text = clean("".join(self.text)).replace("~~~~", "")
        self.text.clear()
        if text and not is_advert(text):
            where = f"sentence {self.section.count + 1}"
            self.blocks.append(Sentence(text, self.section.under(self.panes.modes), where, tuple(self.path)))
            self.section.say(text)

    def open_table(self, element: Any) -> None:
        if not self.saved:
            self.flush()
        self.tables.append(_OpenTable(element))
        self.saved.append(self.text)
        self.text = []

    def close_table(self, element: Any) -> None:
        table = self.tables.pop()
        self.text = self.saved.pop()
        self.table_count += 1
        rows = [row for row in table.rows if row]
        if rows:
            heads = next((n for n, row in enumerate(rows) if not all(cell.header for cell in row)), len(rows))
            under = self.section.under(self.panes.modes, table.caption)
            self.blocks.append(Table(grid(rows), heads, under, locator=f"table {self.table_count}"))
            self.section.end_block()

    def close_inner(self, element: Any, kind: str, text: str) -> None:
        if kind in ("td", "th"):
            self.close_cell(element, kind, text)
        elif kind == "sup":
            mark = MARK.fullmatch(text)
            self.text.append(f"[{mark[1]}]" if mark else text)
        elif kind == "caption":
            if self.tables:
                self.tables[-1].caption = one_line(text)
        elif self.tables or self.saved:
            self.text.append(f"\n{text}\n")
        elif text and is_price(text) and self.section.is_in_named(HEADINGS[kind]):
            self.flush()
            self.text.append(text)  # the price of what the heading above names
            self.flush()
        elif text:
            self.flush()
            self.section.open(HEADINGS[kind], one_line(text))

    def close_cell(self, element: Any, kind: str, text: str) -> None:
        if not self.tables:
            self.text.append(f"\n{text}\n")
            return
        if "display:none" in (element.get("style") or "").replace(" ", ""):
            return
        table = self.tables[-1]
        table.cells += 1
        if table.cells > MAX_CELLS:
            raise TooLarge(f"table {self.table_count + 1}: more than {MAX_CELLS} cells")
        if not table.rows:
            table.rows.append([])
        rows, columns = _number(element.get("rowspan"), 1) or MAX_ROWS, _number(element.get("colspan"), 1) or 1
        table.rows[-1].append(Raw(text, kind == "th", rows, min(columns, MAX_COLUMNS)))
