"""What a look brought → all that follows from it in the same transaction: gaps, price wars, stories,
joined claims, watched workloads."""

from __future__ import annotations

from sqlalchemy import Connection

from schedules.aftermath import aftermath
from schedules.choices import choices
from schedules.corroborate import corroboration
from schedules.look import Look, Then
from spiders.declarations import Catalogue


def consequences(catalogue: Catalogue) -> Then:
    """What to do in the transaction that records a look, for the vendors of `catalogue`."""
    first, second, third = aftermath(catalogue), corroboration(catalogue), choices(catalogue)

    def follow(c: Connection, look: Look) -> Look:
        return third(c, second(c, first(c, look)))

    return follow
