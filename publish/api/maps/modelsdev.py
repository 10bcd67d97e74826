"""List prices in US dollars into the document of models.dev: provider → models → cost of a million tokens.

The other way round it is `shape = "models.dev"` in pipeline/mappings/shapes.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.types import MILLION, Vendor
from publish.api.maps.exact import Value
from publish.api.maps.offered import LeftOut, in_dollars, short_name, undisputed
from publish.plain import web_link
from storage.answers import PriceRow

PROVIDERS = {
    "azure": "azure",
    "bedrock": "amazon-bedrock",
    "fireworks": "fireworks-ai",
    "moonshot": "moonshotai",
    "together": "togetherai",
    "vertex": "google-vertex",
    "zhipu": "zai",
}
"""What models.dev calls a vendor, where that is not our id."""
COSTS = frozenset({"input", "output", "reasoning", "cache_read", "cache_write", "input_audio", "output_audio"})
LONG = {"context": ">200K"}
BEYOND = frozenset({"input", "output", "cache_read", "cache_write"})
"""What can be told for contexts of more than 200,000 tokens."""

_Place = tuple[str, str, bool, str]
"""Vendor, model, whether beyond 200,000 tokens, meter."""


def modelsdev_map(rows: Iterable[PriceRow], vendors: Mapping[str, Vendor]) -> tuple[dict[str, Value], LeftOut]:
    """The document, and how many rates it cannot tell."""
    left_out = LeftOut()
    said: list[tuple[_Place, Decimal]] = []
    for offered in in_dollars(rows, left_out):
        long = dict(offered.terms) == LONG
        if offered.row.meter not in (BEYOND if long else COSTS):
            left_out.reasons["meter"] += 1
        elif offered.terms and not long:
            left_out.reasons["terms"] += 1
        else:
            said.append(
                ((offered.row.vendor, short_name(offered.row), long, offered.row.meter), offered.price * MILLION)
            )
    return _providers(undisputed(said, left_out), vendors), left_out


def _providers(prices: Mapping[_Place, Decimal], vendors: Mapping[str, Vendor]) -> dict[str, Value]:
    models: dict[str, dict[str, dict[str, Value]]] = {}
    for (vendor, model, long, meter), price in sorted(prices.items()):
        cost = models.setdefault(vendor, {}).setdefault(model, {})
        if long:
            beyond = cost.setdefault("context_over_200k", {})
            cost["context_over_200k"] = {**_inner(beyond), meter: price.normalize() + 0}
        else:
            cost[meter] = price.normalize() + 0
    return {PROVIDERS.get(vendor, vendor): _provider(vendor, told, vendors) for vendor, told in models.items()}


def _provider(vendor: str, models: Mapping[str, Mapping[str, Value]], vendors: Mapping[str, Vendor]) -> Value:
    known = vendors.get(vendor)
    pages = (web_link(page.url) for page in known.pages) if known else ()
    told: dict[str, Value] = {"id": PROVIDERS.get(vendor, vendor), "name": known.name if known else vendor}
    if (doc := next((page for page in pages if page), None)) is not None:
        told["doc"] = doc
    told["models"] = {model: {"id": model, "name": model, "cost": cost} for model, cost in models.items()}
    return told


def _inner(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}
