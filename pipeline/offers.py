"""One quoted price and the words that belong to it → rates, with what would tell them from others of the same key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline import vocabulary as words
from pipeline.around import TOKEN_UNITS, Around
from pipeline.beside import Beside
from pipeline.blocks.clean import one_line
from pipeline.columns import Column
from pipeline.labels import Label, kind_of, label_of
from pipeline.names import clean_name, model_id
from pipeline.quotes import Quote
from pipeline.types import Rate, State, terms_of
from pipeline.units import Unit, size_terms

TOKEN_METERS = frozenset(
    [
        "input",
        "output",
        "cache_read",
        "cache_write",
        "embedding",
        "reasoning",
        "input_output",
        "training",
        "rerank",
        "image_input",
        "image_output",
    ]
)
_WORK = ("training", "evaluation", "data_labeling")
"""Kinds that are counted in tokens without a direction."""
_DIRECTIONS = ("input", "output", "cache_read", "cache_write")
_CACHED = ("cache_read", "cache_write")
_BY_KIND = ("image", "audio", "video")
_UNCACHED = (None, "input", "input_output")
_BOUND = re.compile(r"[<>≤≥]\s*\d")
_DISCOUNT = re.compile(r"\d\s*%\s*(?:off|less|cheaper|discount|lower)|\d\s*折|优惠(?!时段)|减免|半价", re.IGNORECASE)
"""A note on a discount: its words are conditions of a price that is not printed."""
_OTHER_AMOUNT = re.compile(r"\([^()]*(?:[$¥€£]\s?\d|\d\s?元)[^()]*\)")
"""A bracket with an amount of its own: its words are conditions of that amount."""
_CLIPS = ("条", "个", "段")
"""Words that count videos where the row is of videos, and anything elsewhere."""
_ONCE = re.compile(
    r"^(?:(?:音色|声音)(?:复刻|克隆|设计)|(?:rapid )?voice clon)|首次使用[^,，。;；]{0,30}收取|一次性(?:收|费)"
    r"|^\(?one[- ]time fees?\)?$",
    re.IGNORECASE,
)
_DEAREST_TOKEN = Decimal("0.01")
_ONE_TOKEN = re.compile(r"(?:/|\bper|每个?)\s*(?:(?:input|output)\s+)?(?:token\b|词元)", re.IGNORECASE)
_DEAREST_MILLION = {"USD": 10_000, "EUR": 10_000, "GBP": 10_000, "CNY": 70_000}
"""More for a million tokens is no price."""
_MARKED = r"[\s()*,;|→+.·•:^\[\]/-]"
_KEPT_FOR = frozenset({"hour", "day", "month", "year"})
_SIZE = re.compile(r"[1248]k", re.IGNORECASE)
_EDGES = re.compile(rf"^(?:{_MARKED}|(?:and|or|then)\b)+|(?:{_MARKED}|\b(?:and|or|then))+$", re.IGNORECASE)
_GRANT = re.compile(
    r"\d (?:\w+ ){0,2}(?:RP[DM]|requests|prompts)\b.{0,20}\bfree\b|\bfree\b.{0,20}$|免费额度", re.IGNORECASE
)
"""An allowance before the price: "1,500 requests a day free, then"."""
_PLAIN_HEADER = re.compile(
    r"(?:模型|服务|产品)?(?:名称|id|版本)?|models?(?: ?(?:name|id|version)s?)?|names?", re.IGNORECASE
)
_MARKS = re.compile(r"\[[\d*†‡§]{1,3}\]")
_REMARK = re.compile(
    r"\(\s*(?:retired|deprecated|legacy|discontinued|sunset|withdrawn|已下线|即将下线|下线|退役|停售|已?废弃|弃用|停用)[^()]*\)",
    re.IGNORECASE,
)
"""A remark on a model's fate, which is no part of its name."""
_GLUED_BADGE = re.compile(
    r"(?<=\d[A-Z])(?:Preview|Beta|New|Deprecated|Legacy)$|(?<=\d)(?:Preview|Beta|New|Deprecated|Legacy)$"
)
"""A badge that lost the element it was in."""
_ID = re.compile(r"[A-Za-z][\w.:/+-]*\d[\w.:/+-]*|[a-z][\w.]*(?:-[\w.]+)+|[a-z]{3,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Offer:
    """A rate in the making, with the words beside it that were not needed to read it."""

    rate: Rate
    source: str
    """The block it is from."""
    quote: Quote
    header: str
    """What stands over it."""
    model: str
    """The whole of the cell that names the model."""
    beside: Beside
    around: Around

    def spare(self, source: str) -> str:
        """The further words of one kind: they become a term where two rates would otherwise be one."""
        if source == "per":
            return one_line(self.quote.unit_text)
        if source == "condition":
            return _condition(f"{self.quote.label} {self.quote.note}")
        if source == "column":
            return one_line(self.header)[:120]
        if source == "variant":
            texts = (*self.model.split("\n")[1:], *self.beside.variants)
            return " / ".join(one_line(text) for text in texts)[:120]
        if source == "named":
            return "" if _PLAIN_HEADER.fullmatch(self.beside.named) else self.beside.named[:120]
        titles, number = self.around.titles, int(source.removeprefix("title "))
        return one_line(titles[number])[:120] if number < len(titles) else ""


def _condition(text: str) -> str:
    """Words beside a price without the marks and conjunctions around them; none where they tell what comes free."""
    text = _EDGES.sub("", one_line(_MARKS.sub(" ", text)))
    return "" if _GRANT.search(text) else text[:120]


def offer(quote: Quote, column: Column, model: str, beside: Beside, around: Around, place: str) -> list[Offer]:
    """The rates of one quote: one a model, two where a price is for both directions, none if it is not understood."""
    over = column.label
    own = _own_label(quote, column, around)
    said_after = _OTHER_AMOUNT.sub(" ", one_line(quote.note))
    note = Label() if _DISCOUNT.search(said_after) else label_of(said_after.strip())
    meter, unit = _meter_and_unit(quote, column, model, own, note, beside, around)
    if meter is None or unit is None:
        return []
    terms = _terms(meter, (own, note, over, *beside.typed), beside, around)
    for name, value in size_terms(quote.unit_text):
        terms.setdefault(name, value)
    currency = quote.currency or over.currency or beside.currency
    if currency is None:
        currency = (around.page.own_unit or over.own_unit) if over.own_unit else around.currency
    if quote.state is State.PRICED and (currency is None or _is_absurd(quote, unit, currency, over)):
        return []
    conditions, source = terms_of(terms), place.partition(",")[0]
    printed = one_line(quote.printed)
    return [
        Offer(
            Rate(
                name, each, conditions, quote.state or State.UNKNOWN, quote.value, currency, unit.per, unit.name,
                quote.list_value, printed, place, model_id(name, around.hints.vendor),
            ),
            source, quote, over.text, model, beside, around,
        )
        for name in (models_of(model) if model else map(clean_name, around.model.split("\n")))
        if name
        for each in (("input", "output") if meter == "input_output" else (meter,))
    ]  # fmt: skip


@lru_cache(maxsize=8192)
def models_of(text: str) -> tuple[str, ...]:
    """The model names in a cell: one a line or between commas where each part can be one by itself."""
    lines = [
        line
        for line in (one_line(_REMARK.sub("", _MARKS.sub("", _GLUED_BADGE.sub("", line)))) for line in text.split("\n"))
        if line
    ]
    if (
        len(lines) > 1
        and " " in lines[0]
        and len(lines[1]) <= 28
        and lines[1].lower() not in words.BADGE_WORDS
        and all(word[0].isupper() or word[0].isdigit() for word in lines[1].split())
    ):
        lines = [f"{lines[0]} {lines[1]}"]
    names = [line for line in lines if _ID.fullmatch(line)] if len(lines) > 1 and _ID.fullmatch(lines[0]) else lines[:1]
    found: list[str] = []
    for name in names:
        parts = [part.strip() for part in re.split(r"[,，、]\s*", name)]
        if len(parts) == 1:
            parts = [part.strip() for part in re.split(r"\s+/\s+", name)]
            parts = parts if all(re.search(r"\d|-", part) for part in parts) else [name]
        found.extend(parts if len(parts) > 1 and all(_ID.match(part) for part in parts) else [name])
    return tuple(name for name in map(clean_name, found) if name)


def _own_label(quote: Quote, column: Column, around: Around) -> Label:
    """What the words before a price say of it; "1K", "2K" and "4K" before those of images are their size."""
    size = _SIZE.fullmatch(quote.label.strip())
    counted = column.label.unit.name if column.label.unit else around.meter
    if size and counted in ("image", "video"):
        return Label(quote.label, terms=(("resolution", size[0].upper()),))
    return label_of(quote.label) if len(quote.label) <= 40 else Label()


# -- what is counted, and in what --------------------------------------------------------------------------------------


def _meter_and_unit(
    quote: Quote,
    column: Column,
    model: str,
    own: Label,
    note: Label,
    beside: Beside,
    around: Around,
) -> tuple[str | None, Unit | None]:
    said = _said(quote, column, own, note, beside)
    kind = kind_of(column.label.text, *beside.descriptions, model, *around.titles)
    unit = quote.unit or own.unit or column.label.unit or beside.unit
    if quote.unit is None and own.unit is None and (once := _once(quote, beside)):
        unit = _unit_of_once(once)
        return (_meter(None, kind, unit, around) if unit else said), unit
    if said in TOKEN_METERS and column.usual_unit and column.usual_unit.name not in TOKEN_UNITS:
        unit = unit or around.unit(tokens=True)  # what other rows print does not beat what the section states
    unit = unit or column.usual_unit
    if said is None and unit is None and "billing" in dict(column.label.terms):
        said = "subscription"
    if unit is None and "duration" in dict(column.label.terms):
        unit = Unit(Decimal(1), "video")
    if said is None and unit is None:
        said = around.meter
    unit = unit or _unit_around(said, kind, around)
    if unit is None and quote.state is not State.PRICED and _counts_tokens(said, kind, model):
        unit = Unit(Decimal(1), "token_hour" if said == "cache_storage" else "token")
    if unit is None:
        return said, _implied_unit(said, own, column.label, *beside.labels)
    if unit.name in ("second", "minute"):
        kind = kind_of(quote.unit_text, beside.unit_text) or kind
    sized = beside.has_resolution or any("resolution" in dict(each.terms) for each in (own, note, column.label))
    if kind is None and sized and (unit.name == "second" or quote.unit_text.strip() in _CLIPS):
        kind = "video"
    if said in _BY_KIND and unit.name in TOKEN_UNITS:
        kind = kind_of(model) or kind  # "Image cost" of an embedding model is a price of vectors
    if kind == "video" and quote.unit_text.strip() in _CLIPS:
        unit = Unit(unit.per, "video")
    return _meter(said, kind, unit, around), unit


def _said(quote: Quote, column: Column, own: Label, note: Label, beside: Beside) -> str | None:
    """The meter that the nearest words name. A direction in the unit ("per M input tokens") is nearer than the row."""
    said = own.meter or column.label.meter
    counted = label_of(quote.unit_text).meter
    if counted in _DIRECTIONS and said in (None, "input_output") and quote.unit and quote.unit.name in TOKEN_UNITS:
        said = counted
    said = said or beside.meter or counted
    if len(quote.note) <= 24 and not _BOUND.search(quote.note):
        said = note.meter if note.meter in _CACHED and own.meter is None and said in _UNCACHED else said or note.meter
    return said


def _unit_around(said: str | None, kind: str | None, around: Around) -> Unit | None:
    unit = around.unit(None if said is None else said in TOKEN_METERS)
    unit = unit or around.unit_below(None if said is None else said in TOKEN_METERS, kind)
    unit = unit or (around.page.token_unit if said in TOKEN_METERS else None)
    if unit is None and around.hints.unit:
        unit = Unit(around.hints.per or Decimal(1), around.hints.unit)
    return unit


def _once(quote: Quote, beside: Beside) -> str:
    """What says that a price is paid once, beside prices of use: the unit of the column is not its own."""
    return next(filter(_ONCE.search, (quote.note, *beside.descriptions)), "")


def _unit_of_once(text: str) -> Unit | None:
    return Unit(Decimal(1), "voice") if re.search(r"音色|声音|voice", text, re.IGNORECASE) else None


def _is_absurd(quote: Quote, unit: Unit, currency: str, over: Label) -> bool:
    """True for a price of tokens that nobody asks: a count, or the price of another thing, was taken for one."""
    if unit.name not in TOKEN_UNITS or not quote.value:
        return False
    if unit.per == 1 and quote.value > _DEAREST_TOKEN and not _ONE_TOKEN.search(f"/{quote.unit_text} {over.text}"):
        return True
    most = _DEAREST_MILLION.get(currency)
    return most is not None and quote.value * 1_000_000 > most * unit.per


def _counts_tokens(said: str | None, kind: str | None, model: str) -> bool:
    """True for what is counted in tokens though nothing says so: a direction, or the price of a known text model."""
    if said is None:
        return kind in (None, "embedding") and any(map(model_id, models_of(model)))
    return said in TOKEN_METERS or said == "cache_storage"


def _meter(said: str | None, kind: str | None, unit: Unit, around: Around) -> str:
    """What the words say, made exact by the unit and by the kind of thing sold."""
    if unit.name == "token_hour":
        return "cache_storage"
    if said in ("input", "input_output", "image_input") and kind == "embedding":
        return "embedding"
    if unit.name == "image" and said == "image_output":
        return "image"
    if unit.name in TOKEN_UNITS:
        if said in (None, "video", "image", "audio", "rerank", "subscription", "storage", "gpu_hour"):
            return kind if kind == "embedding" or (said is None and kind in _WORK) else "input_output"
        return said
    if said not in (None, "input", "output", "input_output", "embedding", "subscription", "storage"):
        return said
    if said == "storage" and _KEPT_FOR & set(unit.name.split("_")):
        return said  # "$2 per month per model"
    implied = words.UNIT_METERS.get(unit.name, "request")
    if said == "subscription" and implied != "subscription":
        return implied
    if implied in ("request", "video", "audio", "compute", "character") and kind in ("video", "image", "audio"):
        return kind
    if implied == "request" and kind == "rerank":
        return kind
    if kind == "gpu_hour" and unit.name in ("hour", "second", "minute"):
        return kind
    return implied


def _implied_unit(meter: str | None, *labels: Label) -> Unit | None:
    """Of what is sold by the month or the year though no slash says so."""
    if meter != "subscription":
        return None
    texts = " ".join(label.text for label in labels).lower()
    return Unit(Decimal(1), "year" if re.search(r"annual|year|年", texts) else "month")


# -- terms -------------------------------------------------------------------------------------------------------------


def _terms(meter: str, labels: Sequence[Label], beside: Beside, around: Around) -> dict[str, str]:
    """What surrounds a price says least, its row more, its own labels most; of the row, no modality by the way."""
    found = {**around.terms, **beside.terms}
    for label in reversed(beside.labels[len(beside.typed) :]):
        found.update((name, value) for name, value in label.terms if name != "modality")
    for label in reversed(labels):
        found.update(label.terms)
    if meter in ("embedding", "video", "image", "audio") and found.get("modality") == meter:
        del found["modality"]
    if found.get("service_class") == "standard":
        del found["service_class"]
    return found
