"""An event into its title: one sentence, from the first template whose fields are all known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from string import Formatter

from pipeline.diff import percent as percent_between
from pipeline.types import Event, EventKind, Rate, Vendor
from publish.money import Lang, digits, listed, price, size, span
from publish.naming import metric_words, model_words, vendor_name, what_words
from publish.plain import day, moment, plain
from publish.price_line import price_line
from publish.spacing import joined
from publish.vocabulary import KINDS, PHRASES, PREFIXES, TITLES

TEXT_LIMIT = 80
"""The longest text of a page that a title takes up."""
OF_THE_LIST_PRICE = frozenset({EventKind.PRICE_CUT, EventKind.PRICE_RISE})


def title(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """One sentence: `DeepSeek cuts deepseek-v4-flash output 9 %: $0.66 → $0.60 per 1M tokens`."""
    fields = _fields(event, vendors, lang)
    prefix = PREFIXES.get(event.state, {lang: ""})[lang]
    known = (template for template in TITLES[event.kind][lang] if is_known(template, fields))
    return prefix + filled(next(known, PHRASES["bare title"][lang]), fields)


def is_known(template: str, fields: Mapping[str, str | None]) -> bool:
    """Whether all that the template names is known."""
    return all(fields.get(name) for _, name, _, _ in Formatter().parse(template) if name)


def filled(template: str, fields: Mapping[str, str | None]) -> str:
    """The template with its fields, and no space left between two Chinese words where one of them was a field."""
    text = ""
    for literal, name, _, _ in Formatter().parse(template):
        text = joined(text, literal)
        text = joined(text, (fields[name] or "") if name else "")
    return text


def _fields(event: Event, vendors: Mapping[str, Vendor], lang: Lang) -> dict[str, str | None]:
    return {
        "vendor": vendor_name(event.vendor, vendors, lang),
        "kind": KINDS[event.kind][lang],
        "what": what_words(event, lang),
        "model": model_words(event, lang),
        "other": vendor_name(event.detail["other_vendor"], vendors, lang) if "other_vendor" in event.detail else None,
        "moves": str(len(event.parts)) if event.parts else None,
        "vendors": plain(event.detail.get("vendors", "")) or None,
        "days": plain(event.detail.get("days", "")) or None,
        "when": when_words(event.effective_from),
        **_price_fields(event, lang),
        **_detail_fields(event.detail, lang),
    }


def _price_fields(event: Event, lang: Lang) -> dict[str, str | None]:
    old, new = event.old, event.new
    if event.parts and old is None and new is None:
        return _group_price_fields(event, lang)
    both = old is not None and new is not None
    return {
        "size": size(event.percent, lang) if event.percent else None,
        "span": _span(event.kind, old, new, lang) if old and new and both else None,
        "old": price(listed(old) if event.kind is EventKind.RESELLER_GAP else old, lang) if old else None,
        "new": price(new, lang) if new else None,
    }


def _group_price_fields(event: Event, lang: Lang) -> dict[str, str | None]:
    olds = [part.old for part in event.parts if part.old is not None]
    news = [part.new for part in event.parts if part.new is not None]
    return {
        "most": _most(event, lang),
        "prices": price_line([rate for part in event.parts if (rate := part.new or part.old)], lang),
        "were": price_line(olds, lang) if len(olds) == len(event.parts) else None,
        "old": _same([price(rate, lang) for rate in olds]) if len(olds) == len(event.parts) else None,
        "new": _same([price(rate, lang) for rate in news]) if len(news) == len(event.parts) else None,
    }


def _span(kind: EventKind, old: Rate, new: Rate, lang: Lang) -> str:
    """A cut or a rise is one of the list price, whatever promotion stands in for it."""
    if kind in OF_THE_LIST_PRICE and old.list_unit_price != new.list_unit_price:
        return span(listed(old), listed(new), lang)
    return span(old, new, lang)


def _most(event: Event, lang: Lang) -> str | None:
    """`50 %` where all parts moved by as much, else `up to 50 %`."""
    moves = [abs(move) for part in event.parts if (move := percent_between(part.old, part.new))]
    if not moves or len(moves) < len(event.parts):
        return None
    return PHRASES["by" if len(set(moves)) == 1 else "by up to"][lang].format(size=size(max(moves), lang))


def _same(words: list[str]) -> str | None:
    return words[0] if len(set(words)) == 1 else None


def _detail_fields(detail: Mapping[str, str], lang: Lang) -> dict[str, str | None]:
    old, new = detail.get("old"), detail.get("new")
    return {
        "old_name": plain(detail.get("old_name", ""), TEXT_LIMIT),
        "new_name": plain(detail.get("new_name", ""), TEXT_LIMIT),
        "metric": metric_words(detail.get("metric", ""), lang),
        "limits": f"{number_words(old)} → {number_words(new)}" if old and new else None,
        "allowance": plain(new or "", TEXT_LIMIT),
        "was_given": plain(old or "", TEXT_LIMIT),
        "promotional": PHRASES["promotional"][lang] if detail.get("promotion") == "made permanent" else None,
        "old_ends": ends_words(detail, "old_ends", lang),
        "ends": ends_words(detail, "new_ends", lang) or ends_words(detail, "ends", lang),
    }


def ends_words(detail: Mapping[str, str], key: str, lang: Lang) -> str | None:
    printed = plain(detail.get(key, ""), TEXT_LIMIT)
    return PHRASES["no end"][lang] if printed == "none" else printed or None


def number_words(printed: str) -> str:
    """`10000` as `10,000`; what is no bare number, as it is printed."""
    try:
        return digits(Decimal(printed))
    except (InvalidOperation, ValueError):
        return plain(printed, TEXT_LIMIT)


def when_words(at: datetime | None) -> str | None:
    """The day alone where the page gave no hour: midnight is the start of a day, not an hour somebody chose."""
    if at is None:
        return None
    return moment(at) if at.hour or at.minute else day(at)
