"""The tables of who is told, and of what is owed to whom. Changing one needs a migration beside it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    false,
)

from storage.columns import Moment, Prose
from storage.tables import metadata

__all__ = ["deliveries", "metadata", "subscribers"]

_Serial = BigInteger().with_variant(Integer, "sqlite")


class SubscriberColumns(TypedColumns):
    """One reader: nothing but where to, what of, when, and since when they said yes."""

    id: Named[str] = Column(Text, primary_key=True)
    channel: Named[str] = Column(Text, nullable=False)
    address: Named[str] = Column(Prose, nullable=False)
    basket: Named[str] = Column(Prose, nullable=False)
    within: Named[str] = Column(Prose, nullable=False)
    """The basket in terms of what an event bears in itself, as of the catalogue of the day."""
    lang: Named[str] = Column(Text, nullable=False)
    cadence: Named[str] = Column(Text, nullable=False)
    zone: Named[str] = Column(Text, nullable=False)
    hour: Named[int] = Column(nullable=False)
    weekday: Named[int] = Column(nullable=False)
    state: Named[str] = Column(Text, nullable=False)
    asked_at: Named[datetime] = Column(Moment, nullable=False)
    """When the address was first given; one that never said yes is forgotten some days later."""
    consented_at: Named[datetime | None] = Column(Moment)
    """When the reader first said yes; a later yes does not move it."""
    changed_at: Named[datetime | None] = Column(Moment)
    """When the reader last changed what they asked for; None where they never did."""
    refusals: Named[int] = Column(nullable=False, default=0)
    """Letters in a row that the other side refused."""
    watches: Named[bool] = Column(nullable=False, default=False, server_default=false())
    """Whether it is a workload that is watched."""
    remembered: Named[str] = Column(Text, nullable=False, default="", server_default="")
    """What a month of it cost when the reader was last told, as JSON; empty before the first look."""


subscribers = Table(
    "subscribers",
    metadata,
    SubscriberColumns,
    UniqueConstraint("channel", "address", "basket"),
    Index(None, "state"),
)


class DeliveryColumns(TypedColumns):
    """One thing owed to one subscriber: a line of the wire, in the transaction that wrote it, or a word of our own."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    subscriber: Named[str] = Column(Text, ForeignKey("subscribers.id"), nullable=False)
    wire_seq: Named[int | None] = Column(BigInteger, ForeignKey("wire.seq"))
    event_id: Named[str | None] = Column(Text, ForeignKey("events.id"))
    about: Named[str] = Column(Text, nullable=False)
    """published, corrected or retracted, as on the wire; or confirm, choice, alert, for a word of our own."""
    text: Named[str] = Column(Prose, nullable=False, default="")
    """Of a choice or an alert."""
    due_at: Named[datetime] = Column(Moment, nullable=False)
    """When it is sent, or tried again."""
    state: Named[str] = Column(Text, nullable=False)
    letter: Named[str | None] = Column(Text)
    """The letter it is told in, the same however often that is tried; None before the first try."""
    tries: Named[int] = Column(nullable=False, default=0)
    sent_at: Named[datetime | None] = Column(Moment)
    detail: Named[str] = Column(Prose, nullable=False, default="")
    """What the other side said when it did not take it."""


deliveries = Table(
    "deliveries",
    metadata,
    DeliveryColumns,
    UniqueConstraint("subscriber", "wire_seq"),
    Index(None, "state", "due_at", "seq"),
    Index(None, "event_id", "subscriber"),
    Index(None, "letter"),
    sqlite_autoincrement=True,
)
