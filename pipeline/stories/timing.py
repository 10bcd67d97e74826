"""When two claims say that something happens → whether it can be one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pipeline.stories.told import Told

WINDOW: Final = timedelta(days=30)
"""How far apart in time two claims with the same model may be and tell one thing."""
SOON: Final = timedelta(days=7)
"""The same, where their figures dispute each other."""
AT_ONCE: Final = timedelta(days=3)
"""The same, where nothing but a vague name joins them."""
SAME_DAY: Final = timedelta(days=2)
"""How far two printed days may be apart that mean one: time zones, "today"."""
MONTH: Final = timedelta(days=31)
NEVER: Final = timedelta.max


def apart(one: Told, two: Told) -> timedelta:
    """The time between what two claims tell: zero where it is one day, `NEVER` where it cannot be one thing.

    A recap that gives no day may mean anything that was known before it.
    """
    if one.at is None or two.at is None:
        return _recap(one, two)
    between = abs(one.at - two.at)
    if one.stated and two.stated:
        most = MONTH if one.whole_month or two.whole_month else SAME_DAY
        return timedelta() if between <= most else NEVER
    return between


def _recap(one: Told, two: Told) -> timedelta:
    if one.at is None and two.at is None:
        return abs(one.known - two.known)
    recap, dated = (one, two) if one.at is None else (two, one)
    assert dated.at is not None
    return timedelta() if dated.at <= recap.known + AT_ONCE else NEVER


def same_end(one: Told, two: Told) -> bool:
    """Whether two promotions may be one by the days on which they end."""
    return one.ends is None or two.ends is None or abs(one.ends - two.ends) <= SAME_DAY
