"""A claim on record and the events beside it → what its figures come to, in words."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.arithmetic import Sums, arithmetic
from pipeline.identify import change_of
from pipeline.small_print import Around
from pipeline.types import Event
from publish.claim_words import arithmetic_words
from publish.money import Lang
from storage.news_answers import ClaimRow


def sum_words(row: ClaimRow, others: Sequence[ClaimRow], joined: Sequence[Event], lang: Lang) -> tuple[str, ...]:
    """Sentences; none where the claim prints no size. `others` are the claims told with it,
    `joined` the events that these claims tell of."""
    own = next((event for event in joined if event.id == row.event_id), None)
    around = Around(
        known_old=own.old if own else None,
        claims=tuple(one.claim for one in others if one.key != row.key),
        siblings=tuple(change_of(event) for event in joined if event.vendor == row.vendor),
    )
    reckoned = arithmetic(row.claim, around)
    if reckoned.verdict is Sums.NOTHING_TO_CHECK:
        return ()
    return arithmetic_words(reckoned, row.claim, lang)
