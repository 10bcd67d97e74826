"""What a reader asked for and the time → when something owed to them is sent, and when it is tried again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pipeline.basket import NOBODY, Basket, News, matches
from pipeline.types import Event, EventStanding, Vendor
from pipeline.watch import Watch

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
NO_EVENT = Basket(vendors=frozenset({NOBODY}))
"""The basket that holds nothing."""
MOST_REFUSALS = 5
"""So many letters in a row that the other side refused, and the reader is paused."""


class Cadence(StrEnum):
    """How soon a reader is told."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class SubscriberState(StrEnum):
    """Whether a reader is told."""

    PENDING = "pending"
    """Has not said yes yet."""
    ACTIVE = "active"
    PAUSED = "paused"
    """Letters came back; nothing is sent until the reader says so."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who is told what, and how: all that is kept of a reader."""

    id: str
    """Random; stands in links, says nothing of the address."""
    channel: str
    """mail, webhook, or the name of a chat service."""
    address: str
    """An e-mail address, or the URL of the channel."""
    basket: Basket
    lang: str = "en"
    """zh or en."""
    cadence: Cadence = Cadence.AT_ONCE
    zone: str = "UTC"
    """The IANA zone in which `hour` is meant."""
    hour: int = 8
    """0–23; of a digest."""
    weekday: int = 0
    """0 is Monday; of a weekly digest."""
    state: SubscriberState = SubscriberState.PENDING
    consented_at: datetime | None = None
    """When they first said yes."""
    changed_at: datetime | None = None
    """When they last changed what they asked for."""
    within: Basket | None = None
    """The basket in terms of what an event bears in itself; see `Basket.within`."""
    watch: Watch | None = None
    """A workload that is watched instead of events; the basket then holds none."""

    @property
    def line(self) -> str:
        """What was asked for, as text."""
        return str(self.watch if self.watch is not None else self.basket)

    @property
    def vendors(self) -> frozenset[str]:
        """Those that it names."""
        return self.basket.vendors - {NOBODY} if self.watch is None else self.watch.workload.vendors

    def taken_within(self, vendors: Iterable[Vendor]) -> Subscriber:
        """The basket taken within the catalogue of today."""
        return replace(self, within=self.basket.within(vendors))

    def wishing(self, wish: Basket | Watch) -> Subscriber:
        """The same reader, asking for this."""
        if isinstance(wish, Watch):
            return replace(self, basket=NO_EVENT, within=NO_EVENT, watch=wish)
        return replace(self, basket=wish, within=None, watch=None)


class BadSubscription(ValueError):
    """A subscription that cannot be: one sentence that names the part and says what may be given."""

    def __init__(self, part: str, expected: str, found: str = "") -> None:
        self.part, self.expected, self.found = part, expected, found
        super().__init__(f"{part}: expected {expected}")


def check(subscriber: Subscriber) -> None:
    """Raises `BadSubscription` for a zone, an hour, a day or a language that does not exist: found out when it is
    written, it stops nobody when it is read."""
    try:
        ZoneInfo(subscriber.zone)
    except (LookupError, ValueError, OSError):
        raise BadSubscription("zone", "a zone of the IANA list, such as Asia/Shanghai") from None
    if not 0 <= subscriber.hour <= 23:
        raise BadSubscription("hour", "a whole number from 0 to 23")
    if not 0 <= subscriber.weekday <= 6:
        raise BadSubscription("weekday", "0 for Monday to 6 for Sunday")
    if subscriber.lang not in ("zh", "en"):
        raise BadSubscription("lang", "zh or en")


def send_at(subscriber: Subscriber, owed_at: datetime) -> datetime:
    """When something that is owed from `owed_at` on is sent: then, or with the next digest after it. UTC.

    A digest's hour is the reader's own, before and after a change of the clocks. Raises `ZoneInfoNotFoundError` or
    `ValueError` for a zone that does not exist.
    """
    if subscriber.cadence is Cadence.AT_ONCE:
        return owed_at
    there = owed_at.astimezone(ZoneInfo(subscriber.zone))
    ahead = 0 if subscriber.cadence is Cadence.DAILY else (subscriber.weekday - there.weekday()) % 7
    digest = _at_hour(there + timedelta(days=ahead), subscriber.hour)
    if digest <= owed_at:
        digest = _at_hour(
            there + timedelta(days=ahead + (1 if subscriber.cadence is Cadence.DAILY else 7)), subscriber.hour
        )
    return digest


def retry_at(tries: int, now: datetime) -> datetime:
    """When a letter is tried again that the server did not take for the `tries`-th time: ever later, never never."""
    doublings: int = 2 ** min(max(tries - 1, 0), 16)
    return now + min(FIRST_RETRY * doublings, LONGEST_RETRY)


def wanting(subscribers: Iterable[Subscriber], event: Event, standing: EventStanding | None = None) -> list[Subscriber]:
    """Those whose basket holds the event, standing so against the news."""
    return [one for one in subscribers if matches(one.within or one.basket, event, standing)]


def waits_for_news(subscriber: Subscriber, standing: EventStanding) -> bool:
    """Whether the reader is told of an event only once it stands so."""
    wanted = subscriber.basket.news
    return (wanted, standing) in {
        (News.CORROBORATED, EventStanding.CORROBORATED),
        (News.CLAIMED, EventStanding.CLAIMED),
    }


def _at_hour(day: datetime, hour: int) -> datetime:
    return day.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
