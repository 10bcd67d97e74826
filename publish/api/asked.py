"""The parameters of a question, each exactly as the OpenAPI document says it: what the document allows is answered, all
else is refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from pipeline.types import Channel, ClaimKind, ClaimState, EventKind
from publish.api.cursors import CLAIM, EVENT, HISTORY, NAME, SPAN
from publish.api.forms import Form
from storage.news_queries import NewsQuery

MOST = 200
USUAL = 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_MOMENT = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}


def _day_or_time(value: Any) -> str:
    """RFC 3339: a full date, or a time with its zone."""
    if isinstance(value, str) and (_DAY.fullmatch(value) or _TIME.fullmatch(value)):
        _parsed(value)
        return value
    raise ValueError("a day such as 2026-01-31, or a time with its zone such as 2026-01-31T10:00:00Z, was expected")


def _parsed(text: str) -> datetime | date:
    return date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text.upper())


def beginning(text: str) -> datetime:
    """The moment, or the first one of the day, by UTC."""
    return _moment(text, time.min)


def end(text: str) -> datetime:
    """The moment, or the last one of the day, by UTC."""
    return _moment(text, time.max)


def _moment(text: str, at: time) -> datetime:
    parsed = _parsed(text)
    if not isinstance(parsed, datetime):
        return datetime.combine(parsed, at, UTC)
    try:
        return parsed.astimezone(UTC)
    except OverflowError:  # the first hours of the year 1, the last of 9999
        return parsed.replace(tzinfo=UTC)


def _whole(value: Any) -> Any:
    """Digits and nothing else: pydantic would take 1_0, " 10" and 10.0 as well."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}", value, re.ASCII):
        return int(value)
    raise ValueError("a whole number was expected")


When = Annotated[str, BeforeValidator(_day_or_time), WithJsonSchema(_MOMENT)]
Flag = Literal["true", "false"]

_SIGN = r"(?:[^,\\\x00-\x1f\x7f-\x9f]|\\[^\x00-\x1f\x7f-\x9f])"
_NAME = rf"[^\s,\\\x00-\x1f\x7f-\x9f]{_SIGN}{{0,70}}"
_NAMES = rf"^{_NAME}(?:,{_NAME}){{0,9}}$"
_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_IDS = rf"^{_ID}(?:,{_ID}){{0,9}}$"
_PAGES = rf"^{_ID}/{_ID}(?:,{_ID}/{_ID}){{0,9}}$"
_TERM = rf"[a-z][a-z_]{{0,39}}:[^\s,\\\x00-\x1f\x7f-\x9f]{_SIGN}{{0,50}}"
_WORDS = r"^[^\x00-\x1f\x7f-\x9f]{0,50}[0-9A-Za-z\u4e00-\u9fff][^\x00-\x1f\x7f-\x9f]{0,50}$"


def _any_of(*values: str) -> str:
    one = "|".join(values)
    return rf"^(?:{one})(?:,(?:{one})){{0,9}}$"


_SEVERAL = Field(max_length=5)
"""Times one parameter may be given; each may hold ten values with commas between."""

Name = Annotated[str, Field(pattern=r"^[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]{0,119}$")]
VendorId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
PageId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}/[a-z0-9][a-z0-9._-]{0,63}$")]
Words = Annotated[str, Field(pattern=_WORDS)]
Names = Annotated[list[Annotated[str, Field(pattern=_NAMES)]], _SEVERAL]
Ids = Annotated[list[Annotated[str, Field(pattern=_IDS)]], _SEVERAL]
Pages = Annotated[list[Annotated[str, Field(pattern=_PAGES)]], _SEVERAL]
Terms = Annotated[list[Annotated[str, Field(pattern=rf"^{_TERM}(?:,{_TERM}){{0,9}}$")]], _SEVERAL]
Kinds = Annotated[list[Annotated[str, Field(pattern=_any_of(*EventKind))]], _SEVERAL]
Channels = Annotated[list[Annotated[str, Field(pattern=_any_of(*Channel))]], _SEVERAL]
Languages = Annotated[list[Annotated[str, Field(pattern=_any_of("en", "zh"))]], _SEVERAL]
States = Annotated[list[Annotated[str, Field(pattern=_any_of("published", "corrected", "retracted"))]], _SEVERAL]


class Asked(BaseModel):
    """A question is made of known parameters only."""

    model_config = ConfigDict(extra="forbid")


class ListAsked(Asked):
    """What every list can be asked."""

    format: Form | None = Field(None, description="The form of the answer; else the Accept header decides.")


class PagedAsked(ListAsked):
    """What a long list can be asked."""

    limit: Annotated[int, BeforeValidator(_whole)] = Field(USUAL, ge=1, le=MOST, description="Rows at most.")


class TimedAsked(Asked):
    """Both axes of time."""

    on: When | None = Field(None, description="The day or time on which the price held; now where it is not given.")
    known: When | None = Field(None, description="As was believed on that day or time; now where it is not given.")


class EventsAsked(PagedAsked):
    """A basket, as feeds have it, and how its events are to be told."""

    vendor: Ids = Field([], description="Ids of vendors.", examples=[["deepseek"]])
    model: Names = Field([], description="Models as printed, or `maker/name`.", examples=[["deepseek-v4-flash"]])
    maker: Names = Field([], description="Who trained the model.")
    kind: Kinds = Field([], description="Kinds of event.", examples=[["price_cut,became_free"]])
    direction: Literal["down", "up"] | None = Field(None, description="Cheaper or dearer.")
    size: str | None = Field(None, pattern=r"^[0-9]{1,7}(?:\.[0-9]{1,6})?%?$", description="Percent, up or down.")
    term: Terms = Field([], description="Conditions `name:value`.", examples=[["service_class:batch"]])
    region: Names = Field([], description="The same as the term `region`.")
    source: Languages = Field([], description="Languages of the page.")
    channel: Channels = Field([], description="What kind of vendor.")
    page: Pages = Field([], description="Ids of pages.", examples=[["deepseek/pricing"]])
    news: Literal["corroborated", "claimed"] | None = Field(
        None, description="`corroborated`: only what a story bears out; `claimed`: also what the news alone tells."
    )
    q: Words | None = Field(None, description="Words that all are in what is found.")
    since: When | None = Field(None, description="Observed at or after.")
    until: When | None = Field(None, description="Observed before.")
    state: States = Field([], description="Where they stand; published and corrected where it is not given.")
    members: Flag = Field("false", description="Also the events that are told under a headline.")
    lang: Literal["en", "zh"] = Field("en", description="Of the title.")
    cursor: str | None = Field(None, pattern=EVENT, description="`next_cursor` of the answer before.")


class EventAsked(Asked):
    """How one event is to be told."""

    lang: Literal["en", "zh"] = Field("en", description="Of the title.")


class StoryAsked(Asked):
    """How one story is to be told."""

    lang: Literal["en", "zh"] = Field("en", description="Of what it says.")


class PricesAsked(PagedAsked, TimedAsked):
    """Which rates, on which day."""

    vendor: VendorId | None = None
    model: Name | None = Field(None, description="As printed, or `maker/name`.")
    meter: Name | None = Field(None, description="What is counted: input, output, cache_read, …")
    page: PageId | None = None
    cursor: str | None = Field(None, pattern=SPAN, description="`next_cursor` of the answer before.")


class HistoryAsked(PagedAsked):
    """Which rates, through all their time."""

    vendor: VendorId | None = None
    model: Name | None = Field(None, description="As printed, or `maker/name`.")
    meter: Name | None = Field(None, description="What is counted: input, output, cache_read, …")
    known: When | None = Field(None, description="As was believed on that day or time; now where it is not given.")
    cursor: str | None = Field(None, pattern=HISTORY, description="`next_cursor` of the answer before.")


class VendorsAsked(ListAsked):
    """Which vendors."""

    channel: Channel | None = None


class ModelsAsked(PagedAsked):
    """Which models."""

    vendor: VendorId | None = Field(None, description="Sold by it now.")
    q: Words | None = Field(None, description="Part of the id or of a printed name, or words that all are in one.")
    cursor: str | None = Field(None, pattern=NAME, description="`next_cursor` of the answer before.")


class PagesAsked(ListAsked):
    """Which pages."""

    vendor: VendorId | None = None
    failing: Flag | None = Field(None, description="Only those whose last look failed, or only the others.")


class BurstsAsked(ListAsked):
    """Which price wars."""

    since: When | None = Field(None, description="Moves observed at or after; the last 400 days where it is not given.")
    until: When | None = Field(None, description="Moves observed before.")


class GapsAsked(ListAsked):
    """Which gaps."""

    model: Name | None = Field(None, description="As printed, or `maker/name`.")
    vendor: VendorId | None = Field(None, description="The reseller.")


class SearchAsked(PagedAsked):
    """What is sought."""

    q: Words = Field(
        description="Part of the name of a vendor or a model, or words that all are in what an event says; Chinese or "
        "English.",
        examples=["deepseek"],
    )
    lang: Literal["en", "zh"] = Field("en", description="Of the titles.")
    cursor: str | None = Field(None, pattern=EVENT, description="`next_cursor` of the answer before.")


class NewsNarrowed(Asked):
    """What of the news; the site's stories are asked for so, too."""

    vendor: VendorId | None = Field(None, description="Who sets the price.")
    model: Name | None = Field(None, description="As printed, or `maker/name`.")
    kind: ClaimKind | None = None
    state: ClaimState | None = Field(None, description="How the claim stands against the pages.")
    since: When | None = Field(None, description="Told at or after.")
    until: When | None = Field(None, description="Told before.")
    q: Name | None = Field(
        None,
        description="Each piece between blanks occurs in the article's title, its site's name, the model as printed or "
        "its id, the company or the quote. Case, and blanks and hyphens within those, do not matter.",
    )

    def query(self) -> NewsQuery:
        return NewsQuery(
            vendor=self.vendor,
            model=self.model,
            kinds=frozenset({self.kind} if self.kind else ()),
            states=frozenset({self.state} if self.state else ()),
            since=beginning(self.since) if self.since else None,
            until=beginning(self.until) if self.until else None,
            text=self.q,
        )


class NewsAsked(NewsNarrowed, PagedAsked):
    """What of the news, and how much of it."""


class StoriesAsked(NewsAsked):
    """Which stories; each field is met by one of its claims."""

    lang: Literal["en", "zh"] = Field("en", description="Of what they say.")
    cursor: str | None = Field(None, pattern=EVENT, description="`next_cursor` of the answer before.")


class ClaimsAsked(NewsAsked):
    """Which claims."""

    cursor: str | None = Field(None, pattern=CLAIM, description="`next_cursor` of the answer before.")
