"""The tables of the database: what is kept, column by column. Changing one needs a migration beside it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
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
    due_why: Named[str] = Column(Prose, nullable=False, default="", server_default="")
    """Why it is due then, for people."""


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
    Index(
        "ix_rates_now",
        "model_id_folded",
        "model_folded",
        "vendor",
        sqlite_where=text("known_to IS NULL AND valid_to IS NULL"),
        postgresql_where=text("known_to IS NULL AND valid_to IS NULL"),
    ),
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
    """Everything worth finding, each word between spaces; see pipeline/search.py."""
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
    """A name, condition or word by which an event, its parts included, is found in order of time."""

    role: Named[str] = Column(Text, primary_key=True)
    """model, maker, term or word."""
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


class ArticleColumns(TypedColumns):
    """One article that tells something of prices, as it was last seen."""

    id: Named[str] = Column(Text, primary_key=True)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    """The news page that first pointed at it."""
    url: Named[str] = Column(Prose, nullable=False)
    title: Named[str] = Column(Prose, nullable=False)
    site: Named[str] = Column(Prose, nullable=False)
    lang: Named[str] = Column(Text, nullable=False)
    author: Named[str] = Column(Prose, nullable=False)
    origin: Named[str] = Column(Prose, nullable=False)
    published: Named[datetime | None] = Column(Moment)
    seen_at: Named[datetime] = Column(Moment, nullable=False)
    at: Named[datetime] = Column(Moment, nullable=False)
    """When it was told: its date, else when it was seen."""
    revised_at: Named[datetime | None] = Column(Moment)
    """When it was last seen to have been edited."""
    sha256: Named[str] = Column(Text, nullable=False)
    """Of title, line break and text in UTF-8: what quotes are pieces of."""
    source_sha256: Named[str] = Column(Text, nullable=False)
    """Of the bytes that it was read from: its own page, or the news page that prints it whole."""
    read_at: Named[datetime] = Column(Moment, nullable=False)
    """When those bytes were fetched."""
    text: Named[str] = Column(Prose, nullable=False)
    words: Named[str] = Column(Prose, nullable=False)
    """Title, site and what is claimed, in lower case."""


articles = Table("articles", metadata, ArticleColumns, Index(None, "at", "id"))


class EntryColumns(TypedColumns):
    """One item that a news page has pointed at, so that nothing is read twice and an edit is seen as one."""

    page: Named[str] = Column(Text, ForeignKey("pages.id"), primary_key=True)
    entry: Named[str] = Column(Prose, primary_key=True)
    """The entry's own id; unique on its page only."""
    digest: Named[str] = Column(Text, nullable=False)
    """sha256 of address, title and text: another one is an edit."""
    url: Named[str] = Column(Prose, nullable=False)
    title: Named[str] = Column(Prose, nullable=False)
    first_at: Named[datetime] = Column(Moment, nullable=False)
    last_at: Named[datetime] = Column(Moment, nullable=False)
    """When it was last seen to be new or edited."""
    gate: Named[str] = Column(Text, nullable=False)
    tries: Named[int] = Column(nullable=False, default=0)
    due_at: Named[datetime | None] = Column(Moment)
    """When the article is asked for next; None unless it is owed."""
    article: Named[str | None] = Column(Text, ForeignKey("articles.id"))
    fact: Named[str | None] = Column(Text)
    """The entry as JSON, as long as its article is owed."""


entries = Table("entries", metadata, EntryColumns, Index(None, "gate", "due_at"), Index(None, "article"))


class ArticleFetchColumns(TypedColumns):
    """How one fetch of an entry's article ended; every fetch ends here."""

    seq: Named[int] = Column(_Serial, primary_key=True)
    page: Named[str] = Column(Text, ForeignKey("pages.id"), nullable=False)
    """The news page that pointed at it."""
    entry: Named[str] = Column(Prose, nullable=False)
    url: Named[str] = Column(Prose, nullable=False)
    fetched_at: Named[datetime] = Column(Moment, nullable=False)
    sha256: Named[str | None] = Column(Text)
    """Of the body; None where none came."""
    media_type: Named[str] = Column(Prose, nullable=False)
    charset: Named[str | None] = Column(Prose)
    why: Named[str | None] = Column(Text)
    detail: Named[str] = Column(Prose, nullable=False)


article_fetches = Table(
    "article_fetches",
    metadata,
    ArticleFetchColumns,
    Index(None, "fetched_at", "seq"),
    Index(None, "sha256"),
    sqlite_autoincrement=True,
)


class ClaimColumns(TypedColumns):
    """One claim of an article. `fact` is the claim as it was read; the columns beside it are for asking, and say how it
    stands against the pages."""

    article: Named[str] = Column(Text, ForeignKey("articles.id"), primary_key=True)
    number: Named[int] = Column(primary_key=True)
    """Its place among the claims of the article, from 0."""
    at: Named[datetime] = Column(Moment, nullable=False)
    """When its article told it."""
    vendor: Named[str] = Column(Text, nullable=False)
    """The id under which the catalogue watches who sets the price."""
    company: Named[str] = Column(Text, nullable=False)
    """Who sets it, by the id of its names; the same as `vendor` for most."""
    maker: Named[str | None] = Column(Text)
    """Where it is not the company."""
    model: Named[str] = Column(Prose, nullable=False)
    model_folded: Named[str] = Column(Prose, nullable=False)
    model_id: Named[str | None] = Column(Prose)
    model_id_folded: Named[str | None] = Column(Prose)
    kind: Named[str] = Column(Text, nullable=False)
    direction: Named[str | None] = Column(Text)
    meter: Named[str | None] = Column(Prose)
    old_price: Named[Decimal | None] = Column(Exact)
    new_price: Named[Decimal | None] = Column(Exact)
    currency: Named[str | None] = Column(Prose)
    percent: Named[Decimal | None] = Column(Exact)
    words: Named[str] = Column(Prose, nullable=False)
    fact: Named[str] = Column(Text, nullable=False)
    """The claim as JSON."""
    state: Named[str] = Column(Text, nullable=False)
    due_by: Named[datetime] = Column(Moment, nullable=False)
    """The end of the window in which an event may still confirm it."""
    settled_at: Named[datetime | None] = Column(Moment)
    lag: Named[int | None] = Column(BigInteger)
    """Seconds from when the page was first seen to say so to when the article told it: below zero, news was first."""
    event_id: Named[str | None] = Column(Text, ForeignKey("events.id"))
    """The event that confirms or contradicts it, or tells it."""
    rule: Named[str] = Column(Text, nullable=False, default="")
    """What decided: seen, price_stands, another_price, window, …; see pipeline/corroborate/answers.py."""
    reason: Named[str] = Column(Prose, nullable=False, default="")
    """How it came to stand so, in one sentence."""


claims = Table(
    "claims",
    metadata,
    ClaimColumns,
    Index(None, "at", "article", "number"),
    Index(None, "vendor", "at", "article", "number"),
    Index(None, "company"),
    Index(None, "maker"),
    Index(None, "model_folded"),
    Index(None, "model_id_folded"),
    Index(None, "state", "due_by"),
    Index(None, "event_id"),
)


class JoinColumns(TypedColumns):
    """A claim and an event that speak of the same thing."""

    event_id: Named[str] = Column(Text, ForeignKey("events.id"), primary_key=True)
    article: Named[str] = Column(Text, primary_key=True)
    number: Named[int] = Column(primary_key=True)
    lag: Named[int] = Column(BigInteger, nullable=False)
    """Seconds; as in the claims."""
    agrees: Named[bool] = Column(nullable=False)


joins = Table(
    "joins",
    metadata,
    JoinColumns,
    ForeignKeyConstraint(["article", "number"], ["claims.article", "claims.number"]),
    Index(None, "article", "number"),
)


class StoryColumns(TypedColumns):
    """The articles that tell the same thing."""

    id: Named[str] = Column(Text, primary_key=True)
    first_at: Named[datetime] = Column(Moment, nullable=False)
    last_at: Named[datetime] = Column(Moment, nullable=False)
    origins: Named[str] = Column(Text, nullable=False)
    """JSON: who wrote it independently, first first."""


stories = Table("stories", metadata, StoryColumns, Index(None, "first_at", "id"), Index(None, "last_at", "id"))


class MemberColumns(TypedColumns):
    """A claim that is part of a story; an article that tells several things is in several stories."""

    article: Named[str] = Column(Text, primary_key=True)
    number: Named[int] = Column(primary_key=True)
    story: Named[str] = Column(Text, ForeignKey("stories.id"), nullable=False)
    place: Named[int] = Column(nullable=False)
    """First told first."""


members = Table(
    "members",
    metadata,
    MemberColumns,
    ForeignKeyConstraint(["article", "number"], ["claims.article", "claims.number"]),
    Index(None, "story", "place"),
)


class StandingColumns(TypedColumns):
    """How an event stands against the news; an event that nothing is asked of has none."""

    event_id: Named[str] = Column(Text, ForeignKey("events.id"), primary_key=True)
    standing: Named[str] = Column(Text, nullable=False)
    until: Named[datetime] = Column(Moment, nullable=False)
    """The end of the window in which the news may still tell it."""
    lag: Named[int | None] = Column(BigInteger)
    """Of the first article that tells it; as in the claims."""
    at: Named[datetime] = Column(Moment, nullable=False)
    """Since when it stands so."""


standings = Table("standings", metadata, StandingColumns, Index(None, "standing", "until"), Index(None, "at"))


class AlarmColumns(TypedColumns):
    """Something the operator was told is wrong, as long as it is."""

    key: Named[str] = Column(Prose, primary_key=True)
    """What is wrong with what: `failing acme/pricing`."""
    since: Named[datetime] = Column(Moment, nullable=False)
    told_at: Named[datetime] = Column(Moment, nullable=False)
    """The last time it was told; told again after a week."""


alarms = Table("alarms", metadata, AlarmColumns)
