"""A document with exact numbers into JSON, which takes any number of digits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

Value = str | Decimal | Mapping[str, "Value"]


def exact_json(value: Value) -> str:
    """`{"input_cost_per_token": 0.0000006}`: never by way of a binary fraction."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return "{" + ", ".join(f"{json.dumps(name)}: {exact_json(inner)}" for name, inner in value.items()) + "}"
