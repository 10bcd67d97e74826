"""Reported articles, and the stories already known → the stories they tell."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from pipeline.stories.join import Tie, tie
from pipeline.stories.origins import origins
from pipeline.stories.timing import WINDOW, apart
from pipeline.stories.told import Told, told
from pipeline.types import Reported, Story

Member = tuple[str, int]
"""(article id, index of the claim in it)."""
_WEEK: Final = timedelta(days=7)
_REACH: Final = range(-(WINDOW // _WEEK) - 1, WINDOW // _WEEK + 2)


def stories(
    reports: Iterable[Reported], known: Iterable[Story] = (), known_reports: Iterable[Reported] = ()
) -> tuple[Story, ...]:
    """The stories in which the reports have a part, first told first.

    `known` are stories on record with their articles in `known_reports`; a report joins some of them or begins new
    ones. None of them is split or put together, none loses a claim, and their ids stay. Those that gain nothing are not
    given back; neither is a report that is among the known ones looked at again.
    """
    return Shelf(known, known_reports).add(reports)


@dataclass(slots=True, eq=False)
class _Draft:
    """A story while it is put together."""

    id: str | None
    members: list[Member] = field(default_factory=list)
    said: dict[Told, set[str]] = field(default_factory=dict)
    """What is told in it, each thing once, with the articles that tell it."""
    at: datetime | None = None
    """The earliest time at which it happens."""


class Shelf:
    """Stories in the order of their companies and weeks, so that a new report is compared with few of them."""

    def __init__(self, known: Iterable[Story] = (), reports: Iterable[Reported] = ()) -> None:
        self._reports = {reported.id: reported for reported in reports}
        self._drafts: dict[str, dict[int, list[_Draft]]] = {}
        self._known = {story.id: story for story in known}
        for story in self._known.values():
            self._take(story)

    def add(self, reports: Iterable[Reported]) -> tuple[Story, ...]:
        """Put the reports to their stories; the stories they are in, first told first."""
        new = {reported.id: reported for reported in reports if reported.id not in self._reports}
        self._reports |= new
        touched: dict[int, _Draft] = {}
        for member, said in self._in_order(new.values()):
            draft = self._draft_for(member, said)
            touched[id(draft)] = draft
        return tuple(sorted(map(self._story, touched.values()), key=lambda story: (story.first_at, story.id)))

    # In which story

    def _in_order(self, reports: Iterable[Reported]) -> list[tuple[Member, Told]]:
        """The claims, those first that say most: numbers before none, a model before a line, dated before recaps."""
        claims = [
            ((reported.id, index), told(reported, claim))
            for reported in reports
            for index, claim in enumerate(reported.claims)
        ]
        return sorted(claims, key=lambda pair: (_vagueness(pair[1]), pair[1].at or pair[1].known, pair[0]))

    def _draft_for(self, member: Member, said: Told) -> _Draft:
        best = min(self._candidates(member, said), key=lambda found: found[0], default=None)
        draft = _Draft(None) if best is None else best[1]
        self._enter(draft, member, said)
        return draft

    def _candidates(self, member: Member, said: Told) -> Iterator[tuple[tuple[int, timedelta, Member], _Draft]]:
        """(the better the less, story) of those that the claim may join."""
        for draft in self._near(said):
            strength = _strength(draft, member, said)
            if strength > Tie.NONE:
                yield (-strength, _distance(draft, said), draft.members[0]), draft

    def _near(self, said: Told) -> Iterator[_Draft]:
        """The stories of the claim's companies that are near in time; of a recap, all that it may recall."""
        seen: set[int] = set()
        for company in _companies(said):
            weeks = self._drafts.get(company, {})
            for week in _weeks(said) or list(weeks):
                for draft in weeks.get(week, ()):
                    if id(draft) not in seen:
                        seen.add(id(draft))
                        yield draft

    # On the shelf

    def _take(self, story: Story) -> None:
        """Put a known story on the shelf, as far as its articles are at hand."""
        draft = _Draft(story.id)
        for article, index in story.claims:
            reported = self._reports.get(article)
            if reported is not None and index < len(reported.claims):
                self._enter(draft, (article, index), told(reported, reported.claims[index]))

    def _enter(self, draft: _Draft, member: Member, said: Told) -> None:
        draft.members.append(member)
        draft.said.setdefault(said, set()).add(member[0])
        at = said.at or said.known
        before = _week(draft.at) if draft.at is not None else None
        draft.at = at if draft.at is None else min(draft.at, at)
        for company in _companies(said):
            weeks = self._drafts.setdefault(company, {})
            _shelve(weeks, draft, before, _week(draft.at))

    # As a story

    def _story(self, draft: _Draft) -> Story:
        members = tuple(sorted(set(draft.members), key=self._told_at))
        articles = list(dict.fromkeys(article for article, _ in members))
        reports = [self._reports[article] for article in articles]
        if draft.id is None:
            draft.id = story_id(self._reports[members[0][0]], members[0][1])
        return Story(draft.id, members, origins(reports), reports[0].at, reports[-1].at)

    def _told_at(self, member: Member) -> tuple[datetime, str, int]:
        return self._reports[member[0]].at, *member


def companies(reported: Reported) -> frozenset[str]:
    """The vendors and makers whose known stories a report may join: what to ask the store for."""
    return frozenset(company for claim in reported.claims for company in _companies(told(reported, claim)))


def story_id(reported: Reported, index: int) -> str:
    """The id of the story that begins with this claim of this article."""
    said = told(reported, reported.claims[index])
    what = (reported.id, said.vendor, said.family.value, *sorted(said.name.words))
    digest = hashlib.sha256("\x1f".join(what).encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _strength(draft: _Draft, member: Member, said: Told) -> Tie:
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
    if article not in tellers:
        return tie(said, other)
    if (said.name, said.family, said.extended) == (other.name, other.family, other.extended):
        return Tie.MODEL if not said.name.whole else Tie.VAGUE
    return Tie.AGAINST


def _distance(draft: _Draft, said: Told) -> timedelta:
    """The time between a claim and the nearest telling in a story."""
    return min(apart(said, other) for other in draft.said)


def _vagueness(said: Told) -> int:
    """0 for a number of one model in its time, more for what others should be there to be joined to."""
    if said.at is None:
        return 3
    if said.name.whole or said.name.line:
        return 2
    return 0 if said.figures.any else 1


def _companies(said: Told) -> tuple[str, ...]:
    return (said.vendor,) if said.maker is None or said.maker == said.vendor else (said.vendor, said.maker)


def _week(at: datetime) -> int:
    return at.toordinal() // 7


def _weeks(said: Told) -> tuple[int, ...]:
    """The weeks in which a story of the claim may have begun; none where it may be any."""
    return tuple(_week(said.at) + by for by in _REACH) if said.at is not None else ()


def _shelve(weeks: dict[int, list[_Draft]], draft: _Draft, before: int | None, week: int) -> None:
    """Put the story under its week, and take it from where it stood."""
    if before is not None and before != week and draft in weeks.get(before, ()):
        weeks[before].remove(draft)
    shelf = weeks.setdefault(week, [])
    if draft not in shelf:
        shelf.append(draft)
