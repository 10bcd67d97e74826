"""Stories → the few events that the news alone makes: an announcement, and a report that the page contradicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pipeline.corroborate.answers import ClaimStanding
from pipeline.corroborate.claimed import claimed_rates
from pipeline.corroborate.compare import names_a_figure
from pipeline.corroborate.kinds import PRICES
from pipeline.corroborate.subjects import vendors_of
from pipeline.corroborate.voices import ORIGINS, ClaimKey, Voice, agreeing, by_subject, size_of, subject_of, voices_of
from pipeline.diff import percent
from pipeline.identify import Judged, event_id, made_of
from pipeline.types import (
    Change,
    Claim,
    ClaimState,
    Event,
    EventKind,
    EventState,
    Evidence,
    Reported,
    Story,
    Vendor,
)

FRESH = timedelta(days=7)
"""What was told longer ago is history, and no announcement any more."""
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the time in an id: the story is what makes it one of its own."""


def announcements(
    story: Story,
    reports: Mapping[str, Reported],
    vendors: Mapping[str, Vendor],
    readable: Collection[str],
    now: datetime,
) -> tuple[Event, ...]:
    """`announced` events of a story, by id: of a change that holds from a day to come, or of a vendor none of whose
    pages can be read; each only where the vendor itself or two independent origins say so.

    `reports` by id, at least those of the story; `vendors` the catalogue by id, for whose hosts are the vendor's own;
    `readable` the ids of vendors of whom a page of prices is read. The id is derived from the story, vendor, model and
    meter, so that asking again gives the same events. The evidence is the article: its sha256 is that of
    `Article.whole` in UTF-8, so that the caller can keep these bytes as a body. `page` is `vendor/news`.
    """
    told = [
        voice
        for voice in voices_of(story, reports, vendors)
        if _is_announceable(voice.claim)
        and now - voice.report.at <= FRESH
        and (_is_to_come(voice.claim, now) or not set(vendors_of(voice.claim.vendor)) & set(readable))
    ]
    events = [_announced(story, group, now) for group in by_subject(told).values()]
    return tuple(sorted(filter(None, events), key=lambda event: event.id))


def contradictions(
    story: Story,
    reports: Mapping[str, Reported],
    standings: Mapping[ClaimKey, ClaimStanding],
    vendors: Mapping[str, Vendor],
    now: datetime,
) -> tuple[Event, ...]:
    """`page_contradicts_claim` events of a story: of claims that stand contradicted by a price that the page shows.

    As careful as `announcements`: said by the vendor itself or by two origins. `old` is the price reported, `new` the
    one that the page shows.
    """
    told = [
        voice
        for voice in voices_of(story, reports, vendors)
        if (how := standings.get(voice.key)) and how.state is ClaimState.CONTRADICTED and how.shown
    ]
    events = [_contradicted(story, group, standings, now) for group in by_subject(told).values()]
    return tuple(sorted(filter(None, events), key=lambda event: event.id))


def _is_announceable(claim: Claim) -> bool:
    return bool(claim.model) and claim.kind in PRICES and names_a_figure(claim)


def _is_to_come(claim: Claim, now: datetime) -> bool:
    return claim.effective is not None and claim.effective > now


def _believed(story: Story, group: Sequence[Voice]) -> tuple[Voice, str] | None:
    """The first voice that the vendor itself or two origins bear out, and who does, in words."""
    for voice in group:
        if voice.own_word:
            return voice, f"said by the vendor itself ({voice.origin})"
        origins = agreeing(story, group, voice)
        if len(origins) >= ORIGINS:
            return voice, f"said by {len(origins)} independent origins ({', '.join(origins)})"
    return None


def _announced(story: Story, group: Sequence[Voice], now: datetime) -> Event | None:
    believed = _believed(story, group)
    if believed is None:
        return None
    voice, by = believed
    claim = voice.claim
    old, new = claimed_rates(claim)
    detail = {"claim": claim.kind.value, "quote": claim.quote, "by": by, "story": story.id}
    if (size := size_of(claim)) is not None:
        detail["percent"] = size
    change = Change(
        EventKind.ANNOUNCED, claim.model, claim.meter, (), old, new, claim.model_id, detail, effective=claim.effective
    )
    evidence = _evidence_of(voice)
    reason = f"Claimed in the news, not seen on a page by then: {by}."
    first = min(one.report.at for one in group)
    return _event(story, change, subject_of(claim), evidence, "claimed", reason, first, now)


def _contradicted(
    story: Story, group: Sequence[Voice], standings: Mapping[ClaimKey, ClaimStanding], now: datetime
) -> Event | None:
    believed = _believed(story, group)
    shown = standings[believed[0].key].shown if believed else None
    if believed is None or shown is None:
        return None
    voice, by = believed
    claim = voice.claim
    detail = {"claim": claim.kind.value, "quote": claim.quote, "by": by, "story": story.id}
    old, new = claimed_rates(claim)[1], shown.rate
    change = Change(
        EventKind.PAGE_CONTRADICTS_CLAIM, claim.model, claim.meter, new.terms, old, new, claim.model_id, detail
    )
    own = _evidence_of(voice)
    evidence = Evidence(
        own.after_sha256, own.after_at, shown.capture_sha256, shown.seen_at, shown.url or own.url,
        own.new_locator, new.locator, own.new_printed, new.printed,
    )  # fmt: skip
    reason = f"{standings[voice.key].reason} The report: {by}."
    subject = subject_of(claim)
    return _event(story, change, subject, evidence, "contradicted", reason, shown.seen_at, now, shown.page)


def _evidence_of(voice: Voice) -> Evidence:
    article, claim = voice.report.article, voice.claim
    place = f"characters {claim.start}–{claim.start + len(claim.quote)}"
    digest = sha256(article.whole.encode()).hexdigest()
    return Evidence(None, None, digest, voice.report.seen_at, article.url, new_locator=place, new_printed=claim.quote)


def _event(
    story: Story,
    change: Change,
    subject: tuple[str, str, str],
    evidence: Evidence,
    rule: str,
    reason: str,
    observed_at: datetime,
    now: datetime,
    page: str = "",
) -> Event:
    vendor, model, meter = subject
    named = Change(change.kind, model, meter or None, detail={"vendor": vendor})
    moved = percent(change.old, change.new) if change.kind is EventKind.ANNOUNCED else None
    judged = Judged(EventState.PUBLISHED, rule, reason, now)
    own = event_id(f"story/{story.id}", named, ALWAYS)
    return made_of(change, own, vendor, page or f"{vendor}/news", judged, evidence, observed_at, moved)
