"""Claims, stories, their standing and their arithmetic into words, once, for every wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Context, Decimal

from pipeline.arithmetic import Arithmetic
from pipeline.corroborate.claimed import claimed_rates
from pipeline.corroborate.figures import size_said
from pipeline.corroborate.subjects import vendors_of
from pipeline.small_print import Note
from pipeline.stories import fullest
from pipeline.types import Claim, ClaimState, EventStanding, Rate, Vendor
from publish.claim_dates import date_clauses
from publish.claim_vocabulary import (
    AGAINST,
    BESIDE,
    BOUNDS,
    CLAIM_STATES,
    CLAUSES,
    EVENT_STANDINGS,
    EXACT_OLD,
    LAGS,
    RECKONED,
    SAID,
    STANDING_RULES,
)
from publish.money import Lang, digits, money, per_words, price, size, span
from publish.naming import NAME_LIMIT, meter_words, metric_words, vendor_name
from publish.plain import plain
from publish.titles import filled, is_known, number_words
from publish.vocabulary import PHRASES

TEXT_LIMIT = 60
MOST_CANDIDATES = 3
_FOUR_DIGITS = Context(prec=4)


def claim_words(claim: Claim, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """The claim in one sentence without a full stop, as what is told and not as what is so."""
    fields = {
        "vendor": _vendor(claim, vendors, lang),
        "what": _what(claim, lang),
        **_price_fields(claim, lang),
        **_amount_fields(claim, lang),
    }
    sentence = _first(SAID[claim.kind][lang], fields)
    return sentence + "".join(_clauses(claim, _known(claim, vendors), lang))


def heading_words(claims: Iterable[Claim], vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """What tells a story from the others of the same article: its fullest claim. ValueError: there is none."""
    return claim_words(fullest(claims), vendors, lang)


def standing_words(state: ClaimState, rule: str, lag: timedelta | None, lang: Lang) -> str:
    """How a claim stands: `confirmed by the page (news first, page 4 h later)`; without a lag, by which rule."""
    label = CLAIM_STATES[state][lang]
    if lag is not None:
        return CLAUSES["lag"][lang].format(standing=label, lag=lag_words(lag, lang))
    why = STANDING_RULES.get(rule)
    return CLAUSES["standing"][lang].format(state=label, rule=why[lang]) if why else label


def event_standing_words(standing: EventStanding, lag: timedelta | None, lang: Lang) -> str:
    """How an event stands: `also in the news (page first, news 36 s later)`."""
    label = EVENT_STANDINGS[standing][lang]
    return label if lag is None else CLAUSES["lag"][lang].format(standing=label, lag=lag_words(lag, lang))


def lag_words(lag: timedelta, lang: Lang) -> str:
    """Told at less observed at, as who was first and by how much."""
    seconds = abs(round(lag.total_seconds()))
    if not seconds:
        return LAGS["together"][lang]
    who = "page first" if lag > timedelta(0) else "news first"
    return LAGS[who][lang].format(span=_span(seconds, lang))


def arithmetic_words(reckoned: Arithmetic, claim: Claim, lang: Lang) -> tuple[str, ...]:
    """Sentences: whether the figures agree, then what has to be said beside the headline."""
    said = reckoned.said
    fields = {
        "said": None if said is None else _bounded(size(said, lang) if said else digits(said), claim, lang),
        "computed": None if reckoned.computed is None else size(reckoned.computed, lang),
        "low": _rounded(reckoned.implied[0], claim, lang) if reckoned.implied else None,
        "high": _rounded(reckoned.implied[1], claim, lang) if reckoned.implied else None,
        "candidates": _candidates(reckoned.candidates, lang),
        "exact": _rounded(reckoned.exact_old, claim, lang) if reckoned.exact_old else None,
    }
    sentences = [_first(RECKONED[reckoned.verdict][lang], fields)]
    is_off = reckoned.computed is not None and said is not None and reckoned.computed != said
    if is_off and fields["exact"] and not claim.percent_bound:
        sentences.append(filled(EXACT_OLD[lang], fields))
    return (*sentences, *(_note(note, claim, lang) for note in reckoned.notes))


# Parts of a claim's sentence


def _vendor(claim: Claim, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    known = _known(claim, vendors)
    return vendor_name(known.id if known else claim.vendor, vendors, lang)


def _known(claim: Claim, vendors: Mapping[str, Vendor]) -> Vendor | None:
    return next((vendors[one] for one in vendors_of(claim.vendor) if one in vendors), None)


def _what(claim: Claim, lang: Lang) -> str:
    model = plain(claim.model, NAME_LIMIT) or CLAUSES["a model"][lang]
    if claim.meter in (None, "subscription", "plan"):
        return model
    return filled(PHRASES["meter"][lang], {"model": model, "meter": meter_words(claim.meter or "", lang)})


def _price_fields(claim: Claim, lang: Lang) -> dict[str, str | None]:
    old, new = claimed_rates(replace(claim, percent_against="", successor_of=""))
    said = size_said(claim)
    return {
        "old": _price(old, claim.old_price, claim, lang),
        "new": None if claim.is_delta else _price(new, claim.new_price, claim, lang),
        "span": span(old, new, lang) if old and new and not claim.is_delta and not claim.percent_against else None,
        "step": _step(claim, lang) if claim.is_delta else None,
        "size": _bounded(size(said, lang), claim, lang) if said else None,
    }


def _price(rate: Rate | None, amount: Decimal | None, claim: Claim, lang: Lang) -> str | None:
    """The price with its unit; without one where the claim prints none."""
    if rate is not None:
        return price(rate, lang)
    return None if amount is None else money(amount, claim.currency, lang)


def _step(claim: Claim, lang: Lang) -> str | None:
    whole = claimed_rates(replace(claim, is_delta=False))[1]
    return _price(whole, claim.new_price, claim, lang)


def _amount_fields(claim: Claim, lang: Lang) -> dict[str, str | None]:
    new, old = claim.new_price, claim.old_price
    if new is None:
        return {}
    unit = f" {plain(claim.unit_printed, 20)}" if claim.unit_printed else ""
    amount = f"{digits(new)}{unit}"
    return {"amount": amount, "amounts": f"{digits(old)} → {amount}" if old is not None else None}


def _clauses(claim: Claim, vendor: Vendor | None, lang: Lang) -> list[str]:
    said = _bounded(size(abs(claim.percent), lang), claim, lang) if claim.percent is not None else ""
    against = CLAUSES[claim.percent_against][lang].format(size=said) if claim.percent_against in AGAINST else ""
    scope = plain(claim.scope, TEXT_LIMIT)
    return [
        against if said else "",
        *date_clauses(claim, vendor, lang),
        CLAUSES["scope"][lang].format(scope=scope) if scope else "",
        CLAUSES["recap"][lang] if claim.recap else "",
    ]


def _bounded(words: str, claim: Claim, lang: Lang) -> str:
    return BOUNDS.get(claim.percent_bound, BOUNDS[""])[lang].format(size=words)


# Parts of what is said of figures


def _rounded(amount: Decimal, claim: Claim, lang: Lang) -> str:
    """To four digits, in the claim's currency and unit."""
    words = money(_FOUR_DIGITS.plus(amount), claim.currency, lang)
    if not claim.unit:
        return words
    unit = per_words(claim.per, claim.unit, lang)
    return f"{words}/{unit}" if lang == "zh" else f"{words} per {unit}"


def _candidates(rates: tuple[Rate, ...], lang: Lang) -> str | None:
    named = [f"{plain(rate.model, TEXT_LIMIT)} ({price(rate, lang)})" for rate in rates[:MOST_CANDIDATES]]
    return PHRASES["comma"][lang].join(named) or None


def _note(note: Note, claim: Claim, lang: Lang) -> str:
    figures = note.figures
    fields: dict[str, str | None] = {name: plain(text, TEXT_LIMIT * 2) for name, text in figures.items()}
    if "meter" in figures:
        fields["meter"] = meter_words(figures["meter"], lang)
    if "metric" in figures:
        fields["metric"] = metric_words(figures["metric"], lang)
        fields |= {name: number_words(figures[name]) for name in ("old", "new") if name in figures}
    elif "old" in figures:
        fields["old"] = _rounded(Decimal(figures["old"]), claim, lang)
    fields |= {name: size(Decimal(figures[name]), lang) for name in ("size", "percent") if name in figures}
    return _first(BESIDE[note.kind][lang], fields)


def _first(templates: tuple[str, ...], fields: Mapping[str, str | None]) -> str:
    return filled(next(one for one in templates if is_known(one, fields)), fields)


def _span(seconds: int, lang: Lang) -> str:
    """`36 s`, `12 min`, `4 h`, `3 days`."""
    for name, length, until in (("seconds", 1, 120), ("minutes", 60, 7_200), ("hours", 3_600, 172_800)):
        if seconds < until:
            return LAGS[name][lang].format(round(seconds / length))
    return LAGS["days"][lang].format(round(seconds / 86_400))
