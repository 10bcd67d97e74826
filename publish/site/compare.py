"""The comparison: what a month of the reader's own work costs, model by model and vendor by vendor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from sqlalchemy import Connection

from pipeline.cheapest import cheapest, ranked
from pipeline.costing import Cost, costs
from pipeline.query_text import BadBasket
from pipeline.types import Channel, Vendor
from pipeline.watch import CHEAPEST, TELL
from pipeline.workload import NAMES, Every, Thinking, Workload, parse_workload
from publish.money import Lang
from publish.plain import plain
from publish.site.filters import Option
from publish.site.page import Page, Shown, letters_about
from publish.site.reckoned import Reckoned, reckoned
from publish.site.refusals import refusal_words
from publish.site.visit import Visit, address
from publish.site.words.compare import CHOICES, EXAMPLES, FIELDS, SAID, WORDS
from publish.vocabulary import PHRASES
from storage.selling import most_sold, selling

SELLING = frozenset({Channel.FIRST_PARTY, Channel.CLOUD, Channel.HOST, Channel.RESELLER})
MOST_OFFERS = 200
MOST_SUGGESTED = 24
MOST_SENT_BACK = 1_000
"""Characters."""
BASIC = ("model", "input", "output", "every")
CHOSEN = {"every": tuple(Every), "thinking": ("", *Thinking)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    name: str
    label: str
    value: str
    example: str
    options: tuple[Option, ...] = ()
    """Of a choice; empty where it is written in."""
    wrong: str = ""
    """Why what stands in it cannot be."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The offers in one currency."""

    heading: str
    lines: tuple[Reckoned, ...]
    more: int
    """So many are not shown."""


def gather(c: Connection, here: Visit) -> Shown:
    pairs = [pair for pair in here.pairs if pair[0] != "lang"]
    try:
        workload = parse_workload(pairs)
    except BadBasket as error:
        return _sent_back(here, pairs, error)
    if pairs != workload.pairs():
        chosen = [("lang", here.lang)] if here.chosen else []
        return Shown("", to=address("/compare", [*chosen, *workload.pairs()]))
    zones = {vendor.id: vendor.zone for vendor in here.vendors.values() if vendor.channel in SELLING}
    found = costs(workload, selling(c, workload.models, zones), here.now) if workload.models else ()
    values = {
        **_form(_fields(dict(workload.pairs()), here.lang)),
        "has_models": bool(workload.models),
        "has_volume": bool(workload.input or workload.output),
        "watch": _watched(here, workload),
        "pools": pools(found, here.vendors, here.lang),
        "missing": _missing(workload, found, here.lang),
        "suggested": [] if workload.models else _suggested(c, here, workload, zones),
    }
    return Shown(WORDS["title"][here.lang], values, WORDS["means"][here.lang])


def _sent_back(here: Visit, pairs: Sequence[tuple[str, str]], error: BadBasket) -> Shown:
    """The form as it was filled in, each sentence at the field that it is about; above them where it is about none.
    Raises `error` again where more was sent than anybody fills in: it is not to be sent back."""
    if sum(len(value) for _, value in pairs) > MOST_SENT_BACK:
        raise error
    said = {name: ", ".join(value for key, value in pairs if key == name) for name in NAMES}
    wrong = _wrong(pairs, here.lang) or dict.fromkeys(error.part.split(" and "), refusal_words(error, here.lang))
    fields = [replace(field, wrong=wrong.get(field.name, "")) for field in _fields(said, here.lang)]
    above = "" if any(field.wrong for field in fields) else refusal_words(error, here.lang)
    shown = WORDS["title"][here.lang], _form(fields, above), WORDS["means"][here.lang]
    return Shown(*shown, status=HTTPStatus.BAD_REQUEST)


def _wrong(pairs: Sequence[tuple[str, str]], lang: Lang) -> dict[str, str]:
    """What is wrong with each field by itself."""
    found = {}
    for name in NAMES:
        try:
            parse_workload([pair for pair in pairs if pair[0] == name])
        except BadBasket as error:
            found[name] = refusal_words(error, lang)
    return found


def _form(fields: Iterable[Field], wrong: str = "") -> dict[str, object]:
    """What the form shows at once, and what behind a fold, which is open where something stands there; `wrong` stands
    above them."""
    asked = list(fields)
    further = [field for field in asked if field.name not in BASIC]
    is_further = any(field.value or field.wrong for field in further)
    basic = [field for field in asked if field.name in BASIC]
    return {"wrong": wrong, "fields": basic, "further": further, "is_further": is_further}


def _watched(here: Visit, workload: Workload) -> str:
    """Where one asks to be told when another choice is the cheapest; empty where no month can be reckoned."""
    if not workload.models or not (workload.input or workload.output):
        return ""
    return letters_about(here, [*workload.pairs(), (TELL, CHEAPEST)])


def _missing(workload: Workload, found: Iterable[Cost], lang: Lang) -> str:
    """The models asked for that nobody sells so, by their names: a slip of the pen is not silence."""
    sold = {name.strip().casefold() for cost in found for name in (cost.model, cost.model_id or "")}
    return PHRASES["comma"][lang].join(plain(name, 80) for name in sorted(workload.models - sold))


def pools(found: Sequence[Cost], vendors: Mapping[str, Vendor], lang: Lang) -> tuple[Pool, ...]:
    """By currency, the one with most offers first; then what is free, then what has no number at all."""
    best = {cost.offer for cost in cheapest(cost for cost in found if cost.currency is not None).values()}
    by_currency: dict[str | None, list[Cost]] = {}
    for cost in ranked(found):
        by_currency.setdefault(cost.currency, []).append(cost)
    without = by_currency.pop(None, [])
    named = [
        (SAID["in currency"][lang].format(currency=plain(currency or "", 12)), own)
        for currency, own in sorted(by_currency.items(), key=lambda one: (-len(one[1]), one[0] or ""))
    ]
    named.append((SAID["free"][lang], [cost for cost in without if cost.total is not None]))
    named.append((SAID["no number"][lang], [cost for cost in without if cost.total is None]))
    return tuple(
        Pool(
            heading,
            tuple(reckoned(cost, vendors, lang, cost.offer in best) for cost in own[:MOST_OFFERS]),
            max(0, len(own) - MOST_OFFERS),
        )
        for heading, own in named
        if own
    )


def _fields(said: Mapping[str, str], lang: Lang) -> Iterable[Field]:
    """The form's fields in the order of the form, set to what the address says."""
    order = [*BASIC, "requests", "context", "cached", "written", "batch", "thinking", "hours", "zone", "peak"]
    for name in [*order, *(name for name in NAMES if name not in order)]:
        value = said.get(name, "")
        options = tuple(
            Option(one, CHOICES[one or "unsaid"][lang], one == (value or "month" if name == "every" else value))
            for one in CHOSEN.get(name, ())
        )
        example = EXAMPLES[name][lang] if name in EXAMPLES else ""
        yield Field(name, FIELDS[name][lang], value, example, options)


def _suggested(c: Connection, here: Visit, workload: Workload, zones: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(model, how many sell it, address of its comparison)."""
    return [
        (
            plain(key, 80),
            WORDS["sold by"][here.lang].format(vendors=count),
            here.to("/compare", model=key.replace(",", " "), **dict(workload.pairs())),
        )
        for key, count in most_sold(c, zones, MOST_SUGGESTED)
    ]


PAGE = Page("/compare", "compare.html", WORDS, gather)
