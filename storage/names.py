"""Names as they are compared: case does not matter, and a model's id says who made it."""

from __future__ import annotations


def folded(name: str) -> str:
    return name.strip().casefold()


def maker_of(model_id: str | None) -> str | None:
    """`openai/gpt-4o` → `openai`; None where there is no id or it names no maker."""
    if model_id is None or "/" not in model_id:
        return None
    return model_id.partition("/")[0]
