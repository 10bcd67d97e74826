"""The shapes of the answers: what each field is called and holds. Names never change; fields are only added."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema

from pipeline.types import (
    Channel,
    ClaimKind,
    ClaimState,
    EventKind,
    EventStanding,
    EventState,
    Health,
    PageKind,
    State,
    Why,
)

Exact = Annotated[
    Decimal,
    PlainSerializer(lambda number: f"{number:f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["0.60"]}),
]
"""A number that loses nothing: text in every form of answer, never a float."""

Row = TypeVar("Row", bound=BaseModel)


class Listed(BaseModel, Generic[Row]):
    """One page of a list."""

    data: list[Row]
    next_cursor: str | None = Field(description="Give it back as `cursor` to go on; null at the end.")


class RateShape(BaseModel):
    """One list price: what is asked for so many units of what is counted."""

    model: str = Field(description="As printed.")
    model_id: str | None = Field(description="`maker/name`, the same at every vendor; null where it is not known.")
    meter: str = Field(description="What is counted: input, output, cache_read, …")
    terms: dict[str, str] = Field(description="The conditions under which it holds.")
    state: State = Field(description="Only `priced` and `free` have a number.")
    unit_price: Exact | None = Field(description="Asked now for `per` units, as printed.")
    list_price: Exact | None = Field(description="The struck price beside it, where there is one.")
    currency: str | None = Field(description="ISO 4217, or the vendor's own unit of account.")
    per: Exact
    unit: str
    per_million: Exact | None = Field(description="For 1,000,000 tokens; null where tokens are not the unit.")
    printed: str
    locator: str = Field(description="The place in the page's bytes.")


class EvidenceShape(BaseModel):
    """The bytes before and after, and the place in them."""

    url: str | None = Field(description="The page's address; null unless it is http or https.")
    before_sha256: str | None
    before_at: datetime | None
    after_sha256: str
    after_at: datetime
    old_locator: str
    new_locator: str
    old_printed: str
    new_printed: str


class PartShape(BaseModel):
    """One of the changes that an event gathers."""

    vendor: str | None = Field(description="Of a war's move: whose it is; null where the event's vendor moved.")
    event: str | None = Field(description="Of a war's move: the id of the event that tells it.")
    kind: EventKind
    model: str
    model_id: str | None
    meter: str | None
    terms: dict[str, str]
    old: RateShape | None
    new: RateShape | None


class StandingShape(BaseModel):
    """How an event stands against the news."""

    state: EventStanding
    until: datetime = Field(description="The end of the window in which the news may still tell it.")
    lag_seconds: int | None = Field(description="To the first article that tells it; below zero, news was first.")


class EventShape(BaseModel):
    """A change that has been judged, stored and numbered."""

    id: str = Field(description="Never changes.")
    title: str = Field(description="In one sentence, in the language asked for.")
    kind: EventKind
    state: EventState
    vendor: str
    page: str
    model: str
    model_id: str | None
    meter: str | None
    terms: dict[str, str]
    old: RateShape | None
    new: RateShape | None
    percent: Exact | None = Field(description="(new − old) ÷ old × 100; null where either is no positive number.")
    observed_at: datetime = Field(description="When the page was first seen to say so.")
    published_at: datetime | None
    effective_from: datetime | None = Field(description="From when it holds, where the page says so.")
    rule: str
    reason: str
    detail: dict[str, str] = Field(description="What is not a rate: the old and new name, limit, allowance, end.")
    headline: str | None = Field(description="The event under which this one is told.")
    parts: list[PartShape]
    evidence: EvidenceShape
    standing: StandingShape | None = Field(description="Against the news; null where nothing is asked of it.")


class RulingShape(BaseModel):
    """What was decided about an event; the first is the one it began with."""

    at: datetime
    state: EventState
    rule: str
    reason: str
    witness: str | None
    right: RateShape | None = Field(description="For a correction: the rate as it should have been told.")


class StoryShape(BaseModel):
    """The articles that tell the same thing."""

    id: str
    title: str = Field(description="Of the article that told it first.")
    says: str = Field(description="Its fullest claim in words: what tells it from other stories of the same article.")
    url: str | None = Field(description="Of the same article; null unless it is http or https.")
    first_at: datetime
    last_at: datetime
    origins: list[str] = Field(description="Who wrote it independently, the first first; a repost adds none.")
    articles: int = Field(description="Reposts included.")
    claims: list[str] = Field(description="Their ids.")
    events: list[str] = Field(description="The ids of the events that it tells.")


class ClaimShape(BaseModel):
    """What an article says of one price, with the sentence that says it; only what is printed is filled in."""

    id: str
    article: str
    title: str
    url: str | None
    site: str
    lang: str
    at: datetime = Field(description="When it was told.")
    vendor: str = Field(description="Who sets the price.")
    model: str
    model_id: str | None
    maker: str | None
    kind: ClaimKind
    meter: str | None
    old_price: Exact | None
    new_price: Exact | None
    currency: str | None
    per: Exact
    unit: str
    percent: Exact | None = Field(description="How much less or more, without a sign, as printed.")
    percent_bound: str
    percent_against: str
    free: bool
    effective: datetime | None
    ends: datetime | None
    scope: str
    quote: str = Field(description="An exact piece of the article.")
    state: ClaimState = Field(description="How it stands against the pages.")
    lag_seconds: int | None = Field(description="From the page to the article; below zero, news was first.")
    event: str | None = Field(description="The event that confirms or contradicts it.")
    rule: str = Field(description="What decided how it stands.")
    reason: str = Field(description="How it came to stand so, in one sentence.")


class JoinedShape(BaseModel):
    """An event that a story tells."""

    event: str
    lag_seconds: int
    agrees: bool


class StoryDetail(StoryShape):
    """A story with what it claims and how that stands."""

    told: list[ClaimShape]
    joined: list[JoinedShape]


class EventDetail(EventShape):
    """An event with all that was decided about it, and what the news says of it."""

    rulings: list[RulingShape]
    members: list[str] = Field(description="The ids of the events that this one tells.")
    stories: list[StoryShape]


class PriceShape(RateShape):
    """What a page asked for one rate over a span of time, as believed over another."""

    vendor: str
    page: str
    maker: str | None
    capture_sha256: str = Field(description="The bytes that first said so.")
    valid_from: datetime
    valid_to: datetime | None = Field(description="Null: it still holds.")
    known_from: datetime
    known_to: datetime | None = Field(description="Null: it is still believed.")


class VendorShape(BaseModel):
    """Who asks for the money."""

    id: str
    name: str
    name_zh: str
    channel: Channel | None = Field(description="Null for one that is in no catalogue any more.")
    zone: str
    status: str
    note: str
    pages: list[str]
    rates: int = Field(description="Rates believed now.")


class ModelShape(BaseModel):
    """What is sold."""

    model: str = Field(description="Its id `maker/name`, or the printed name where that is not known.")
    model_id: str | None
    maker: str | None
    names: list[str] = Field(description="As printed.")
    vendors: list[str]
    meters: list[str]
    rates: int


class PageShape(BaseModel):
    """One watched address and how it fares: silence is never to be taken for "no change"."""

    id: str
    vendor: str
    url: str | None
    kind: PageKind
    last_checked_at: datetime | None
    last_changed_at: datetime | None
    last_failed_at: datetime | None
    why: Why | None = Field(description="Why the last look failed; null where it did not.")
    failures: int = Field(description="In a row.")
    health: Health | None = Field(description="Of the last capture; null before the first.")
    rates: int = Field(description="Rates believed.")
    held: int = Field(description="Changes seen, but held until a second look or a witness.")
    next_due_at: datetime | None
    due_why: str = Field(description="Why it is due then, where it is not the timetable.")
    retired: bool


class MoveShape(BaseModel):
    """One vendor's first step in a price war."""

    vendor: str
    at: datetime
    hours_after_first: Exact
    deepest: Exact | None = Field(description="The largest percentage among its moves.")
    became_free: bool
    events: list[str]
    models: list[str]


class BurstShape(BaseModel):
    """A price war: several vendors moving one way, each within days of the one before."""

    direction: str = Field(description="down or up.")
    began: datetime
    ended: datetime
    first: str = Field(description="The vendor that moved first.")
    vendors: list[str]
    moves: list[MoveShape]
    untouched: list[dict[str, str]] = Field(description="Flagship models of these vendors that did not move.")
    tightened: list[str] = Field(description="Events that tightened a limit of these vendors meanwhile.")


class OfferShape(BaseModel):
    """What one vendor asks, and when its page was last seen to say so."""

    vendor: str
    page: str
    model: str
    unit_price: Exact | None
    list_price: Exact | None
    per: Exact
    seen_at: datetime


class GapShape(BaseModel):
    """How far a reseller's price lies under the maker's own list price."""

    model_id: str | None
    meter: str
    terms: dict[str, str]
    currency: str | None
    unit: str
    percent: Exact = Field(description="(list price − reseller's price) ÷ list price × 100.")
    reseller: OfferShape
    maker: OfferShape


class HitShape(BaseModel):
    """One thing that was found."""

    what: str = Field(description="vendor, model or event.")
    id: str
    title: str
    vendor: str | None
    at: datetime | None
    href: str = Field(description="Where to read on.")
