"""The words of the project as types: what a page says, what changed, and what was decided about it, as plain values.

Money is `Decimal`; every time is UTC-aware; the printed text stands beside the number. Nothing here does anything.
Glossary: docs/glossary.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

MILLION = Decimal(1_000_000)


class Channel(StrEnum):
    """What kind of vendor asks for the money."""

    FIRST_PARTY = "first_party"
    CLOUD = "cloud"
    HOST = "host"
    RESELLER = "reseller"
    REGISTRY = "registry"
    """Sells nothing: collects other vendors' prices. A second opinion, never the vendor's own word."""
    PRESS = "press"
    """Tells, sells nothing: newspapers, blogs of third persons, aggregators, and feeds of others who watch prices."""


class PageKind(StrEnum):
    """What a watched page is for."""

    PRICING = "pricing"
    LIMITS = "limits"
    CHANGELOG = "changelog"
    NEWS = "news"
    API = "api"


class Rendering(StrEnum):
    """How a page has to be fetched to be read."""

    STATIC = "static"
    BROWSER = "browser"


class State(StrEnum):
    """Of a rate. Only `priced` and `free` have a number; absent is never 0."""

    PRICED = "priced"
    FREE = "free"
    CONTACT_SALES = "contact_sales"
    BUNDLED = "bundled"
    CONSOLE_ONLY = "console_only"
    UNKNOWN = "unknown"


Terms = tuple[tuple[str, str], ...]
"""The conditions under which a rate holds, as (name, value) pairs sorted by name; see `terms_of`.

Names in use: context, output_length, service_class (standard batch flex priority), window, region, modality,
thinking, ttl, plan, resolution, quality, audience, tier. A name is absent where the page does not say it.
"""


def terms_of(values: Mapping[str, str]) -> Terms:
    """`{"context": "<=32K"}` as sorted pairs, empty values left out."""
    return tuple(sorted((name, value) for name, value in values.items() if value))


@dataclass(frozen=True, slots=True)
class Rate:
    """One price a page prints: model, meter, terms → unit price."""

    model: str
    """As printed, cleaned of invisible characters and badges."""
    meter: str
    """What is counted: input, output, cache_read, cache_write, cache_storage, embedding, image, video, request, …"""
    terms: Terms = ()
    state: State = State.PRICED
    unit_price: Decimal | None = None
    """What is asked now for `per` `unit`s, in `currency`, as printed (not rescaled)."""
    currency: str | None = None
    """ISO 4217, or the vendor's own unit of account in capitals."""
    per: Decimal = Decimal(1)
    unit: str = "token"
    """token, character, request, image, second, minute, hour, page, month, …; see docs/glossary.md."""
    list_price: Decimal | None = None
    """The struck price printed beside `unit_price`; the list price is this one where it is given."""
    printed: str = ""
    locator: str = ""
    """The place in the page's bytes: table, row and column, a JSON path, or a line."""
    model_id: str | None = None
    """`maker/name`, the same at every vendor and on every date; None where the name is not known."""

    @property
    def per_million(self) -> Decimal | None:
        """The price of 1,000,000 tokens; None where the unit is not tokens or there is no number."""
        if self.unit != "token" or self.unit_price is None:
            return None
        return self.unit_price * MILLION / self.per

    @property
    def list_unit_price(self) -> Decimal | None:
        """The list price, struck or not: what a promotion must never overwrite."""
        return self.unit_price if self.list_price is None else self.list_price


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is given away: "100万 tokens, 180 天", "50 free hours per day"."""

    kind: str
    """permanent, limited_time, trial_credit, recurring, new_user."""
    amount: Decimal | None
    unit: str
    model: str | None = None
    period: str | None = None
    ends: datetime | None = None
    who: str | None = None
    printed: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How fast or how much one may call."""

    metric: str
    """rpm, rpd, tpm, tpd, qps, concurrency, context, max_output, …"""
    amount: Decimal
    model: str | None = None
    terms: Terms = ()
    printed: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A rate that holds for a time beside the list rate it stands in for."""

    model: str
    meter: str
    terms: Terms
    unit_price: Decimal | None
    list_price: Decimal | None
    currency: str | None
    per: Decimal
    unit: str
    ends: datetime | None = None
    """The first moment at which it no longer surely holds, UTC."""
    ends_printed: str = ""
    at_least: bool = False
    """True for "at least through …": the promotion may go on after `ends`."""
    printed: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence of the page about prices, with the time it says things hold from."""

    text: str
    effective: datetime | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A rate that a page prints with a day from which it will hold."""

    rate: Rate
    effective: datetime
    """UTC."""
    printed: str = ""


class Health(StrEnum):
    """Whether a capture is what it should be. Anything but `ok` leaves the last sheet standing."""

    OK = "ok"
    NO_RATES = "no_rates"
    """A proper page on which no price was understood."""
    CHALLENGE = "challenge"
    """A bot wall."""
    LOGIN = "login"
    SOFT_404 = "soft_404"
    """Says "not found" under a 200, or serves the home page instead."""
    EMPTY_SHELL = "empty_shell"
    """A page whose content only a browser's JavaScript would bring."""
    OTHER_PRODUCT = "other_product"
    HALF_GONE = "half_gone"
    """Far fewer rates than the last accepted sheet."""
    REFUSED = "refused"
    """Too large or too broken to be read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was read from one capture."""

    health: Health = Health.OK
    health_detail: str = ""
    rates: tuple[Rate, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    limits: tuple[Limit, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    notices: tuple[Notice, ...] = ()
    scheduled: tuple[Scheduled, ...] = ()
    """Rates that do not hold yet; `rates` are those that do. Told apart by `pipeline.lifecycle.as_of`."""
    refused: tuple[str, ...] = ()
    """Price-like texts that were not understood whole, with their place."""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a catalogue file tells the reader of one page; all of it optional."""

    currency: str | None = None
    per: Decimal | None = None
    unit: str | None = None
    lang: str | None = None
    charset: str | None = None
    zone: str = ""
    """The IANA zone in which printed dates are meant; the vendor's."""
    vendor: str = ""
    """Whose page it is, for names that only mean something there."""
    mapping: Mapping[str, Any] | None = None
    """A declared reading of a JSON document: where its rows, names and meters are. See docs/adding-a-vendor.md."""
    meters: Mapping[str, str] = field(default_factory=dict)
    """Printed header → meter, where the page uses a word of its own."""
    listing: Mapping[str, str] | None = None
    """For a page that lists news: CSS selectors of its `items` and, within one, of `title`, `link`, `date` and `text`;
    empty where the page may be left to a guess, None where it is no list."""


@dataclass(frozen=True, slots=True)
class Page:
    """One watched address."""

    id: str
    """`vendor/name`, stable for ever."""
    vendor: str
    url: str
    kind: PageKind = PageKind.PRICING
    rendering: Rendering = Rendering.STATIC
    cadence: int = 21_600
    """Seconds between two looks when nothing is going on."""
    lang: str = ""
    twin: str | None = None
    """The id of the page that says the same in another language."""
    fallback_for: str | None = None
    """The id of the page to whose document this is a poorer door, worth a look when that one fails."""
    also: tuple[str, ...] = ()
    """Other addresses of the same document, never fetched: under them the page is recognised."""
    hosts: tuple[str, ...] = ()
    """Hosts a redirect may lead to without being told as one, those under them included."""
    quiet: str = ""
    """The hours in which the host is left alone, in the vendor's zone: `01:00-06:30`; empty for none."""
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who asks for the money."""

    id: str
    name: str
    name_zh: str = ""
    channel: Channel = Channel.FIRST_PARTY
    hosts: tuple[str, ...] = ()
    zone: str = "UTC"
    """The IANA zone in which the vendor's printed dates are meant."""
    status: str = "watched"
    """watched, or closed: kept in the coverage table with the reason in `note`."""
    note: str = ""
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a page as it was served."""

    page: str
    url: str
    fetched_at: datetime
    status: int
    body: bytes = field(repr=False)
    sha256: str
    """Of `body`, hex."""
    media_type: str = ""
    """Lower case, without parameters: text/html, text/markdown, application/json, …"""
    charset: str | None = None
    """As the header declared it; not to be believed."""
    headers: tuple[tuple[str, str], ...] = ()
    rendered: bool = False
    attachments: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """For a browser page: (address, bytes) of each JSON answer it loaded."""


class Why(StrEnum):
    """Why a fetch failed."""

    DNS = "dns"
    TLS = "tls"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    NOT_FOUND = "not_found"
    GONE = "gone"
    TOO_MANY = "too_many_requests"
    HTTP_ERROR = "http_error"
    SERVER_ERROR = "server_error"
    BOT_WALL = "bot_wall"
    LOGIN = "login"
    SOFT_404 = "soft_404"
    EMPTY_SHELL = "empty_shell"
    REDIRECTED_OFF = "redirected_off"
    """Redirected to a host that the page does not declare."""
    PRIVATE_ADDRESS = "private_address"
    SCHEME = "scheme"
    TOO_LARGE = "too_large"
    ROBOTS = "robots"
    NO_BROWSER = "no_browser"
    BROWSER = "browser"
    UNREADABLE = "unreadable"
    """Fetched, but the sheet's health is not ok; the detail says which."""
    CRASHED = "crashed"
    """The crawl process ended without an answer."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends back to the server."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server answered 304."""

    page: str
    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A fetch that gave no capture."""

    page: str
    url: str
    fetched_at: datetime
    why: Why
    detail: str = ""
    status: int | None = None
    retry_after: int | None = None
    """Seconds, capped."""


Fetch = Capture | Unchanged | Failed
"""How one fetch ended."""


class EventKind(StrEnum):
    PRICE_CUT = "price_cut"
    PRICE_RISE = "price_rise"
    BECAME_FREE = "became_free"
    FREE_ENDED = "free_ended"
    RATE_ADDED = "rate_added"
    RATE_REMOVED = "rate_removed"
    MODEL_ADDED = "model_added"
    MODEL_REMOVED = "model_removed"
    MODEL_RENAMED = "model_renamed"
    PROMOTION_STARTED = "promotion_started"
    PROMOTION_CHANGED = "promotion_changed"
    PROMOTION_ENDED = "promotion_ended"
    ALLOWANCE_ADDED = "allowance_added"
    ALLOWANCE_CHANGED = "allowance_changed"
    ALLOWANCE_REMOVED = "allowance_removed"
    LIMIT_TIGHTENED = "limit_tightened"
    LIMIT_LOOSENED = "limit_loosened"
    TERMS_CHANGED = "terms_changed"
    ANNOUNCED = "announced"
    SCHEDULED = "scheduled"
    EFFECTIVE = "effective"
    SLIPPED = "slipped"
    CANCELLED = "cancelled"
    RESELLER_GAP = "reseller_gap"
    PRICE_WAR = "price_war"
    PAGE_CONTRADICTS_CLAIM = "page_contradicts_claim"


class EventState(StrEnum):
    PUBLISHED = "published"
    HELD = "held"
    DROPPED = "dropped"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two sheets in one respect."""

    kind: EventKind
    model: str
    meter: str | None = None
    terms: Terms = ()
    old: Rate | None = None
    new: Rate | None = None
    model_id: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    """What is not a rate: the old and new name, limit, allowance, promotion end, as printed."""
    parts: tuple[Change, ...] = ()
    """The changes that this one gathers: the rates of a new model, the members of a headline."""
    effective: datetime | None = None
    """From when the new rate holds, where the page says so; UTC."""


class Ruling(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A change, judged."""

    change: Change
    ruling: Ruling
    rule: str
    """The rule's name: `slip`, `first_zero`, `second_look`, …"""
    reason: str
    """One English sentence with the figures that decided."""
    witness: str | None = None
    """What agreed, where something had to: the capture, page, or story."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The bytes before and after, and the place in them."""

    before_sha256: str | None
    before_at: datetime | None
    after_sha256: str
    after_at: datetime
    url: str
    old_locator: str = ""
    new_locator: str = ""
    old_printed: str = ""
    new_printed: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A change that has been judged, stored and numbered."""

    id: str
    """Derived from page, change and first sight: the same bytes give the same id."""
    kind: EventKind
    state: EventState
    vendor: str
    page: str
    model: str
    model_id: str | None
    meter: str | None
    terms: Terms
    old: Rate | None
    new: Rate | None
    percent: Decimal | None
    """(new − old) ÷ old × 100; None where either is not a positive number."""
    observed_at: datetime
    """When the page was first seen to say so."""
    effective_from: datetime | None
    evidence: Evidence
    rule: str
    reason: str
    published_at: datetime | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Change, ...] = ()
    headline: str | None = None
    """The event under which this one is told: it is on record by itself, but not a line of its own on the wire."""


@dataclass(frozen=True, slots=True)
class Held:
    """A held event that waits for a second look or a witness."""

    event: Event
    first_seen: datetime
    looks: int
    """How often the page has been seen to say the same since, the first time not counted."""


@dataclass(frozen=True, slots=True)
class Believed:
    """The last accepted sheet of a page: what the wire believes, held changes not included."""

    sheet: Sheet
    reader: str
    """The reader's version that read it."""
    capture_sha256: str
    fetched_at: datetime
    fingerprint: str = ""
    """Of the price-bearing text; a capture with the same one needs no reading. See `pipeline.read.fingerprint`."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What another page says of the same rate, for a change that waits for one."""

    page: str
    rate: Rate | None = None
    """What that page believes now."""
    percent: Decimal | None = None
    """Or the move that it has shown within days: the page's twin may print another currency."""
    model: str = ""
    model_id: str | None = None
    meter: str | None = None
    terms: Terms = ()
    claim: Claim | None = None
    """Or what a story says; `page` is then "story ID". See `pipeline.corroborate.story_witness`."""


@dataclass(frozen=True, slots=True)
class PutRight:
    """An event of a page that was told, and taken back or corrected since the page was last read and believed."""

    told: Event
    at: datetime
    """When it was put right."""
    reason: str
    right: Event | None = None
    """As it should have been told; None where it was taken back."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is needed to decide about the next capture of a page; one read of the database."""

    page: Page
    believed: Believed | None
    held: tuple[Held, ...] = ()
    last_sha256: str | None = None
    """The body of the last capture, believed or not."""
    last_at: datetime | None = None
    recent: tuple[Event, ...] = ()
    """Events of this page published within the days in which a price that flips back is a flap (see pipeline.judge)."""
    unhealthy_since: datetime | None = None
    """The first capture of the present run of unhealthy ones; None while the page is healthy."""
    witnesses: tuple[Witness, ...] = ()
    """Asked for only where a first decision holds something; see schedules.look."""
    own_word: bool = True
    """The page is its vendor's own word on its own prices; False for registries, hosts and resellers."""
    put_right: tuple[PutRight, ...] = ()
    """What was taken back or corrected since `believed` was read: its sheet still has what was wrong."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What becomes of an event that was held, or of a published one that the page took back."""

    event_id: str
    state: EventState
    rule: str
    reason: str
    witness: str | None = None
    headline: str | None = None
    """For one that is published: the event under which it is told."""
    replacement: Event | None = None
    """For one that is corrected: the event as it should have been told."""


@dataclass(frozen=True, slots=True)
class Decision:
    """All that one capture changes; one write of the database."""

    capture: Capture
    sheet: Sheet
    """As read, whatever its health."""
    believed: Believed | None
    """The new belief; None leaves the old one standing."""
    events: tuple[Event, ...] = ()
    """New ones, in the state they begin in."""
    resolutions: tuple[Resolution, ...] = ()
    looked_again: tuple[str, ...] = ()
    """Ids of held events that this capture showed again without settling them."""
    dropped: tuple[Verdict, ...] = ()


class ClaimKind(StrEnum):
    """What an article says happened to a price; finer than the page can show, coarser than the event."""

    PRICE_CUT = "price_cut"
    PRICE_RISE = "price_rise"
    BECAME_FREE = "became_free"
    FREE_ENDED = "free_ended"
    PROMOTION = "promotion"
    MODEL_LAUNCHED_WITH_PRICE = "model_launched_with_price"
    MODEL_RETIRED = "model_retired"
    FREE_TIER_ADDED = "free_tier_added"
    FREE_TIER_CHANGED = "free_tier_changed"
    FREE_TIER_REMOVED = "free_tier_removed"
    RATE_LIMIT_CHANGED = "rate_limit_changed"
    PLAN_CHANGED = "plan_changed"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed, of a list page or of a changelog: what a news page points at."""

    id: str
    """Stays when the item is edited: the feed's own id where it has one that is its own, else its address, else made of
    the title and the day."""
    url: str
    """Absolute; empty where the item has no address of its own."""
    title: str
    text: str
    """Plain text; the whole article or a teaser."""
    published: datetime | None = None
    lang: str = ""
    author: str = ""
    full: bool = False
    """`text` is the whole article, so that its address need not be asked."""
    year_inferred: bool = False
    """The day is printed without a year; the one in `published` follows from when the page was fetched."""


@dataclass(frozen=True, slots=True)
class Article:
    """One text that tells something, as it was published."""

    title: str
    text: str
    """Plain text or Markdown, told once even where the page prints it twice."""
    url: str = ""
    published: datetime | None = None
    """UTC; at midnight where only the day is known."""
    lang: str = ""
    """zh or en."""
    site: str = ""
    """The host or name of who published it."""
    author: str = ""
    origin: str = ""
    """Who first wrote it where the article says so ("文|光子星球", "via TechCrunch"); reposts share an origin."""
    year_inferred: bool = False
    """The day is printed without a year; the one in `published` follows from when the page was fetched."""

    @property
    def whole(self) -> str:
        """Title, line break, text: what quotes and their offsets are of."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article says of one price, with the sentence that says it. Only what is printed is filled in."""

    vendor: str
    """Who sets the price: the company's id as in `pipeline/names.toml` (alibaba, bytedance, …); a reseller's for
    its own price."""
    model: str
    """As printed; a plan or a product where the price is one of those."""
    kind: ClaimKind
    quote: str
    """An exact piece of `Article.whole`."""
    start: int
    """Offset of `quote` in `Article.whole`, in characters."""
    model_id: str | None = None
    maker: str | None = None
    """Where it is not the vendor."""
    meter: str | None = None
    """A meter of DESIGN, `input_output` where one figure stands for both, `subscription` for a plan; None unsaid."""
    old_price: Decimal | None = None
    new_price: Decimal | None = None
    """For a limit or an allowance: the amounts."""
    currency: str | None = None
    per: Decimal = Decimal(1)
    unit: str = ""
    """token, request, month, …; empty where none is printed."""
    unit_printed: str = ""
    percent: Decimal | None = None
    """How much less or more, without a sign, as printed."""
    percent_bound: str = ""
    """max (up to), min (over), approx, or empty."""
    percent_against: str = ""
    """market, predecessor, competitor, or empty for the price itself."""
    ratio: Decimal | None = None
    """New ÷ old as said in words: 0.25 for "2.5 折" and "a quarter"; 2 for "doubled"."""
    free: bool = False
    effective: datetime | None = None
    effective_printed: str = ""
    ends: datetime | None = None
    """The first moment at which it no longer surely holds, UTC: of "until 14 November" the end of that day."""
    ends_printed: str = ""
    scope: str = ""
    """Conditions as printed: "prompts under 128K", "new customers"."""
    successor_of: str = ""
    """The change is against this predecessor, not against the same model."""
    recap: bool = False
    """An old change told again."""
    is_delta: bool = False
    """`new_price` is a difference ("-$0.9 per million"), not a price."""
    coin: Decimal = Decimal(1)
    """What the text counts in, as a part of the currency: 0.01 where it prints cents. Prices are in the currency."""


class ClaimState(StrEnum):
    """How a claim stands against the watched pages."""

    WAITING = "waiting"
    """Within its window."""
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    CLAIMED_ONLY = "claimed_only"


class EventStanding(StrEnum):
    """How an event stands against the news."""

    CORROBORATED = "corroborated"
    WAITING = "waiting"
    PAGE_ONLY = "page_only"
    CLAIMED = "claimed"
    """From the news alone, of a page that cannot be read."""


@dataclass(frozen=True, slots=True)
class Reported:
    """An article with its claims, kept under an id."""

    id: str
    """Derived from the address, else from title and day: the same article gives the same id."""
    article: Article
    claims: tuple[Claim, ...]
    seen_at: datetime
    """When we first saw it, UTC."""

    @property
    def at(self) -> datetime:
        """When it was told: its date, else when it was seen."""
        return self.article.published or self.seen_at


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that tell the same thing. An article that tells several things is in several stories."""

    id: str
    """Derived from the first article's id and what it says: does not change as others join."""
    claims: tuple[tuple[str, int], ...]
    """(article id, index of the claim in it), first told first."""
    origins: tuple[str, ...]
    """Who wrote it independently, first first; a repost adds none."""
    first_at: datetime
    last_at: datetime
