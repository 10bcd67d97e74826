"""Turns a JSON document and a declared mapping into rates: which rows, which model, which path is which meter.

What a catalogue file may say under `mapping`. A value in braces is a path into the row, everything else is literal.

    [pages.mapping]
    shape = "openrouter"            # optional: begin with a well-known shape of shapes.toml, say only what differs
    rows = "data"                   # where the rows are; `*` takes each member of a list or object: "*.models.*"
                                    # a list or object at the end is opened by itself; "" is the document
    model = "{id}"                  # the printed name; "{@key}" is the row's own key ("{@word}" unless that is a number
                                    # or a position), "{@0}/{id}" the key the first `*` met, "{@0.name}" a value of the
                                    # object it met; "{label|id}" is the first of the two that is there, "{label|}"
                                    # nothing where it is not
    inside = "model_info"           # optional: where in the row its meters and bands are
    maker = "{organization}"        # optional: who trained it, where the model's name does not say so
    currency = "USD"                # ISO 4217, or "{pricing.currency}"; a row in none of the kind has no rate
    per = 1_000_000                 # how many units the price buys; 1 where absent
    unit = "token"                  # token where absent
    zero = "free"                   # what a 0 means: "free"; "none" (not charged for: no rate); "unknown" (a gap in the
                                    # data); "row" (free where every price of the row is 0, otherwise unknown).
                                    # "unknown" where absent: a zero is free only where the mapping says so
    scale = "0.01"                  # optional: the document counts cents
    times = ["{$.group_ratio.vip}"] # optional: factors; `$` begins at the document instead of the row
    terms = { region = "{zone}" }   # optional: conditions that each row says of all its prices
    skip_models = ["sample_spec"]   # rows that are no model
    skip = { type = ["retired"] }   # rows left out by the value at a path …
    only = { type = ["llm"] }       # … and rows kept by it

    [pages.mapping.meters]          # path in the row → meter
    "pricing.prompt" = "input"
    "pricing.web_search" = { meter = "web_search", unit = "request", zero = "none" }
    "price.now.in" = { meter = "input", list = "price.before.in", terms = { service_class = "batch" } }
    "price.long" = { meter = "input", unless = "price.tiers" }    # read only where nothing stands at the other path
    "in{put,}_per_{million,1m}" = "input"                         # any of the four spellings
    "cost.fee" = { meter = "request", times = ["{cost.ratio}"], zero = "none" }

    [pages.mapping.suffixes]        # endings of the last key → terms; `{n}` is a number. They combine.
    "_above_{n}k_tokens" = { context = ">{n}K" }
    "_batches" = { service_class = "batch" }

    [pages.mapping.variants]        # endings of the model's name → terms; the printed name keeps them
    ":free" = { plan = "free" }

    [[pages.mapping.bands]]         # conditional prices: a list inside the row, or one object with a bound in it
    rows = "pricing.overrides"      # read with the meters declared for the band, or those above by their last key
    above = "min_prompt_tokens"     # bounds in tokens, one at least: terms context = ">272K", "<=32K" or "32K-128K"
    upto = "max_prompt_tokens"
    term = "context"                # context where absent
    chained = true                  # optional: each begins where the one before it ends
    value = "{from}-{to}"           # instead of bounds: the term's value, in the member's own words
    shift = -1                      # optional: the document names the first token beyond a bound
    list_rows = "pricing.before"    # optional: the list whose same member has the struck prices

    [pages.mapping.beside]          # the member of another list that belongs to the row: "{&.attributes.model}"
    rows = "products"
    key = "{sku}"                   # what names that member, its own key where absent …
    is = "{@0}"                     # … and what the row calls it

    [pages.mapping.told]            # one price a row, of which words say what it is for. All patterns are regular
    price = "retailPrice"           # expressions, sought anywhere in the words, capitals or not
    words = "{meterName}"
    name = "{skuName}"              # the words where absent, …
    edits = [[" inp.*", ""]]        # … edited: the model's name; without edits that is `model` above
    unit = "{unitOfMeasure}"        # a row counted in any other unit has no rate, but of a case that says `per` itself
    units = { "1K" = 1000, "hour" = { per = 1, unit = "hour" } }
    cases = [{ like = "train" }, { like = "inp", meter = "input" }]   # the first that is found; no meter: no rate
    marks = [{ like = "batch", terms = { service_class = "batch" } }] # each that is found

    [pages.mapping.document]        # instead of rows: a page inside the JSON, read like any page
    path = "Result.MDContent"
    media_type = "text/markdown"

Null, a missing key, text that is no number, and a negative number are no rate at all. Numbers are exact: parse the
document with `parse_document`, which also keeps each number as printed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.mappings.declared import MappingError
from pipeline.mappings.paths import Json, at_path, path_of, places
from pipeline.mappings.plan import Plan, beside_of
from pipeline.mappings.rows import row_rates
from pipeline.mappings.shapes import complete, has_signs, recognised, under_path, wrapped
from pipeline.types import Hints, Rate, Terms

__all__ = [
    "MappingError",
    "check_mapping",
    "embedded_document",
    "known_shape",
    "parse_document",
    "read_mapping",
]


def parse_document(text: str) -> Json:
    """The JSON document in `text`, its fractions as the strings that were printed.

    Raises ValueError where it is no JSON, or is nested too deeply to be one of ours.
    """
    try:
        return json.loads(text, parse_float=str, parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError("a JSON document was expected: found one nested too deeply") from None


def read_mapping(document: Json, mapping: Mapping[str, Any], *, hints: Hints | None = None) -> list[Rate]:
    """The rates that `mapping` declares in `document`, in the document's order.

    No two of them share model, meter and terms: of two paths of one row that say the same meter, the one declared first
    counts; where two rows contradict each other, neither does. Raises MappingError where the mapping is unusable.
    """
    plan = Plan(complete(mapping), hints or Hints())
    beside = beside_of(document, plan)
    rates: dict[tuple[str, str, Terms], Rate | None] = {}
    for place in places(document, plan.rows):
        if plan.beside:
            place = place._replace(beside=beside.get(str(plan.beside.named(place))))
        for key, rate in row_rates(place, plan):
            known = rates.setdefault(key, rate)
            if known is not rate and not _same_price(known, rate):
                rates[key] = None
    return [rate for rate in rates.values() if rate is not None]


def check_mapping(mapping: Mapping[str, Any]) -> None:
    """Raises MappingError where a declaration cannot be used, without a document to try it on."""
    Plan(complete(mapping), Hints())


def embedded_document(document: Json, mapping: Mapping[str, Any]) -> tuple[str, str] | None:
    """The page inside the JSON as (text, media type), where the mapping declares one and it is there."""
    declared = complete(mapping).get("document")
    if not declared:
        return None
    text = at_path(document, path_of(declared["path"]))
    return (text, str(declared.get("media_type", "text/html"))) if isinstance(text, str) and text else None


def known_shape(document: Json) -> Mapping[str, Any] | None:
    """The well-known mapping whose structure the document has, or None; never by its address or a guess.

    What an answer is wrapped in ("result", "payload") is no part of its structure.
    """
    for path, inner in [((), document), *wrapped(document)]:
        shape = next((shape for shape in recognised() if has_signs(inner, shape)), None)
        if shape:
            return under_path(shape, path) if path else shape
    return None


def _same_price(one: Rate | None, other: Rate) -> bool:
    return one is not None and (one.unit_price, one.currency, one.per, one.state) == (
        other.unit_price,
        other.currency,
        other.per,
        other.state,
    )
