"""How a look ended → one line for a log that a person reads."""

from __future__ import annotations

from schedules.look import Look


def look_told(look: Look) -> str:
    """`deepseek/pricing: changed, 12 rates, 2 events`."""
    if look.outcome == "failed":
        return f"{look.page.id}: failed ({look.why}) {look.detail}".rstrip()
    parts = [f"{look.page.id}: {'first sight' if look.outcome == 'first' else look.outcome}"]
    if look.rates:
        parts.append(f"{look.rates} rates")
    if look.published:
        parts.append(f"{len(look.published)} event{'s' if len(look.published) > 1 else ''}")
    if look.articles:
        parts.append(f"{len(look.articles)} article{'s' if len(look.articles) > 1 else ''} with claims")
    if look.waiting:
        parts.append(f"{look.waiting} held for a second look")
    return ", ".join(parts)
