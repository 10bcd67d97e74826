"""A claim and what the pages show, or an event and what the news say → how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pipeline.corroborate.answers import ClaimStanding, EventNews, Shown, Told
from pipeline.corroborate.compare import Match, about, is_position, match, of_the_price_itself
from pipeline.corroborate.contradict import contradicted
from pipeline.corroborate.figures import price_agrees
from pipeline.corroborate.kinds import NOT_OF_A_PAGE, PRICES
from pipeline.corroborate.subjects import Same, concerns, same_meter, same_model
from pipeline.corroborate.windows import WINDOW, covers, span_of, spell
from pipeline.types import Claim, ClaimState, Event, EventKind, EventStanding, EventState

TOLD = frozenset({EventState.PUBLISHED, EventState.CORRECTED})
FROM_NEWS = frozenset({EventKind.ANNOUNCED, EventKind.PAGE_CONTRADICTS_CLAIM})


def standing(
    claim: Claim,
    told_at: datetime,
    events: Iterable[Event],
    shown: Iterable[Shown],
    now: datetime,
    window: timedelta = WINDOW,
) -> ClaimStanding:
    """How `claim` stands at `now`. `events` and `shown` may be all of the vendor's: what is not about it is left out.

    Only published and corrected events count. A contradiction may turn into a confirmation within the window.
    """
    until = span_of(claim, told_at, window)[1]
    matched = _matched(claim, told_at, events, window)
    fitting = [(event, found) for event, found in matched if found.is_about]
    if fitting:
        return _seen(claim, told_at, fitting, until)
    offers = [one for one in shown if _is_of(claim, one)]
    stands = _price_stands(claim, told_at, offers, until, window)
    if stands is not None:
        return stands
    if not claim.recap:
        against = contradicted(claim, told_at, matched, offers, now, window)
        if against is not None:
            return against
    return _unsettled(claim, bool(matched or offers), now, until)


def event_standing(event: Event, told: Iterable[Told], now: datetime, window: timedelta = WINDOW) -> EventNews:
    """How `event` stands at `now`; `told` may be all claims of its vendor.

    An event made from the news alone is `claimed`, whoever tells of it.
    """
    until = event.observed_at + window
    if event.kind in FROM_NEWS:
        return EventNews(EventStanding.CLAIMED, "Made from the news alone.", until)
    of_it = [one for one in told if covers(one.claim, one.at, event.observed_at, window) and about(one.claim, event)]
    if of_it:
        return _corroborated(event, sorted(of_it, key=lambda one: (one.at, one.ref)), until)
    if now >= until:
        return EventNews(EventStanding.PAGE_ONLY, f"No word of it in the news within {spell(window)}.", until)
    return EventNews(EventStanding.WAITING, "No word of it in the news yet.", until)


def _matched(claim: Claim, told_at: datetime, events: Iterable[Event], window: timedelta) -> list[tuple[Event, Match]]:
    """The events of the same subject within the claim's window, best first, then nearest to its telling."""
    within = (
        event
        for event in events
        if event.state in TOLD and event.kind not in NOT_OF_A_PAGE and covers(claim, told_at, event.observed_at, window)
    )
    found = [(event, how) for event in within if (how := match(claim, event)).same_subject]
    return sorted(found, key=lambda one: (-one[1].score, abs(told_at - one[0].observed_at), one[0].id))


def _seen(claim: Claim, told_at: datetime, fitting: Sequence[tuple[Event, Match]], until: datetime) -> ClaimStanding:
    """Of a recap, the event nearest to it is the one told again; else all that fit are."""
    if claim.recap:
        fitting = fitting[:1]
    surest = [event for event, found in fitting if found.score == fitting[0][1].score]
    first = min(surest, key=lambda event: (event.observed_at, event.id))
    lag = told_at - first.observed_at
    order = "before" if lag > timedelta(0) else "after"
    reason = f"The page showed it {spell(lag)} {order} it was told: {'; '.join(fitting[0][1].reasons)}."
    ids = tuple(dict.fromkeys([first.id, *(event.id for event, _ in fitting)]))
    return ClaimStanding(ClaimState.CONFIRMED, "seen", reason, until, ids, lag)


def _is_of(claim: Claim, shown: Shown) -> bool:
    return (
        concerns(claim, shown.vendor)
        and same_model(claim, shown.rate.model, shown.rate.model_id) is not Same.NO
        and same_meter(claim, shown.rate.meter)
    )


def _price_stands(
    claim: Claim, told_at: datetime, offers: Iterable[Shown], until: datetime, window: timedelta
) -> ClaimStanding | None:
    """The page shows the claimed price, though no event says since when: it may have stood before the first look.

    A claim that names no model may only mean a price that came up about when it was told.
    """
    if claim.kind not in PRICES or claim.is_delta:
        return None
    priced = of_the_price_itself(claim)
    for one in sorted(offers, key=lambda one: (len(one.rate.terms), one.page, one.rate.locator)):
        named = same_model(claim, one.rate.model, one.rate.model_id) is not Same.UNNAMED
        if price_agrees(priced, one.rate) and (named or covers(claim, told_at, one.since, window)):
            reason = f"The page shows this price, at least since {one.since:%Y-%m-%d %H:%M} UTC; no change was seen."
            return ClaimStanding(ClaimState.CONFIRMED, "price_stands", reason, until, shown=one)
    return None


def _unsettled(claim: Claim, is_watched: bool, now: datetime, until: datetime) -> ClaimStanding:
    if is_position(claim):
        reason = "Said against others' prices, with no price of its own: no page can show it."
        return ClaimStanding(ClaimState.CLAIMED_ONLY, "nothing_to_check", reason, until)
    if now < until and not claim.recap:
        reason = f"Neither confirmed nor contradicted yet; asked again until {until:%Y-%m-%d %H:%M} UTC."
        return ClaimStanding(ClaimState.WAITING, "window", reason, until)
    if is_watched:
        reason = "Nothing on the watched pages confirms or contradicts it."
        return ClaimStanding(ClaimState.CLAIMED_ONLY, "no_event", reason, until)
    return ClaimStanding(ClaimState.CLAIMED_ONLY, "unwatched", "No watched page shows this model's price.", until)


def _corroborated(event: Event, of_it: Sequence[Told], until: datetime) -> EventNews:
    lag = of_it[0].at - event.observed_at
    order = "after" if lag > timedelta(0) else "before"
    reason = f"Told in the news {spell(lag)} {order} the page was seen to show it."
    refs = tuple(dict.fromkeys(one.ref for one in of_it))
    return EventNews(EventStanding.CORROBORATED, reason, until, refs, lag)
