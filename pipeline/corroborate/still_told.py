"""An announcement and its articles as they are now → whether it is still told."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from pipeline.corroborate.claimed import claimed_rates
from pipeline.corroborate.voices import (
    ORIGINS,
    ClaimKey,
    Voice,
    agreeing,
    by_subject,
    origin_of,
    size_of,
    subject_of,
    voices_of,
)
from pipeline.match import folded, price_of
from pipeline.types import Article, Claim, Event, Rate, Reported, Story, Vendor


def rests_on(event: Event, article: Article) -> bool:
    """Whether the origin of the article is one of those that an announcement names as its own."""
    origin, by = origin_of(article), event.detail.get("by", "")
    return bool(origin) and any(f"{before}{origin}{behind}" in by for before in ("(", ", ") for behind in (", ", ")"))


def still_told(
    event: Event, claims: Iterable[ClaimKey], reports: Mapping[str, Reported], vendors: Mapping[str, Vendor]
) -> bool:
    """Whether an announcement is still borne out by what its articles say now, by the same measure as at first: its
    price and its day, said by the vendor itself or by two origins. `claims` may be of other subjects too."""
    keys = tuple(sorted(set(claims)))
    origins = dict.fromkeys(origin_of(reports[article].article) for article, _ in keys if article in reports)
    said = Story(event.detail.get("story", ""), keys, tuple(origins), event.observed_at, event.observed_at)
    groups = by_subject(voices_of(said, reports, vendors)).values()
    return any(_bears_out(event, said, voice, group) for group in groups for voice in group)


def _bears_out(event: Event, story: Story, voice: Voice, group: Sequence[Voice]) -> bool:
    vendor, _, meter = subject_of(voice.claim)
    if (vendor, meter) != (event.vendor, event.meter or "") or not _is_same_model(voice.claim, event):
        return False
    return _says_the_same(voice.claim, event) and (voice.own_word or len(agreeing(story, group, voice)) >= ORIGINS)


def _is_same_model(claim: Claim, event: Event) -> bool:
    if claim.model_id is not None and event.model_id is not None:
        return claim.model_id == event.model_id
    return folded(claim.model) == folded(event.model)


def _says_the_same(claim: Claim, event: Event) -> bool:
    """The new price or the size, and the day; an old price that is left out is no other one."""
    old, new = claimed_rates(claim)
    sizes = (size_of(claim), event.detail.get("percent"))
    if claim.effective != event.effective_from or _price(new) != _price(event.new):
        return False
    if old is not None and event.old is not None and _price(old) != _price(event.old):
        return False
    return event.new is not None or sizes[0] == sizes[1]


def _price(rate: Rate | None) -> Hashable:
    return None if rate is None else (price_of(rate), rate.currency, rate.unit)
