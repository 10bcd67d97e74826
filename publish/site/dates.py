"""A time into a date as readers of a language write it, by UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from publish.money import Lang

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(at: datetime, lang: Lang) -> str:
    """`24 Nov 2026`, `2026年11月24日`."""
    day = at.astimezone(UTC)
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(at: datetime, lang: Lang) -> str:
    """`24 Nov 2026, 09:30 UTC`, `2026年11月24日 09:30 UTC`."""
    between = " " if lang == "zh" else ", "
    return f"{day_words(at, lang)}{between}{at.astimezone(UTC):%H:%M} UTC"
