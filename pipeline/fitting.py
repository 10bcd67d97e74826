"""The rates of one model and a workload → which rate is asked for which part of the work, and where it is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pipeline.match import price_of
from pipeline.types import Rate, State, Terms
from pipeline.week import ALWAYS, printed_week, share, week_of
from pipeline.workload import Thinking, Workload

DECIDED = frozenset(
    {"context", "output_length", "service_class", "window", "thinking", "modality", "ttl", "cache", "tiering"}
)
"""Terms that the workload decides on, or that are a matter of one meter; by all others an offer is another offer."""
STANDARD, BATCH = "standard", "batch"
_BOUND = re.compile(r"(<=?|>=?)?(\d+(?:\.\d+)?)([KM]?)(?:-(\d+(?:\.\d+)?)([KM]?))?", re.ASCII)
_SIZES = {"": 1, "K": 1_000, "M": 1_000_000}


class Why(StrEnum):
    """Why a part of the month is not known."""

    NO_PRICE = "no_price"
    """The page prints none for this meter."""
    NO_NUMBER = "no_number"
    """The page prints something in its place: contact sales, shown in the console."""
    HOURS = "hours"
    """The page names a window and prints no hours."""
    LENGTH = "length"
    """The page names a length and prints no bound, or none of its bands holds the prompt."""
    SEVERAL = "several"
    """The page prints several prices, and nothing tells which one it is."""
    UNIT = "unit"
    """It is counted in something other than tokens."""
    REQUESTS = "requests"
    """It is asked by the request, and the workload does not say how many there are."""
    AFTER = "after"
    """A promotion ends within the month, and no list price stands beside it."""
    BEYOND_FREE = "beyond_free"
    """More than the free offer carries, and there is no price for more."""


class Remark(StrEnum):
    """What was taken for granted, to be said beside the sum."""

    LOWEST_BAND = "lowest_band"
    """The prompt's length is not said, and prices depend on it: the shortest band is taken."""
    WHOLE_REQUEST = "whole_request"
    """Above a bound the whole request costs the higher price."""
    MARGINAL = "marginal"
    """Only the tokens above a bound cost the higher price."""
    BATCH_AT_STANDARD = "batch_at_standard"
    """No batch is sold: what may run as one costs the standard price."""
    PROMOTION_WITHOUT_END = "promotion_without_end"
    PROMOTION_MAY_GO_ON = "promotion_may_go_on"
    """It was promised for "at least" that long; after that the list price is taken."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Tokens of one month that one kind of price is asked for."""

    meter: str
    tokens: Fraction
    service_class: str = STANDARD


@dataclass(frozen=True, slots=True)
class Fit:
    """A rate and how much it is asked for; `rate` is None where that is not known."""

    meter: str
    tokens: Fraction
    rate: Rate | None
    why: Why | None = None
    detail: str = ""


def flows(workload: Workload, sells_batch: bool) -> list[Flow]:
    """The tokens of a month by meter and service class."""
    given, made = workload.monthly
    cached, written, batch = (Fraction(one) / 100 for one in (workload.cached, workload.written, workload.batch))
    batch = batch if sells_batch else Fraction(0)
    by_meter = {
        "input": given * (1 - cached - written),
        "cache_read": given * cached,
        "cache_write": given * written,
        "output": made,
    }
    classes = ((STANDARD, 1 - batch), (BATCH, batch))
    split = [Flow(meter, tokens * part, name) for meter, tokens in by_meter.items() for name, part in classes]
    return [flow for flow in split if flow.tokens]


def variants(rates: Sequence[Rate]) -> list[Terms]:
    """The offers among a model's rates, by the terms in which they differ. One that lacks a price that a narrower one
    completes is no offer by itself."""
    found = dict.fromkeys(variant(rate) for rate in rates if rate.meter in ("input", "output", "input_output"))
    return [one for one in found if _is_whole(one, rates) or not any(set(one) < set(other) for other in found)]


def variant(rate: Rate) -> Terms:
    return tuple(pair for pair in rate.terms if pair[0] not in DECIDED)


def of_variant(rates: Iterable[Rate], terms: Terms) -> list[Rate]:
    """The rates that hold for the offer."""
    return [rate for rate in rates if set(variant(rate)) <= set(terms)]


def fits(flow: Flow, rates: Sequence[Rate], workload: Workload, zone: str, at: datetime) -> Iterator[Fit | Remark]:
    """What is asked for the tokens of one flow, window by window. `zone` is the vendor's."""
    asked = _meant(flow, _of_meter(flow.meter, rates), workload)
    if not asked and flow.meter.startswith("cache"):
        asked = _free_input(flow, rates, workload)
    if not asked:
        yield Fit(flow.meter, flow.tokens, None, Why.NO_PRICE)
        return
    for tokens, banded in _banded(flow, asked, workload):
        if isinstance(banded, Remark):
            yield banded
        elif isinstance(banded, str):
            yield Fit(flow.meter, tokens, None, Why.LENGTH, banded)
        else:
            yield from _in_windows(replace(flow, tokens=tokens), banded, workload, zone, at)


def _is_whole(terms: Terms, rates: Iterable[Rate]) -> bool:
    meters = {rate.meter for rate in of_variant(rates, terms)}
    return "input_output" in meters or {"input", "output"} <= meters


def _of_meter(meter: str, rates: Sequence[Rate]) -> list[Rate]:
    own = [rate for rate in rates if rate.meter == meter]
    both = "input_output" if meter in ("input", "output") else meter
    return own or [rate for rate in rates if rate.meter == both]


def _free_input(flow: Flow, rates: Sequence[Rate], workload: Workload) -> list[Rate]:
    """The input where it is free: what lies in the cache is input, too, and costs no more."""
    own = _meant(flow, _of_meter("input", rates), workload)
    return own if all(rate.state is State.FREE for rate in own) else []


def _meant(flow: Flow, rates: Sequence[Rate], workload: Workload) -> list[Rate]:
    """Where nothing is said of thinking, without it, unless the model does nothing else."""
    for thinking in [workload.thinking] if workload.thinking else [Thinking.OFF, Thinking.ON]:
        if meant := [rate for rate in rates if _is_meant(rate, flow, thinking)]:
            return meant
    return []


def _is_meant(rate: Rate, flow: Flow, wanted: Thinking) -> bool:
    terms = dict(rate.terms)
    return (
        terms.get("service_class", STANDARD) == flow.service_class
        and terms.get("thinking", wanted) in (wanted, "both")
        and ("modality" not in terms or "text" in terms["modality"] or terms["modality"] == "non-audio")
    )


def _banded(
    flow: Flow, rates: Sequence[Rate], workload: Workload
) -> Iterator[tuple[Fraction, list[Rate] | Remark | str]]:
    """The tokens with the rates of the bands of prompt and reply that they fall into; a text for a band that is not
    understood."""
    by_reply = _chosen(rates, "output_length", workload.reply)
    if isinstance(by_reply, str):
        yield flow.tokens, by_reply
        return
    bands = {dict(rate.terms).get("context", "") for rate in by_reply}
    marginal = any(dict(rate.terms).get("tiering") == "marginal" for rate in by_reply)
    prompt = workload.prompt
    if len(bands) > 1:
        said = Remark.LOWEST_BAND if prompt is None else Remark.MARGINAL if marginal else Remark.WHOLE_REQUEST
        yield Fraction(0), said
    if marginal and prompt is not None and flow.meter != "output":
        yield from _marginal(flow, by_reply, prompt)
        return
    yield flow.tokens, _chosen(by_reply, "context", prompt)


def _chosen(rates: Sequence[Rate], term: str, length: Fraction | None) -> list[Rate] | str:
    """The rates of the band that holds the length, of the lowest where it is not known."""
    bands = sorted({dict(rate.terms).get(term, "") for rate in rates}, key=_lowest_first)
    if len(bands) == 1 and (length is None or _bounds(bands[0]) is None or _holds(bands[0], length)):
        return list(rates)
    if length is None:
        return [rate for rate in rates if dict(rate.terms).get(term, "") == bands[0]]
    holding = [band for band in bands if band and _holds(band, length)]
    band = holding[0] if holding else "" if "" in bands and all(_bounds(one) for one in bands if one) else None
    if band is None:
        return ", ".join(filter(None, bands))
    return [rate for rate in rates if dict(rate.terms).get(term, "") == band]


def _marginal(flow: Flow, rates: Sequence[Rate], prompt: Fraction) -> Iterator[tuple[Fraction, list[Rate] | str]]:
    """Each band's part of the prompt by itself, from the first token on; what lies in no band has no price."""
    reached = priced = Fraction(0)
    for band in sorted({dict(rate.terms).get("context", "") for rate in rates}, key=_lowest_first):
        bounds = _bounds(band)
        if bounds is None:
            continue
        high = prompt if bounds[1] is None else min(prompt, bounds[1])
        inside = high - max(bounds[0], reached)
        if inside > 0:
            reached, priced = high, priced + inside
            yield flow.tokens * inside / prompt, [rate for rate in rates if dict(rate.terms).get("context", "") == band]
    if priced < prompt:
        yield (
            flow.tokens * (prompt - priced) / prompt,
            ", ".join(sorted({dict(rate.terms).get("context", "") for rate in rates})),
        )


def _bounds(band: str) -> tuple[Fraction, Fraction | None] | None:
    """`32K-128K` → (32000, 128000); the second is None where there is no upper bound; None for a band in words."""
    match = _BOUND.fullmatch(band)
    if match is None or not (match[1] or match[4]):
        return (Fraction(0), None) if not band else None
    first = Fraction(Decimal(match[2])) * _SIZES[match[3]]
    if match[4]:
        return first, Fraction(Decimal(match[4])) * _SIZES[match[5]]
    return (Fraction(0), first) if match[1][0] == "<" else (first, None)


def _holds(band: str, length: Fraction) -> bool:
    """Of a range, both ends are in it: it is asked after those that say which end is theirs."""
    bounds = _bounds(band)
    if bounds is None:
        return False
    low, high = bounds
    if band.startswith(">") and not band.startswith(">="):
        return length > low
    if band.startswith("<") and not band.startswith("<="):
        return high is not None and length < high
    return low <= length and (high is None or length <= high)


def _lowest_first(band: str) -> tuple[bool, Fraction, bool, Fraction, str]:
    """By its lower bound, then by its upper one; a band in words stands last, but for "short" and "long"."""
    if band in ("short", "long"):
        return False, Fraction(band == "long"), False, Fraction(0), band
    bounds = _bounds(band)
    if bounds is None:
        return True, Fraction(0), True, Fraction(0), band
    return False, bounds[0], bounds[1] is None, bounds[1] or Fraction(0), band


def _in_windows(flow: Flow, rates: Sequence[Rate], workload: Workload, zone: str, at: datetime) -> Iterator[Fit]:
    """The tokens by the clock: each rate with its share of the hours in which the work is done."""
    by_window: dict[str, list[Rate]] = {}
    for rate in rates:
        by_window.setdefault(dict(rate.terms).get("window", ""), []).append(rate)
    if len({price_of(one)[:2] for group in by_window.values() for one in group}) == 1:
        yield _one(flow, rates, flow.tokens)
        return
    working = week_of(workload.hours, workload.zone, at) if workload.hours else ALWAYS
    weeks = _weeks(by_window, workload, zone, at)
    if named := [name for name, week in weeks.items() if week is None]:
        yield Fit(flow.meter, flow.tokens, None, Why.HOURS, ", ".join(sorted(named)))
        return
    taken = 0
    for name in sorted(by_window, key=lambda one: (one in ("", "standard"), one)):
        week = weeks[name] or 0
        part = share(week & ~taken, working)
        taken |= week
        if part:
            yield _one(flow, by_window[name], flow.tokens * part)
    if left := share(ALWAYS & ~taken, working):
        yield Fit(flow.meter, flow.tokens * left, None, Why.NO_PRICE, "window")


def _weeks(windows: Iterable[str], workload: Workload, zone: str, at: datetime) -> dict[str, int | None]:
    """The minutes of each window: as printed; "peak" as the workload says; what is not peak is off-peak; what stands in
    no window is all the rest."""
    found = {name: printed_week(name, zone, at) if name else ALWAYS for name in windows}
    peak = week_of(workload.peak, workload.zone, at) if workload.peak else None
    named = {"peak": peak, "off-peak": None if peak is None else ALWAYS & ~peak, "standard": ALWAYS}
    for name in found:
        if found[name] is None and name.replace("_", "-") in named:
            found[name] = named[name.replace("_", "-")]
    return found


def _one(flow: Flow, rates: Sequence[Rate], tokens: Fraction) -> Fit:
    """The one price that is asked; of several kinds of cache the plainest is meant."""
    if flow.meter.startswith("cache"):
        plainest = min(map(_plainness, rates))
        rates = [rate for rate in rates if _plainness(rate) == plainest]
    rate = rates[0]
    if len({price_of(one)[:2] for one in rates}) > 1:
        return Fit(flow.meter, tokens, None, Why.SEVERAL, str(len(rates)))
    if rate.state not in (State.PRICED, State.FREE) or (rate.state is State.PRICED and rate.unit_price is None):
        return Fit(flow.meter, tokens, None, Why.NO_NUMBER, rate.state.value)
    if rate.state is State.PRICED and rate.unit != "token":
        return Fit(flow.meter, tokens, None, Why.UNIT, rate.unit)
    return Fit(flow.meter, tokens, rate)


def _plainness(rate: Rate) -> tuple[bool, int]:
    """Kept as a matter of course before kept on demand; the shorter time before the longer."""
    terms = dict(rate.terms)
    ttl = terms.get("ttl", "")
    number = int("".join(filter(str.isdigit, ttl)) or 0)
    return terms.get("cache") == "explicit", number * (60 if ttl.endswith("h") else 1)
