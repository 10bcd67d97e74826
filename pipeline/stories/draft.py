"""A story while it is put together, and how well a claim fits into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.stories.join import Tie, tie
from pipeline.stories.timing import WINDOW
from pipeline.stories.told import Told

Member = tuple[str, int]
"""(article id, index of the claim in it)."""


@dataclass(slots=True, eq=False)
class Draft:
    """A story while it is put together."""

    id: str | None
    members: list[Member] = field(default_factory=list)
    said: dict[Told, set[str]] = field(default_factory=dict)
    """What is told in it, each thing once, with the articles that tell it."""
    at: datetime | None = None
    """The earliest time at which it happens."""


def strength(draft: Draft, member: Member, said: Told) -> Tie:
    """The surest tie between a claim and what a story tells; `AGAINST` where something speaks against it and no
    number for it."""
    if draft.at is not None and said.at is not None and abs(said.at - draft.at) > WINDOW:
        return Tie.NONE
    ties = [_tie(said, member[0], other, tellers) for other, tellers in draft.said.items()]
    surest = max(ties)
    return Tie.AGAINST if Tie.AGAINST in ties and surest < Tie.FIGURE else surest


def _tie(said: Told, article: str, other: Told, tellers: set[str]) -> Tie:
    """The tie of a claim with what others tell, and with what its own article tells: there one model has many prices,
    and two names are two models."""
    if article not in tellers or said.vendor != other.vendor:
        return tie(said, other)
    if (said.name, said.family, said.extended) == (other.name, other.family, other.extended):
        return Tie.MODEL if not said.name.whole else Tie.VAGUE
    return Tie.AGAINST


def distance(draft: Draft, said: Told) -> timedelta:
    """The time between a claim and a story, that of a recap being when it was told."""
    return abs((said.at or said.known) - (draft.at or said.known))
