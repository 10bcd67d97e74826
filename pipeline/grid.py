"""A table of prices → its rates: which column is the model, what is counted, in what unit, under which terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.amounts import amounts, state_of
from pipeline.around import Around
from pipeline.beside import Beside
from pipeline.blocks.clean import one_line
from pipeline.blocks.types import Cell, Table
from pipeline.columns import Column
from pipeline.labels import Label, can_be_name, label_of
from pipeline.no_prices import OURS, are_counts, is_former, is_no_price, is_worked_example
from pipeline.offers import TOKEN_METERS, Offer, offer
from pipeline.pairs import over_each
from pipeline.types import State, Terms
from pipeline.units import Unit, unit_of

Row = tuple[Cell, ...]
_ENDS_IN_DIRECTION = re.compile(
    r"(\S.{0,60}?)[\s:(/–—-]+((?:(?:cached?|image|audio|text)[ -])?(?:inputs?|outputs?)"
    r"|(?:图片|图像|音频|文本)?(?:输入|输出))(?: (?:tokens?|price))?\)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[~<>≤≥]?\s*\d[\d.,:]*\s*(?:%|x|ms|s|gb|k|m|秒|天|个月)?", re.IGNORECASE)
"""A count, a share, a duration: no name."""
_PAID = re.compile(
    r"pay[- ]as[- ]you[- ]go|按量(?:付费|计费)|后付费|预付费|on[- ]demand|prepaid|postpaid", re.IGNORECASE
)
"""How one pays, which is the name of nothing."""
_COMPOUND = re.compile(r"[A-Za-z][\w.]*(?:[-_/][\w.]+)+", re.ASCII)
"""One word of several parts, as ids are: lark-embedding."""
_PACKAGE = re.compile(r"(?:免费|体验|资源|流量|加油|基础)包.{0,3}|套餐.{0,2}")
"""So much for so much: what a vendor calls it says nothing of the model."""
_PLAN = re.compile(r"standard(?: plan)?|priority|标准版?|flex", re.IGNORECASE)
"""A word for a service class that is a plan's name where subscriptions are sold."""
_UNIT_AFTER = re.compile(r"(?P<name>.*\S) ?(?:/|\bper\b|每) ?(?P<unit>[^/\d:]{1,24})", re.IGNORECASE)
_DIRECTIONS = ("input", "output", "input_output")
_NEVER_NAMES = ("region", "modality", "resolution", "quality", "window", "duration", "unit")
_NAME_RANK = {"model": 3, "name": 2, "category": 0}


@dataclass(slots=True)
class Grid:
    """A table with its header rows apart, models down the rows."""

    headers: list[str]
    rows: list[Row]
    columns: list[Column] = field(default_factory=list)
    heads: int = 0
    """Header rows of a grid that has been turned over: its first columns now."""
    transposed: bool = False


@dataclass(slots=True)
class Found:
    """What a table gave."""

    offers: list[Offer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    nameless: bool = False
    """It states prices, and nothing on it or over it names what they are the prices of."""


def read_table(table: Table, around: Around) -> Found:
    """The offers of a table; none if no column of it is one of prices."""
    found = Found()
    if is_worked_example(around.under):
        return found
    for grid in _grids(table):
        _columns(grid, around)
        if any(column.priced for column in grid.columns):
            _read_rows(grid, table, around, found)
    return found


# -- headers and orientation -------------------------------------------------------------------------------------------


def _grids(table: Table) -> Iterator[Grid]:
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    if len(rows) < 1:
        return
    marked = min(table.header_rows, len(rows)) if table.header_rows < len(rows) else 0
    heads = marked or _header_rows(rows)
    heads = next((n for n in range(1, heads) if is_section(rows[n])), heads)
    while heads and heads < len(rows) - 1 and _is_second_header(rows[heads]):
        heads += 1
    grid = Grid(_headers(rows[:heads], len(rows[0])), rows[heads:])
    if grid.rows:
        yield _transposed(_with_sections(rows, heads), heads) if _models_across(grid) else grid


def is_section(row: Row) -> bool:
    """True for a row of one text over the whole width, which heads the rows below it."""
    return len(row) > 1 and all(cell.text for cell in row) and len({cell.text for cell in row}) == 1


def _with_sections(rows: Sequence[Row], heads: int) -> list[Row]:
    """Rows headed by a section take its condition into their own label; the section's row goes."""
    found, section = list(rows[:heads]), ""
    for row in rows[heads:]:
        if is_section(row) and label_of(row[0].text).terms:
            section = row[0].text
        else:
            first = replace(row[0], text=f"{section}\n{row[0].text}") if section and row[0].text else row[0]
            found.append((first, *row[1:]))
    return found


def _header_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top hold no price; a second one counts where the first spans into it or over it."""
    if _states_price(rows[0]):
        return 0
    heads = 1
    while heads < min(len(rows) - 1, 3) and not _states_price(rows[heads], bare=True):
        spans_down = any(cell.spanned and cell.row < rows[heads][-1].row for cell in rows[heads][:1])
        spans_over = any(cell.spanned and cell.row == rows[heads - 1][0].row for cell in rows[heads - 1])
        if not (spans_down or spans_over) or not any(label_of(cell.text).says for cell in rows[heads]):
            break
        heads += 1
    return heads


def _is_second_header(row: Row) -> bool:
    """True for a row that names meters and no model: where spans are lost, it is the lower half of the header."""
    labels = [label_of(cell.text) for cell in row if cell.text]
    return not row[0].text and len(labels) > 1 and all(label.meter and len(label.text) <= 40 for label in labels)


def _states_price(row: Row, bare: bool = False) -> bool:
    return any(_numbers(cell.text, bare) for cell in row if cell.text)


def _numbers(text: str, bare: bool) -> bool:
    """True if a text states a price in figures, or that it is free."""
    if len(text) > 600:
        return False
    return any(quote.value is not None for quote in amounts(text, bare).quotes)


def _headers(rows: Sequence[Row], width: int) -> list[str]:
    """The header of each column: the texts over it, top down, each once."""
    headers = []
    for column in range(width):
        texts: list[str] = []
        for row in rows:
            text = row[column].text
            if text and text not in texts:
                texts.append(text)
        headers.append("\n".join(texts))
    return headers


def _models_across(grid: Grid) -> bool:
    """True if the columns are models (or plans) and the rows are what is counted."""
    priced_rows = [row for row in grid.rows if _states_price(row[1:]) and not _states_price(row[:1])]
    if not priced_rows or len(grid.headers) < 2:
        return False
    if any(header != grid.headers[0] and label_of(header).column == "model" for header in grid.headers[1:]):
        return False  # models stand below, in a column of their own
    priced_columns = [n for n in range(1, len(grid.headers)) if any(_numbers(row[n].text, False) for row in grid.rows)]
    over = [_tells(label_of(grid.headers[n])) for n in priced_columns if grid.headers[n]]
    if not over or sum(over) * 2 >= len(over):
        return False
    aside = [label_of(header).column in ("allowance", "limit") for header in grid.headers]
    beside = [_tells(label_of(_row_label(row, aside))) for row in priced_rows]
    rows_are_named = label_of(grid.headers[0]).column == "name"
    return sum(beside) * 2 >= len(beside) + rows_are_named


def _tells(label: Label) -> bool:
    """True if a text says what the prices under it (or beside it) are of; the name of a plan does not."""
    names = {name for name, _ in label.terms}
    if label.meter or label.price or names & {"resolution", "duration", "valid", "service_class"}:
        return True
    if label.unit and "plan" not in names:
        return bool(label.currency) or unit_of(label.text) is not None
    return False


def _row_label(row: Row, aside: Sequence[bool]) -> str:
    """The texts at the head of a row, up to its first price; what is free and what is the most is left aside."""
    texts: list[str] = []
    for cell, is_aside in zip(row, aside, strict=True):
        if is_aside:
            continue
        if texts and _numbers(cell.text, True):
            break
        if cell.text and cell.text not in texts:
            texts.append(cell.text)
    return "\n".join(texts[:3])


def _transposed(rows: Sequence[Row], heads: int) -> Grid:
    """The same grid turned over: what was at the head of each row is now over each column."""
    labels = 1
    body = rows[heads:]
    while labels < len(rows[0]) - 1 and not _holds_values([row[labels].text for row in body]):
        labels += 1
    turned = [tuple(row[n] for row in rows) for n in range(len(rows[0]))]
    headers = _headers(turned[:labels], len(rows))
    return Grid(headers, turned[labels:], heads=max(heads, 1), transposed=True)


def _holds_values(texts: Sequence[str]) -> bool:
    """True for a column of prices, or of words that stand in place of prices."""
    if any(_numbers(text, False) for text in texts):
        return True
    return sum(state_of(text)[0] for text in texts if text) * 2 > sum(1 for text in texts if text)


# -- columns -----------------------------------------------------------------------------------------------------------


def _columns(grid: Grid, around: Around) -> None:
    """Finds out what each column holds; the page's declared words first."""
    for index, header in enumerate(grid.headers):
        label = label_of(header)
        declared = around.hints.meters.get(one_line(header))
        if declared:
            label = replace(label, meter=declared, column=None, price=True)
        column = Column(index, label, turned=grid.transposed and index < grid.heads)
        grid.columns.append(column)
    texts = [[row[index].text for row in grid.rows if row[index].text] for index in range(len(grid.headers))]
    money = any(map(_prints_money, texts))
    for column, held in zip(grid.columns, texts, strict=True):
        column.priced = _is_priced(column.label, held) and not are_counts(column.label, held, money)
    if not any(column.priced for column in grid.columns):
        _price_conditions(grid, texts)
    elif not grid.transposed:
        for column, held in zip(grid.columns, texts, strict=True):  # all free, or to be asked for, beside prices
            column.priced = column.priced or (column.label.meter in TOKEN_METERS and held != [] and _all_states(held))
    _leave_out_other_prices(grid.columns)
    for column, held in zip(grid.columns, texts, strict=True):
        column.usual_unit = _usual_unit(held) if column.priced else None
    if not grid.transposed:
        _lend_unit(grid.columns)


def _lend_unit(columns: Sequence[Column]) -> None:
    """A price of tokens whose column states no unit is in that of the input and output beside it, if both state one."""
    directed = [column for column in columns if column.priced and column.label.meter in _DIRECTIONS]
    units = {column.label.unit for column in directed}
    if len(directed) < 2 or len(units) != 1 or None in units:
        return
    for column in columns:
        if column.priced and column.label.meter in ("cache_read", "cache_write") and column.label.unit is None:
            column.usual_unit = column.usual_unit or directed[0].label.unit


def _price_conditions(grid: Grid, texts: Sequence[Sequence[str]]) -> None:
    """Columns headed by a condition ("Singapore") are of prices where each row says of what, in which currency."""
    rows_say = any(label.meter and label.currency and label.unit for held in texts for label in map(label_of, held))
    for column, held in zip(grid.columns, texts, strict=True) if rows_say else ():
        label = column.label
        column.priced = bool(label.terms and not label.column and held) and all(_numbers(text, True) for text in held)


def _prints_money(texts: Sequence[str]) -> bool:
    return sum(any(quote.currency for quote in amounts(text).quotes) for text in texts) * 2 > len(texts)


def _leave_out_other_prices(columns: Sequence[Column]) -> None:
    """Beside "our price" any other is somebody else's; beside a price now, an old one is no price."""
    priced = [column for column in columns if column.priced]
    ours = [column for column in priced if OURS.search(column.label.text)]
    for column in priced:
        if ours and column not in ours and column.label.price:
            column.priced = False
    now = [column for column in priced if column.priced and not is_former(column.label)]
    for column in priced if now else ():
        column.former = is_former(column.label)


def _is_priced(label: Label, texts: Sequence[str]) -> bool:
    if not texts or label.column in ("limit", "allowance", "unit") or is_no_price(label.text):
        return False
    strong = sum(_numbers(text, False) and not state_of(text)[0] for text in texts)
    money = sum(any(quote.currency for quote in amounts(text, False).quotes) for text in texts)
    stated = sum(_numbers(text, True) for text in texts)
    named = bool(
        (label.meter and label.column not in ("model", "name"))
        or label.price
        or label.currency
        or (label.unit and label.column is None)
    )
    if label.column == "skip" and not all(map(_is_bare_price, texts)):
        return False
    if label.column in ("skip", "ceiling", "band", "region", "modality", "window", "resolution", "quality", "version"):
        return money * 2 > len(texts)
    if named and (stated or any(amounts(text, True).refused for text in texts)):
        return True
    if (label.price or label.currency) and label.column not in ("model", "name"):
        return _all_states(texts)
    if label.is_condition and all(_numbers(text, True) or state_of(text)[0] for text in texts) and stated:
        return True
    sure = strong * 2 > sum(1 for text in texts if not state_of(text)[0]) and strong > 0
    return sure and label.column not in ("model",)


def _is_bare_price(text: str) -> bool:
    """True if hardly a word stands beside the prices of a text, as there would in a remark."""
    return all(len(quote.label) + len(quote.note) <= 20 for quote in amounts(text).quotes)


def _all_states(texts: Sequence[str]) -> bool:
    """True if each cell says a word in place of a price, and not all of them that there is none."""
    said = [state_of(text) for text in texts]
    return all(found for found, _ in said) and any(state for _, state in said)


def _usual_unit(texts: Sequence[str]) -> Unit | None:
    units = Counter(quote.unit for text in texts for quote in amounts(text, True).quotes if quote.value)
    unit, count = units.most_common(1)[0] if units else (None, 0)
    return unit if count * 2 > sum(units.values()) else None


def _name_columns(grid: Grid) -> list[Column]:
    """The columns that may name the model, the likeliest first."""
    if grid.transposed:
        return [column for column in grid.columns[: grid.heads] if not column.priced]
    named = [column for column in grid.columns if not column.priced and column.role in _NAME_RANK]
    named.sort(key=lambda column: (-_NAME_RANK[column.role or ""], column.index))
    if named and _NAME_RANK[named[0].role or ""] >= 2:
        return named
    plain = [
        column for column in grid.columns if not column.priced and column.role is None and not _tells(column.label)
    ]
    return [column for column in plain if _holds_names(grid, column)] + named


def _holds_names(grid: Grid, column: Column) -> bool:
    texts = [row[column.index].text for row in grid.rows if row[column.index].text]
    return bool(texts) and sum(not label_of(text).says for text in texts) * 2 >= len(texts)


# -- rows --------------------------------------------------------------------------------------------------------------


def _read_rows(grid: Grid, table: Table, around: Around, found: Found) -> None:
    names = _name_columns(grid)
    varying = _varying(grid, names)
    section = model = ""
    for row in grid.rows:
        if is_section(row) and not _states_price(row):
            section, model = row[0].text, ""
            continue
        model = _read_row(grid, row, names, replace_section(around, section), table, found, model, varying) or model


def replace_section(around: Around, section: str) -> Around:
    """What stands around a row that comes after a row of one cell, which heads it."""
    return around.inside(section) if section else around


def _read_row(
    grid: Grid,
    row: Row,
    names: Sequence[Column],
    around: Around,
    table: Table,
    found: Found,
    above: str,
    varying: Mapping[str, frozenset[int]],
) -> str:
    """Adds the row's offers to `found`; returns the name of its model, for rows below that leave it out."""
    name = _name_column(grid, row, names, around)
    model = row[name.index].text if name else ""
    if above and not grid.transposed and names and not row[names[0].index].text and names[0].role == "model":
        name, model = names[0], above
    if not model and not around.model:
        found.nameless = True
        found.refused.extend(_unnamed(grid, row, table))
        return ""
    whole, (model, direction) = model, _without_direction(model, grid)
    model, unit = _without_unit(model)
    beside = _beside(grid, row, name, direction, unit, varying.get(whole, frozenset()))
    made: list[tuple[Column, Offer]] = []
    for column in grid.columns:
        cell = row[column.index]
        if not column.priced or not cell.text:
            continue
        over = cell.spanned and cell.row == max(each.row for each in row)
        for each in _read_cell(grid, cell, column, model, beside, around, table, found):
            known = _same_again(each, made, over) if cell.spanned else None
            if known is None:
                made.append((column, each))
            else:
                made[known] = (made[known][0], _in_both(made[known][1], each))
    found.offers.extend(_with_promotions(_with_former_prices(_in_one_unit(made))))
    return whole


def _unnamed(grid: Grid, row: Row, table: Table) -> list[str]:
    """The first price of a row that nothing names."""
    cells = (row[column.index] for column in grid.columns if column.priced)
    priced = (cell for cell in cells if any(quote.currency for quote in amounts(cell.text, True).quotes))
    return [f"{_place(grid, cell, table)}: {one_line(cell.text)[:120]}" for cell in [*priced][:1]]


def _varying(grid: Grid, names: Sequence[Column]) -> dict[str, frozenset[int]]:
    """Model → the columns without prices in which its rows differ."""
    texts: dict[str, dict[int, set[str]]] = {}
    model = ""
    for row in grid.rows if names else ():
        model = row[names[0].index].text or model
        for column in grid.columns:
            if not column.priced:
                texts.setdefault(model, {}).setdefault(column.index, set()).add(row[column.index].text)
    return {
        model: frozenset(index for index, held in columns.items() if len(held) > 1) for model, columns in texts.items()
    }


def _name_column(grid: Grid, row: Row, names: Sequence[Column], around: Around) -> Column | None:
    plans = any(column.label.meter == "subscription" for column in grid.columns if column.priced)
    name = next((column for column in names if _is_name(row[column.index].text, column, plans)), None)
    if name is None and not around.model and not grid.transposed:
        plain = (column for column in grid.columns if not column.priced and column.role not in _NEVER_NAMES)
        name = next((column for column in plain if _is_name(row[column.index].text, column)), None)
    return name


def _beside(grid: Grid, row: Row, name: Column | None, direction: str, unit: str, varying: frozenset[int]) -> Beside:
    """The row's other cells; the direction and the unit that its name or its one labelled price states are of them."""
    cells = [
        (column, row[column.index].text)
        for column in grid.columns
        if not column.priced and column is not name and row[column.index].text
    ]
    if name and not name.turned and name.label.text:
        cells.append((replace(name, index=-1), name.label.text))  # "GPU type" tells what its cells are
    direction = direction or _stated_direction(grid, row)
    if direction:
        cells.append((Column(-1, Label(column="meter")), direction))
    if unit:
        cells.append((Column(-1, Label(column="unit")), unit))
    return Beside(tuple(cells), varying)


def _stated_direction(grid: Grid, row: Row) -> str:
    """ "输出" of a row in which one price is labelled so and the others are of service classes."""
    if not any(column.priced and column.label.terms and not column.label.meter for column in grid.columns):
        return ""
    quotes = [
        quote for column in grid.columns if column.priced for quote in amounts(row[column.index].text, True).quotes
    ]
    labels = {quote.label for quote in quotes if label_of(quote.label).meter in _DIRECTIONS}
    return labels.pop() if len(labels) == 1 else ""


def _without_direction(model: str, grid: Grid) -> tuple[str, str]:
    """("lark", "output") of a row "lark output", where no column says what its prices are of."""
    ends = _ENDS_IN_DIRECTION.fullmatch(model)
    if not ends or not can_be_name(ends[1]) or any(column.label.meter in _DIRECTIONS for column in grid.columns):
        return model, ""
    return ends[1], ends[2]


def _without_unit(model: str) -> tuple[str, str]:
    """("swan-video 2", "second") of a row "swan-video 2 / second"."""
    ends = _UNIT_AFTER.fullmatch(model)
    if not ends or unit_of(ends["unit"]) is None or not can_be_name(ends["name"]) or not any(map(str.isdigit, model)):
        return model, ""
    return ends["name"], ends["unit"]


def _read_cell(
    grid: Grid,
    cell: Cell,
    column: Column,
    model: str,
    beside: Beside,
    around: Around,
    table: Table,
    found: Found,
) -> list[Offer]:
    """The offers of one cell; what is not understood goes to `found.refused`."""
    read = amounts(cell.text, True)
    place = _place(grid, cell, table)
    under = over_each(column, read.quotes, around, _prices_both(grid))
    if read.refused or under is None:
        found.refused.append(f"{place}: {one_line(read.refused or cell.text)[:120]}")
    offers: list[Offer] = []
    for number, quote in enumerate(read.quotes if under else ()):
        made = offer(quote, under[number], model, beside, around, place) if under and quote.state is not None else []
        offers.extend(made)
        if not made and quote.state is State.PRICED:
            found.refused.append(f"{place}: {one_line(quote.printed)[:120]}")
    return offers


def _prices_both(grid: Grid) -> bool:
    """True if input and output have columns of their own."""
    return {"input", "output"} <= {column.label.meter for column in grid.columns if column.priced}


def _same_again(one: Offer, made: Sequence[tuple[Column, Offer]], over: bool) -> int | None:
    """Where the same has been said: a cell `over` several columns says it once, whatever each of them adds to it."""
    rate = one.rate
    for place, (_, each) in enumerate(made):
        alike = (each.rate.model, each.rate.meter, each.rate.printed) == (rate.model, rate.meter, rate.printed)
        if alike and (each.rate.terms == rate.terms or (over and each.rate.unit_price == rate.unit_price)):
            return place
    return None


def _in_both(one: Offer, other: Offer) -> Offer:
    """The first, under no more than the conditions that hold for both."""
    terms = tuple(term for term in one.rate.terms if term in other.rate.terms)
    return replace(one, header="", rate=replace(one.rate, terms=terms))


def _in_one_unit(made: Sequence[tuple[Column, Offer]]) -> list[tuple[Column, Offer]]:
    """The same price for a thousand and for a million tokens is one price: the first counts."""
    units: dict[object, Decimal] = {}
    return [
        (column, each)
        for column, each in made
        if each.rate.per_million is None
        or units.setdefault((_key(each), each.rate.per_million), each.rate.per) == each.rate.per
    ]


def _with_former_prices(made: Sequence[tuple[Column, Offer]]) -> list[tuple[Column, Offer]]:
    """A price in a column of old prices is the list price of the one beside it, and no rate of its own."""
    before = {_key(each): each.rate.unit_price for column, each in made if column.former}
    counts = Counter(_key(each) for column, each in made if column.former)
    kept: list[tuple[Column, Offer]] = []
    for column, each in made:
        if not column.former:
            price = before.get(_key(each)) if counts[_key(each)] == 1 else None
            if price and each.rate.list_price is None and price != each.rate.unit_price:
                each = replace(each, rate=replace(each.rate, list_price=price))
            kept.append((column, each))
    return kept


def _key(one: Offer) -> tuple[str, str, Terms]:
    return one.rate.model, one.rate.meter, one.rate.terms


def _with_promotions(made: Sequence[tuple[Column, Offer]]) -> list[Offer]:
    """A price in a column of promotions stands in for the one beside it, which becomes its list price."""
    promoted = {_key(each): each for column, each in made if column.label.promotes}
    kept: list[Offer] = []
    replaced: set[int] = set()
    for column, each in made:
        instead = promoted.get(_key(each)) if not column.label.promotes else None
        if instead and instead.rate.unit_price != each.rate.unit_price:
            kept.append(replace(instead, rate=replace(instead.rate, list_price=each.rate.unit_price)))
            replaced.add(id(instead))
        elif not column.label.promotes:
            kept.append(each)
    return kept + [each for column, each in made if column.label.promotes and id(each) not in replaced]


def _is_name(text: str, column: Column, plans: bool = False) -> bool:
    """True if a cell of a name column holds a name, and not a dash, a plan or the name of a meter."""
    said, state = state_of(text)
    is_plan = state is State.FREE and (column.turned or column.role == "name")
    if not text or (said and not is_plan) or _PAID.fullmatch(text) or _FIGURES.fullmatch(text) or text[0] in "$¥€£":
        return False
    if column.role == "model" and not column.turned:
        return True
    label = label_of(text)
    if column.turned:
        is_condition = label.terms and not (plans and _PLAN.fullmatch(text))
        return not (is_condition or label.unit or _PACKAGE.fullmatch(text))
    if label.meter in ("embedding", "rerank") and _COMPOUND.fullmatch(text):
        return True
    return not (label.meter in TOKEN_METERS and len(text) < 40 and not any(char.isdigit() for char in text))


def _place(grid: Grid, cell: Cell, table: Table) -> str:
    return f"{table.locator}, row {cell.row}, column {cell.column}"
