"""Rates, allowances, limits and promotions into lines of words; what has no number says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.about import folded
from pipeline.types import Allowance, Limit, Notice, Promotion, Sheet, State, Vendor
from publish.money import Lang, digits, listed, price
from publish.naming import meter_words, metric_words, terms_words, vendor_name, with_terms
from publish.plain import plain
from publish.site.dates import day_words
from publish.site.visit import LONGEST_NAME
from publish.site.words.catalogue import ALLOWANCES, OFFERS
from publish.spacing import joined
from storage.answers import PriceRow

LONGEST_NOTICE = 500
METER_ORDER = ("input", "input_output", "cache_read", "cache_write", "output", "reasoning")


@dataclass(frozen=True, slots=True)
class Offered:
    """One rate over a span of time."""

    vendor: str
    vendor_name: str
    model: str
    page_of: str
    """What the model's page goes by; empty where it has none."""
    what: str
    """Meter and terms."""
    price: str
    list_price: str
    """Where a promotion stands in for it, else empty."""
    is_number: bool
    since: datetime
    until: datetime | None
    printed: str


@dataclass(frozen=True, slots=True)
class Given:
    """An allowance, a limit or a promotion."""

    model: str
    what: str
    amount: str
    ends: str
    printed: str
    page: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the rates."""

    allowances: tuple[Given, ...] = ()
    limits: tuple[Given, ...] = ()
    promotions: tuple[Given, ...] = ()
    notices: tuple[Given, ...] = ()
    """Sentences about prices; `ends` is from when they hold."""


def offered(row: PriceRow, vendors: Mapping[str, Vendor], lang: Lang) -> Offered:
    rate = row.rate
    return Offered(
        vendor=row.vendor,
        vendor_name=vendor_name(row.vendor, vendors, lang),
        model=plain(row.model),
        page_of=page_of(row.model_id, row.model),
        what=with_terms(meter_words(row.meter, lang), row.terms, lang),
        price=price(rate, lang),
        list_price="" if row.list_price is None else price(listed(rate), lang),
        is_number=row.state in (State.PRICED, State.FREE),
        since=row.valid_from,
        until=row.valid_to,
        printed=plain(row.printed),
    )


def page_of(model_id: str | None, name: str) -> str:
    """What a model's page goes by: its id, or its name as printed; empty for a name too long to be asked for."""
    named = model_id or name
    return named if len(named) <= LONGEST_NAME else ""


def by_meter(row: PriceRow) -> tuple[str, int, str, int, str]:
    """Model by model, input before output, the fewest terms first."""
    place = METER_ORDER.index(row.meter) if row.meter in METER_ORDER else len(METER_ORDER)
    return folded(row.model), place, row.meter, len(row.terms), str(row.terms)


def beside(sheets: Mapping[str, Sheet], names: Iterable[str] | None, lang: Lang) -> Beside:
    """Of all models, or of those of these names and of what is said of no model in particular, page by page."""
    wanted = None if names is None else {folded(name) for name in names}

    def about(model: str | None) -> bool:
        return wanted is None or model is None or folded(model) in wanted

    return Beside(
        tuple(_allowance(one, page, lang) for page, s in sheets.items() for one in s.allowances if about(one.model)),
        tuple(_limit(one, page, lang) for page, s in sheets.items() for one in s.limits if about(one.model)),
        tuple(_promotion(one, page, lang) for page, s in sheets.items() for one in s.promotions if about(one.model)),
        tuple(_notice(one, page, lang) for page, s in sheets.items() for one in s.notices if names is None),
    )


def _allowance(one: Allowance, page: str, lang: Lang) -> Given:
    kind = ALLOWANCES[one.kind][lang] if one.kind in ALLOWANCES else plain(one.kind.replace("_", " "))
    amount = "" if one.amount is None else f"{digits(one.amount)} {plain(one.unit, 40)}".strip()
    who = joined(joined(kind, " "), plain(one.who or "")) if one.who else kind
    return Given(plain(one.model or ""), who, amount, _ends(one.ends, "", lang), plain(one.printed), page)


def _limit(one: Limit, page: str, lang: Lang) -> Given:
    what = with_terms(metric_words(one.metric, lang), one.terms, lang)
    return Given(plain(one.model or ""), what, digits(one.amount), "", plain(one.printed), page)


def _promotion(one: Promotion, page: str, lang: Lang) -> Given:
    ends = _ends(one.ends, one.ends_printed, lang) or OFFERS["ends unsaid"][lang]
    if one.at_least:
        ends = OFFERS["at least"][lang].format(ends=ends)
    what = with_terms(meter_words(one.meter, lang), one.terms, lang) or terms_words(one.terms, lang)
    amount = "" if one.unit_price is None else f"{digits(one.unit_price)} {plain(one.currency or '', 12)}".strip()
    return Given(plain(one.model), what, amount, ends, plain(one.printed), page)


def _notice(one: Notice, page: str, lang: Lang) -> Given:
    return Given("", "", "", _ends(one.effective, "", lang), plain(one.text, LONGEST_NOTICE), page)


def _ends(at: datetime | None, printed: str, lang: Lang) -> str:
    return plain(printed) or (day_words(at, lang) if at is not None else "")
