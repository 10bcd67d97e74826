"""Sheets and events → the plain objects that `pricewire read` and `pricewire events` print; see docs/commands.md.

Other programs depend on these keys: add, never rename.
"""

from __future__ import annotations

from typing import Any

from pipeline.types import Change, Event, Health, Rate, Sheet
from pricewire.output import shortest


def rate_record(rate: Rate) -> dict[str, Any]:
    """One rate, as `read` and `prices` print it; decimals stay decimals until they are printed as strings."""
    return {
        "model": rate.model,
        "model_id": rate.model_id,
        "meter": rate.meter,
        "terms": dict(rate.terms),
        "state": rate.state.value,
        "unit_price": rate.unit_price,
        "currency": rate.currency,
        "per": rate.per,
        "unit": rate.unit,
        "per_million": shortest(rate.per_million),
        "list_price": rate.list_price,
        "printed": rate.printed,
        "locator": rate.locator,
    }


def sheet_record(sheet: Sheet) -> dict[str, Any]:
    """All that was read from one page: one object."""
    return {
        "health": sheet.health.value,
        "health_detail": sheet.health_detail,
        "lang": sheet.lang,
        "rates": [rate_record(rate) for rate in sheet.rates],
        "allowances": [_fields(value) for value in sheet.allowances],
        "limits": [_fields(value) for value in sheet.limits],
        "promotions": [_fields(value) for value in sheet.promotions],
        "notices": [_fields(value) for value in sheet.notices],
        "refused": list(sheet.refused),
    }


def event_record(event: Event) -> dict[str, Any]:
    """One event: what changed, its verdict, and the bytes it stands on."""
    evidence = event.evidence
    return {
        "id": event.id,
        "kind": event.kind.value,
        "state": event.state.value,
        "vendor": event.vendor,
        "page": event.page,
        "model": event.model,
        "model_id": event.model_id,
        "meter": event.meter,
        "terms": dict(event.terms),
        "old": rate_record(event.old) if event.old else None,
        "new": rate_record(event.new) if event.new else None,
        "percent": shortest(event.percent),
        "observed_at": event.observed_at,
        "published_at": event.published_at,
        "effective_from": event.effective_from,
        "rule": event.rule,
        "reason": event.reason,
        "detail": dict(event.detail),
        "headline": event.headline,
        "parts": [_part(part) for part in event.parts],
        "evidence": {
            "url": evidence.url,
            "before_sha256": evidence.before_sha256,
            "before_at": evidence.before_at,
            "after_sha256": evidence.after_sha256,
            "after_at": evidence.after_at,
            "old_locator": evidence.old_locator,
            "new_locator": evidence.new_locator,
        },
    }


def _part(part: Change) -> dict[str, Any]:
    return {
        "kind": part.kind.value,
        "model": part.model,
        "meter": part.meter,
        "terms": dict(part.terms),
        "old": rate_record(part.old) if part.old else None,
        "new": rate_record(part.new) if part.new else None,
    }


def _fields(value: Any) -> dict[str, Any]:
    record = {name: getattr(value, name) for name in value.__dataclass_fields__}
    if "terms" in record:
        record["terms"] = dict(record["terms"])
    return record


def exit_code_of(sheet: Sheet) -> int:
    """0 for a page that could be read, 3 for one that could not."""
    return 0 if sheet.health is Health.OK else 3
