"""Stories → the few events that the news alone makes: an announcement, and a report that the page contradicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from pipeline.corroborate.standing import ClaimStanding
from pipeline.types import Event, Reported, Story, Vendor

ClaimKey = tuple[str, int]
"""(article id, index of the claim in it), as in `Story.claims`."""


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
    raise NotImplementedError


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
    raise NotImplementedError
