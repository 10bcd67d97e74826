"""The tables of the database: what is kept, column by column. Changing one needs a migration beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    text,
)

from storage.columns import Exact, Moment, Prose

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key is exactly INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")


class PageColumns(TypedColumns):
    """One watched address and how it fares."""

    id: Named[str] = Column(Text, primary_key=True)
    vendor: Named[str] = Column(Text, nullable=False)
    url: Named[str] = Column(Prose, nullable=False)
    kind: Named[str] = Column(Text, nullable=False)
    retired: Named[bool] = Column(nullable=False, default=False)
    last_checked_at: Named[datetime | None] = Column(Moment)
    last_changed_at: Named[datetime | None] = Column(Moment)
    last_failed_at: Named[datetime | None] = Column(Moment)
    why: Named[str | None] = Column(Text)
    detail: Named[str] = Column(Prose, nullable=False, default="")
    failures: Named[int] = Column(nullable=False, default=0)
    health: Named[str | None] = Column(Text)
    rates: Named[int] = Column(nullable=False, default=0)
    next_due_at: Named[datetime | None] = Column(Moment)
    etag: Named[str | None] = Column(Prose)
    last_modified: Named[str | None] = Column(Prose)
    wakes_at: Named[datetime | None] = Column(Moment)
    """The next moment at which what the page says means something else: a scheduled day, a promotion's end."""


pages = Table("pages", metadata, PageColumns, Index(None, "vendor"), Index(None, "retired", "next_due_at"))


class CaptureColumns(TypedColumns):
    """One answer of a page; its bytes lie among the bodies under their sha256."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    url: Named[str] = Column(Prose, nullable=False)
    fetched_at: Named[datetime] = Column(Moment, nullable=False)
    status: Named[int] = Column(nullable=False)
    media_type: Named[str] = Column(Prose, nullable=False)
    charset: Named[str | None] = Column(Prose)
    headers: Named[str] = Column(Text, nullable=False)
    """JSON: [[name, value], …]."""
    rendered: Named[bool] = Column(nullable=False)
    sha256: Named[str] = Column(Text, nullable=False)
    attachments: Named[str] = Column(Text, nullable=False)
    """JSON: [[address, sha256], …]."""


captures = Table(
    "captures",
    metadata,
    CaptureColumns,
    UniqueConstraint("page", "fetched_at"),
    Index(None, "fetched_at", "seq"),
    Index(None, "sha256"),
    sqlite_autoincrement=True,
)


class FetchColumns(TypedColumns):
    """How one fetch ended; every fetch ends here."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    url: Named[str] = Column(Prose, nullable=False)
    fetched_at: Named[datetime] = Column(Moment, nullable=False)
    outcome: Named[str] = Column(Text, nullable=False)
    status: Named[int | None] = Column()
    why: Named[str | None] = Column(Text)
    detail: Named[str] = Column(Prose, nullable=False)


fetches = Table(
    "fetches", metadata, FetchColumns, UniqueConstraint("page", "fetched_at", "outcome"), sqlite_autoincrement=True
)


class BelievedColumns(TypedColumns):
    """The last accepted sheet of a page."""

    page: Named[str] = Column(Text, ForeignKey("pages.id"), primary_key=True)
    reader: Named[str] = Column(Text, nullable=False)
    capture_sha256: Named[str] = Column(Text, nullable=False)
    fetched_at: Named[datetime] = Column(Moment, nullable=False)
    fingerprint: Named[str] = Column(Text, nullable=False)
    sheet: Named[bytes] = Column(LargeBinary, nullable=False)
    """JSON, compressed with zstd."""


believed = Table("believed", metadata, BelievedColumns)


class RateColumns(TypedColumns):
    """One rate over a span of time, as believed over another. A row is closed, never changed."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    vendor: Named[str] = Column(Text, nullable=False)
    model: Named[str] = Column(Prose, nullable=False)
    model_folded: Named[str] = Column(Prose, nullable=False)
    model_id: Named[str | None] = Column(Prose)
    model_id_folded: Named[str | None] = Column(Prose)
    maker: Named[str | None] = Column(Prose)
    meter: Named[str] = Column(Prose, nullable=False)
    terms: Named[str] = Column(Text, nullable=False)
    """JSON object with sorted names."""
    state: Named[str] = Column(Text, nullable=False)
    unit_price: Named[Decimal | None] = Column(Exact)
    list_price: Named[Decimal | None] = Column(Exact)
    currency: Named[str | None] = Column(Prose)
    per: Named[Decimal] = Column(Exact, nullable=False)
    unit: Named[str] = Column(Prose, nullable=False)
    per_million: Named[Decimal | None] = Column(Exact)
    printed: Named[str] = Column(Prose, nullable=False)
    locator: Named[str] = Column(Prose, nullable=False)
    capture_sha256: Named[str] = Column(Text, nullable=False)
    identity: Named[str] = Column(Text, nullable=False)
    """Two readings with the same identity are the same rate; see storage/rates.py."""
    key: Named[str] = Column(Prose, nullable=False)
    """What stays when the price moves; see storage/rates.py."""
    valid_from: Named[datetime] = Column(Moment, nullable=False)
    valid_to: Named[datetime | None] = Column(Moment)
    known_from: Named[datetime] = Column(Moment, nullable=False)
    known_to: Named[datetime | None] = Column(Moment)


rates = Table(
    "rates",
    metadata,
    RateColumns,
    Index(None, "page", "known_to", "valid_to"),
    Index(None, "model_folded"),
    Index(None, "model_id_folded"),
    Index(None, "vendor", "meter"),
    sqlite_autoincrement=True,
)


class EventColumns(TypedColumns):
    """One event. `fact` is the event as it was first recorded and is never rewritten; the columns beside it are for
    asking, and say where the event stands now."""

    id: Named[str] = Column(Text, primary_key=True)
    observed_at: Named[datetime] = Column(Moment, nullable=False)
    vendor: Named[str] = Column(Text, nullable=False)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    kind: Named[str] = Column(Text, nullable=False)
    direction: Named[str | None] = Column(Text)
    size: Named[int | None] = Column(BigInteger)
    """The percentage without its sign, in millionths of a percent, rounded down."""
    before_sha256: Named[str | None] = Column(Text)
    after_sha256: Named[str] = Column(Text, nullable=False)
    words: Named[str] = Column(Prose, nullable=False)
    """Everything worth finding, in lower case."""
    fact: Named[str] = Column(Text, nullable=False)
    """The event as JSON."""
    state: Named[str] = Column(Text, nullable=False)
    published_at: Named[datetime | None] = Column(Moment)
    rule: Named[str] = Column(Text, nullable=False)
    reason: Named[str] = Column(Prose, nullable=False)
    looks: Named[int] = Column(nullable=False, default=0)
    correction: Named[str | None] = Column(Text)
    """The event as it should have been, as JSON."""
    headline: Named[str | None] = Column(Text)
    """The event under which this one is told; it has no line of its own on the wire."""


events = Table(
    "events",
    metadata,
    EventColumns,
    Index(None, "observed_at", "id"),
    Index(None, "vendor", "observed_at", "id"),
    Index(None, "kind", "observed_at", "id"),
    Index(None, "page", "observed_at", "id"),
    Index(
        "ix_events_held",
        "state",  # always the same here, but SQLite takes an index by what it is equal to
        "page",
        "observed_at",
        "id",
        sqlite_where=text("state = 'held'"),
        postgresql_where=text("state = 'held'"),
    ),
)


class MentionColumns(TypedColumns):
    """A model or maker that an event is about, its parts included."""

    role: Named[str] = Column(Text, primary_key=True)
    """model or maker."""
    name: Named[str] = Column(Prose, primary_key=True)
    """In lower case."""
    observed_at: Named[datetime] = Column(Moment, primary_key=True)
    event_id: Named[str] = Column(Text, ForeignKey("events.id"), primary_key=True)


mentions = Table("mentions", metadata, MentionColumns, Index(None, "event_id"), sqlite_with_rowid=False)


class RulingColumns(TypedColumns):
    """What was decided about an event, appended each time; the first is the one it began with."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    event_id: Named[str] = Column(Text, ForeignKey("events.id"), nullable=False)
    at: Named[datetime] = Column(Moment, nullable=False)
    state: Named[str] = Column(Text, nullable=False)
    rule: Named[str] = Column(Text, nullable=False)
    reason: Named[str] = Column(Prose, nullable=False)
    witness: Named[str | None] = Column(Prose)
    replacement: Named[str | None] = Column(Text)


rulings = Table("rulings", metadata, RulingColumns, Index(None, "event_id", "seq"), sqlite_autoincrement=True)


class WireColumns(TypedColumns):
    """The publication log."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    event_id: Named[str] = Column(Text, ForeignKey("events.id"), nullable=False)
    at: Named[datetime] = Column(Moment, nullable=False)
    action: Named[str] = Column(Text, nullable=False)


wire = Table("wire", metadata, WireColumns, Index(None, "event_id"), Index(None, "at"), sqlite_autoincrement=True)


class DroppedColumns(TypedColumns):
    """A change that was judged to be none, with the reason."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    at: Named[datetime] = Column(Moment, nullable=False)
    kind: Named[str] = Column(Text, nullable=False)
    model: Named[str] = Column(Prose, nullable=False)
    rule: Named[str] = Column(Text, nullable=False)
    reason: Named[str] = Column(Prose, nullable=False)
    witness: Named[str | None] = Column(Prose)
    change: Named[str] = Column(Text, nullable=False)
    """JSON."""


dropped = Table("dropped", metadata, DroppedColumns, Index(None, "page", "at"), sqlite_autoincrement=True)


class LeaseColumns(TypedColumns):
    """Who may do alone what only one may do."""

    name: Named[str] = Column(Prose, primary_key=True)
    holder: Named[str] = Column(Text, nullable=False)
    until: Named[datetime] = Column(Moment, nullable=False)


leases = Table("leases", metadata, LeaseColumns)
