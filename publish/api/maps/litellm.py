"""List prices in US dollars into LiteLLM's map: model → cost of one token.

The other way round it is `shape = "litellm"` in pipeline/mappings/shapes.toml, by which our own reader reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from publish.api.maps.exact import Value
from publish.api.maps.offered import LeftOut, in_dollars, short_name, undisputed
from storage.answers import PriceRow

PROVIDERS = {
    "alibaba": "dashscope",
    "fireworks": "fireworks_ai",
    "google": "gemini",
    "together": "together_ai",
    "vercel": "vercel_ai_gateway",
    "vertex": "vertex_ai",
    "zhipu": "zai",
}
"""What LiteLLM calls a vendor, where that is not our id."""
FIELDS = {
    "input": "input_cost_per_token",
    "output": "output_cost_per_token",
    "cache_read": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost",
    "reasoning": "output_cost_per_reasoning_token",
    "input_audio": "input_cost_per_audio_token",
    "output_audio": "output_cost_per_audio_token",
    "embedding": "input_cost_per_token",
}
MODES = {"embedding": "embedding"}
CLASSES = {"standard": "", "batch": "_batches", "priority": "_priority", "flex": "_flex"}
_OVER = re.compile(r">(\d+)K")
_HOURS = re.compile(r"(\d+)h")


def litellm_map(rows: Iterable[PriceRow]) -> tuple[dict[str, Value], LeftOut]:
    """The map, and how many rates it cannot tell."""
    left_out = LeftOut()
    said: list[tuple[tuple[str, str], Decimal]] = []
    about: dict[str, dict[str, Value]] = {}
    for offered in in_dollars(rows, left_out):
        row = offered.row
        field = _field(row.meter, offered.terms)
        if field is None:
            left_out.reasons["terms" if row.meter in FIELDS else "meter"] += 1
            continue
        provider = PROVIDERS.get(row.vendor, row.vendor)
        model = f"{provider}/{short_name(row)}"
        about.setdefault(model, {"litellm_provider": provider, "mode": MODES.get(row.meter, "chat")})
        said.append(((model, field), offered.price))
    told = _without_gaps(undisputed(said, left_out), left_out)
    return {model: {**about[model], **told[model]} for model in sorted(told)}, left_out


def _field(meter: str, terms: Mapping[str, str]) -> str | None:
    """`input_cost_per_token_above_200k_tokens`; None where there is no field for the meter under these terms."""
    field, ends = FIELDS.get(meter), dict(terms)
    if field is None:
        return None
    over = _OVER.fullmatch(ends.pop("context", ">0K"))
    hours = _HOURS.fullmatch(ends.pop("ttl", "0h"))
    service = CLASSES.get(ends.pop("service_class", "standard"))
    if ends or over is None or hours is None or service is None:
        return None
    context = f"_above_{over[1]}k_tokens" if over[1] != "0" else ""
    ttl = f"_above_{hours[1]}hr" if hours[1] != "0" else ""
    return f"{field}{ttl}{context}{service}"


def _without_gaps(prices: dict[tuple[str, str], Decimal], left_out: LeftOut) -> dict[str, dict[str, Decimal]]:
    """The fields of each model. A 0 beside prices is left out: a reader of the map cannot tell it from a gap."""
    models: dict[str, dict[str, Decimal]] = {}
    for (model, field), price in sorted(prices.items()):
        models.setdefault(model, {})[field] = price
    for fields in models.values():
        if any(fields.values()):
            free = [field for field, price in fields.items() if not price]
            left_out.reasons["free_beside_priced"] += len(free)
            for field in free:
                del fields[field]
    return models
