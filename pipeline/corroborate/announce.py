"""Stories → the few events that the news alone makes: an announcement, and a report that the page contradicts."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pipeline.corroborate.answers import ClaimStanding
from pipeline.corroborate.claimed import claimed_rates, same_claim
from pipeline.corroborate.compare import names_a_figure
from pipeline.corroborate.kinds import PRICES
from pipeline.corroborate.subjects import vendors_of
from pipeline.corroborate.voices import is_own_word, origin_of
from pipeline.diff import percent
from pipeline.identify import Judged, event_id, made_of
from pipeline.match import folded, price_of
from pipeline.types import (
    Article,
    Change,
    Claim,
    ClaimState,
    Event,
    EventKind,
    EventState,
    Evidence,
    Rate,
    Reported,
    Story,
    Vendor,
)

ClaimKey = tuple[str, int]
"""(article id, index of the claim in it), as in `Story.claims`."""
FRESH = timedelta(days=7)
"""What was told longer ago is history, and no announcement any more."""
ORIGINS = 2
"""So many independent origins are believed where the vendor itself says nothing."""
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the time in an id: the story is what makes it one of its own."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """One article's word on one price."""

    key: ClaimKey
    report: Reported
    claim: Claim
    own_word: bool
    origin: str


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
        for voice in _voices(story, reports, vendors)
        if _is_announceable(voice.claim)
        and now - voice.report.at <= FRESH
        and (_is_to_come(voice.claim, now) or not set(vendors_of(voice.claim.vendor)) & set(readable))
    ]
    events = [_announced(story, group, now) for group in _by_subject(told).values()]
    return tuple(sorted(filter(None, events), key=lambda event: event.id))


def rests_on(event: Event, article: Article) -> bool:
    """Whether the origin of the article is one of those that an announcement names as its own."""
    return origin_of(article) in event.detail.get("by", "").rpartition("(")[2].rstrip(")").split(", ")


def still_told(
    event: Event, claims: Iterable[ClaimKey], reports: Mapping[str, Reported], vendors: Mapping[str, Vendor]
) -> bool:
    """Whether an announcement is still borne out by what its articles say now, by the same measure as at first: its
    price and its day, said by the vendor itself or by two origins. `claims` may be of other subjects too."""
    keys = tuple(sorted(set(claims)))
    origins = dict.fromkeys(origin_of(reports[article].article) for article, _ in keys if article in reports)
    said = Story(event.detail.get("story", ""), keys, tuple(origins), event.observed_at, event.observed_at)
    groups = _by_subject(_voices(said, reports, vendors)).values()
    return any(_bears_out(event, said, voice, group) for group in groups for voice in group)


def _bears_out(event: Event, story: Story, voice: _Voice, group: Sequence[_Voice]) -> bool:
    vendor, _, meter = _subject(voice.claim)
    if (vendor, meter) != (event.vendor, event.meter or "") or not _is_same_model(voice.claim, event):
        return False
    return _says_the_same(voice.claim, event) and (voice.own_word or len(_agreeing(story, group, voice)) >= ORIGINS)


def _is_same_model(claim: Claim, event: Event) -> bool:
    if claim.model_id is not None and event.model_id is not None:
        return claim.model_id == event.model_id
    return folded(claim.model) == folded(event.model)


def _says_the_same(claim: Claim, event: Event) -> bool:
    """The new price or the size, and the day; an old price that is left out is no other one."""
    old, new = claimed_rates(claim)
    sizes = (_percent(claim), event.detail.get("percent"))
    if claim.effective != event.effective_from or _price(new) != _price(event.new):
        return False
    if old is not None and event.old is not None and _price(old) != _price(event.old):
        return False
    return event.new is not None or sizes[0] == sizes[1]


def _percent(claim: Claim) -> str | None:
    """As it stands in the detail of an announcement."""
    return None if claim.percent is None or claim.percent_against else f"{claim.percent:f}"


def _price(rate: Rate | None) -> Hashable:
    return None if rate is None else (price_of(rate), rate.currency, rate.unit)


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
        for voice in _voices(story, reports, vendors)
        if (how := standings.get(voice.key)) and how.state is ClaimState.CONTRADICTED and how.shown
    ]
    events = [_contradicted(story, group, standings, now) for group in _by_subject(told).values()]
    return tuple(sorted(filter(None, events), key=lambda event: event.id))


def _voices(story: Story, reports: Mapping[str, Reported], vendors: Mapping[str, Vendor]) -> list[_Voice]:
    """What the story's articles say, the vendor's own word first, then in order of time."""
    found = []
    for article, index in story.claims:
        report = reports.get(article)
        if report is None or index >= len(report.claims) or report.claims[index].recap:
            continue
        claim = report.claims[index]
        own = any(is_own_word(report.article, vendors[one]) for one in vendors_of(claim.vendor) if one in vendors)
        found.append(_Voice((article, index), report, claim, own, origin_of(report.article)))
    return sorted(found, key=lambda voice: (not voice.own_word, voice.report.at, voice.key))


def _is_announceable(claim: Claim) -> bool:
    return bool(claim.model) and claim.kind in PRICES and names_a_figure(claim)


def _is_to_come(claim: Claim, now: datetime) -> bool:
    return claim.effective is not None and claim.effective > now


def _by_subject(voices: Iterable[_Voice]) -> dict[Hashable, list[_Voice]]:
    groups: dict[Hashable, list[_Voice]] = {}
    for voice in voices:
        groups.setdefault(_subject(voice.claim), []).append(voice)
    return groups


def _subject(claim: Claim) -> tuple[str, str, str]:
    return vendors_of(claim.vendor)[0], claim.model_id or folded(claim.model), claim.meter or ""


def _believed(story: Story, group: Sequence[_Voice]) -> tuple[_Voice, str] | None:
    """The first voice that the vendor itself or two origins bear out, and who does, in words."""
    for voice in group:
        if voice.own_word:
            return voice, f"said by the vendor itself ({voice.origin})"
        agreeing = _agreeing(story, group, voice)
        if len(agreeing) >= ORIGINS:
            return voice, f"said by {len(agreeing)} independent origins ({', '.join(agreeing)})"
    return None


def _agreeing(story: Story, group: Sequence[_Voice], voice: _Voice) -> tuple[str, ...]:
    """The origins that say what this voice says; none where the story's articles are all of one origin."""
    found = dict.fromkeys(one.origin for one in group if same_claim(one.claim, voice.claim))
    return tuple(found) if len(story.origins) >= ORIGINS else ()


def _announced(story: Story, group: Sequence[_Voice], now: datetime) -> Event | None:
    believed = _believed(story, group)
    if believed is None:
        return None
    voice, by = believed
    claim = voice.claim
    old, new = claimed_rates(claim)
    detail = {"claim": claim.kind.value, "quote": claim.quote, "by": by, "story": story.id}
    if (size := _percent(claim)) is not None:
        detail["percent"] = size
    change = Change(
        EventKind.ANNOUNCED, claim.model, claim.meter, (), old, new, claim.model_id, detail, effective=claim.effective
    )
    evidence = _evidence_of(voice)
    reason = f"Claimed in the news, not seen on a page by then: {by}."
    first = min(one.report.at for one in group)
    return _event(story, change, _subject(claim), evidence, "claimed", reason, first, now)


def _contradicted(
    story: Story, group: Sequence[_Voice], standings: Mapping[ClaimKey, ClaimStanding], now: datetime
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
    subject = _subject(claim)
    return _event(story, change, subject, evidence, "contradicted", reason, shown.seen_at, now, shown.page)


def _evidence_of(voice: _Voice) -> Evidence:
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
