"""Values of the store into the shapes of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.aftermath import TOLD_BY, VENDOR
from pipeline.bursts import Burst, Move
from pipeline.gaps import Gap, Offer
from pipeline.types import Change, Event, Evidence, Rate, Vendor
from publish.api.shapes import (
    BurstShape,
    ClaimShape,
    EventDetail,
    EventShape,
    EvidenceShape,
    GapShape,
    JoinedShape,
    ModelShape,
    MoveShape,
    OfferShape,
    PageShape,
    PartShape,
    PriceShape,
    RateShape,
    RulingShape,
    StandingShape,
    StoryDetail,
    StoryShape,
    VendorShape,
)
from publish.claim_words import heading_words
from publish.money import Lang
from publish.plain import web_link
from publish.titles import title
from storage.answers import PageStatus, PriceRow, RulingRow
from storage.listing import Model
from storage.news_answers import ClaimRow, Joined, Standing, StoryRow


def event_shape(
    event: Event, vendors: Mapping[str, Vendor], lang: Lang, standing: Standing | None = None
) -> EventShape:
    return EventShape(
        id=event.id,
        title=title(event, vendors, lang),
        kind=event.kind,
        state=event.state,
        vendor=event.vendor,
        page=event.page,
        model=event.model,
        model_id=event.model_id,
        meter=event.meter,
        terms=dict(event.terms),
        old=_rate_or_none(event.old),
        new=_rate_or_none(event.new),
        percent=event.percent,
        observed_at=event.observed_at,
        published_at=event.published_at,
        effective_from=event.effective_from,
        rule=event.rule,
        reason=event.reason,
        detail=dict(event.detail),
        headline=event.headline,
        parts=[_part_shape(part) for part in event.parts],
        evidence=_evidence_shape(event.evidence),
        standing=None if standing is None else _standing_shape(standing),
    )


def event_detail(
    shape: EventShape, rulings: Sequence[RulingRow], members: Sequence[str], stories: Sequence[StoryShape]
) -> EventDetail:
    return EventDetail(
        **dict(shape),
        rulings=[_ruling_shape(ruling) for ruling in rulings],
        members=list(members),
        stories=list(stories),
    )


def rate_shape(rate: Rate) -> RateShape:
    return RateShape(
        model=rate.model,
        model_id=rate.model_id,
        meter=rate.meter,
        terms=dict(rate.terms),
        state=rate.state,
        unit_price=rate.unit_price,
        list_price=rate.list_price,
        currency=rate.currency,
        per=rate.per,
        unit=rate.unit,
        per_million=rate.per_million,
        printed=rate.printed,
        locator=rate.locator,
    )


def price_shape(row: PriceRow) -> PriceShape:
    return PriceShape(
        **dict(rate_shape(row.rate)),
        vendor=row.vendor,
        page=row.page,
        maker=row.maker,
        capture_sha256=row.capture_sha256,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        known_from=row.known_from,
        known_to=row.known_to,
    )


def vendor_shape(vendor: Vendor, statuses: Sequence[PageStatus], declared: bool = True) -> VendorShape:
    return VendorShape(
        id=vendor.id,
        name=vendor.name,
        name_zh=vendor.name_zh,
        channel=vendor.channel if declared else None,
        zone=vendor.zone,
        status=vendor.status,
        note=vendor.note,
        pages=[status.id for status in statuses],
        rates=sum(status.rates for status in statuses),
    )


def model_shape(model: Model) -> ModelShape:
    return ModelShape(
        model=model.model_id or model.names[0],
        model_id=model.model_id,
        maker=model.maker,
        names=list(model.names),
        vendors=list(model.vendors),
        meters=list(model.meters),
        rates=model.rates,
    )


def page_shape(status: PageStatus, held: int) -> PageShape:
    return PageShape(
        id=status.id,
        vendor=status.vendor,
        url=web_link(status.url),
        kind=status.kind,
        last_checked_at=status.last_checked_at,
        last_changed_at=status.last_changed_at,
        last_failed_at=status.last_failed_at,
        why=status.why,
        failures=status.failures,
        health=status.health,
        rates=status.rates,
        held=held,
        next_due_at=status.next_due_at,
        due_why=status.due_why,
        retired=status.retired,
    )


def story_shape(row: StoryRow, vendors: Mapping[str, Vendor], lang: Lang) -> StoryShape:
    return StoryShape(
        id=row.story.id,
        title=row.title,
        says=heading_words((one.claim for one in row.claims), vendors, lang),
        url=web_link(row.claims[0].url),
        first_at=row.story.first_at,
        last_at=row.story.last_at,
        origins=list(row.story.origins),
        articles=row.articles,
        claims=[_claim_id(one) for one in row.claims],
        events=list(row.events),
    )


def story_detail(row: StoryRow, joined: Sequence[Joined], vendors: Mapping[str, Vendor], lang: Lang) -> StoryDetail:
    return StoryDetail(
        **dict(story_shape(row, vendors, lang)),
        told=[claim_shape(one) for one in row.claims],
        joined=[JoinedShape(event=one.event.id, lag_seconds=one.lag, agrees=one.agrees) for one in joined],
    )


def claim_shape(row: ClaimRow) -> ClaimShape:
    claim = row.claim
    return ClaimShape(
        id=_claim_id(row),
        article=row.article,
        title=row.title,
        url=web_link(row.url),
        site=row.site,
        lang=row.lang,
        at=row.at,
        vendor=row.vendor,
        model=claim.model,
        model_id=claim.model_id,
        maker=claim.maker,
        kind=claim.kind,
        meter=claim.meter,
        old_price=claim.old_price,
        new_price=claim.new_price,
        currency=claim.currency,
        per=claim.per,
        unit=claim.unit,
        percent=claim.percent,
        percent_bound=claim.percent_bound,
        percent_against=claim.percent_against,
        free=claim.free,
        effective=claim.effective,
        ends=claim.ends,
        scope=claim.scope,
        quote=claim.quote,
        state=row.state,
        lag_seconds=row.lag,
        event=row.event_id,
        rule=row.rule,
        reason=row.reason,
    )


def burst_shape(burst: Burst) -> BurstShape:
    return BurstShape(
        direction=burst.direction,
        began=burst.began,
        ended=burst.ended,
        first=burst.moves[0].vendor,
        vendors=[move.vendor for move in burst.moves],
        moves=[_move_shape(move) for move in burst.moves],
        untouched=[{"vendor": vendor, "model": model} for vendor, model in burst.untouched],
        tightened=list(burst.tightened),
    )


def gap_shape(gap: Gap) -> GapShape:
    rate = gap.reseller.rate
    return GapShape(
        model_id=rate.model_id,
        meter=rate.meter,
        terms=dict(rate.terms),
        currency=rate.currency,
        unit=rate.unit,
        percent=gap.percent,
        reseller=_offer_shape(gap.reseller),
        maker=_offer_shape(gap.maker),
    )


def _rate_or_none(rate: Rate | None) -> RateShape | None:
    return None if rate is None else rate_shape(rate)


def _part_shape(part: Change) -> PartShape:
    return PartShape(
        vendor=part.detail.get(VENDOR),
        event=part.detail.get(TOLD_BY),
        kind=part.kind,
        model=part.model,
        model_id=part.model_id,
        meter=part.meter,
        terms=dict(part.terms),
        old=_rate_or_none(part.old),
        new=_rate_or_none(part.new),
    )


def _evidence_shape(evidence: Evidence) -> EvidenceShape:
    return EvidenceShape(
        url=web_link(evidence.url),
        before_sha256=evidence.before_sha256,
        before_at=evidence.before_at,
        after_sha256=evidence.after_sha256,
        after_at=evidence.after_at,
        old_locator=evidence.old_locator,
        new_locator=evidence.new_locator,
        old_printed=evidence.old_printed,
        new_printed=evidence.new_printed,
    )


def _ruling_shape(ruling: RulingRow) -> RulingShape:
    right = ruling.replacement.new if ruling.replacement else None
    return RulingShape(
        at=ruling.at,
        state=ruling.state,
        rule=ruling.rule,
        reason=ruling.reason,
        witness=ruling.witness,
        right=_rate_or_none(right),
    )


def _standing_shape(standing: Standing) -> StandingShape:
    return StandingShape(state=standing.standing, until=standing.until, lag_seconds=standing.lag)


def _claim_id(row: ClaimRow) -> str:
    return f"{row.article}:{row.number}"


def _move_shape(move: Move) -> MoveShape:
    return MoveShape(
        vendor=move.vendor,
        at=move.at,
        hours_after_first=move.hours_after_first,
        deepest=move.deepest,
        became_free=move.became_free,
        events=list(move.events),
        models=list(move.models),
    )


def _offer_shape(offer: Offer) -> OfferShape:
    rate = offer.rate
    return OfferShape(
        vendor=offer.vendor,
        page=offer.page,
        model=rate.model,
        unit_price=rate.unit_price,
        list_price=rate.list_price,
        per=rate.per,
        seen_at=offer.seen_at,
    )
