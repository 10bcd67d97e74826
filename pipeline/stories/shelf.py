"""Reported articles, and the stories already known → the stories they tell."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pipeline.stories.draft import Draft, Member, distance, strength
from pipeline.stories.echo import beside
from pipeline.stories.join import Tie
from pipeline.stories.names import Named
from pipeline.stories.origins import origins, reposted
from pipeline.stories.timing import WINDOW
from pipeline.stories.told import Family, Told, maker_in, told
from pipeline.types import Reported, Story

_WEEK: Final = timedelta(days=7)
_REACH: Final = range(-(WINDOW // _WEEK) - 1, WINDOW // _WEEK + 2)


def stories(
    reports: Iterable[Reported], known: Iterable[Story] = (), known_reports: Iterable[Reported] = ()
) -> tuple[Story, ...]:
    """The stories in which the reports have a part, first told first.

    `known` are stories on record, `known_reports` all their articles. A new report joins some of them or begins new
    ones; none is split or put together, and their ids stay. A report that is on record already has been edited: it
    leaves its stories and is put anew. Stories that neither gain nor lose are not given back. ValueError: a claim
    of a known story is not among them.
    """
    return Shelf(known, known_reports).add(reports)


class Shelf:
    """Stories in the order of their companies and weeks, so that a new report is compared with few of them."""

    def __init__(self, known: Iterable[Story] = (), reports: Iterable[Reported] = ()) -> None:
        self._reports = {reported.id: reported for reported in reports}
        self._drafts: dict[str, dict[int, list[Draft]]] = {}
        self._named: dict[tuple[str, frozenset[str]], list[Draft]] = {}
        self._of: dict[str, list[Draft]] = {}
        """Article → the stories in which it is."""
        self._left: dict[tuple[str, str, Named, Family], str | None] = {}
        """What an edited article said alone → the id that the story had."""
        for story in known:
            self._take(story)

    def add(self, reports: Iterable[Reported]) -> tuple[Story, ...]:
        """Put the reports to their stories. The stories that gained or lost by it, first told first."""
        touched: dict[int, Draft] = {}
        new = {reported.id: reported for reported in reports}
        for reported in new.values():
            touched |= {id(draft): draft for draft in self._withdraw(reported)}
        self._reports |= new
        for member, said in _in_order(new.values()):
            draft = self._draft_for(member, said)
            touched[id(draft)] = draft
        found = [self._story(draft) for draft in touched.values() if draft.members]
        return tuple(sorted(found, key=lambda story: (story.first_at, story.id)))

    # In which story

    def _draft_for(self, member: Member, said: Told) -> Draft:
        best = min(self._candidates(member, said), key=lambda found: found[0], default=None)
        draft = best[1] if best is not None else self._copied(member, said) or self._recalled(member, said)
        if draft is None:
            draft = Draft(self._left.pop((member[0], said.vendor, said.name, said.family), None))
        self._enter(draft, member, said)
        return draft

    def _candidates(self, member: Member, said: Told) -> Iterator[tuple[tuple[int, timedelta, Member], Draft]]:
        """(the better the less, story) of those that the claim may join."""
        for draft in self._near(said):
            tied = strength(draft, member, said)
            if tied > Tie.NONE:
                yield (-tied, distance(draft, said), draft.members[0]), draft

    def _near(self, said: Told) -> Iterator[Draft]:
        """The stories of the claim's companies that are near in time; of a recap, all that it may recall."""
        seen: set[int] = set()
        for company in _companies(said):
            weeks = self._drafts.get(company, {})
            for week in _weeks(said) or list(weeks):
                for draft in weeks.get(week, ()):
                    if id(draft) not in seen:
                        seen.add(id(draft))
                        yield draft

    def _copied(self, member: Member, said: Told) -> Draft | None:
        """The story that the original of this article told, however long ago: a repost is no news."""
        if said.stated:
            return None
        article, recalled = self._reports[member[0]].article, replace(said, at=None)
        for draft in self._named.get((said.vendor, said.name.words), ()):
            first = self._reports[draft.members[0][0]].article
            if strength(draft, member, recalled) > Tie.NONE and reposted(article, first):
                return draft
        return None

    def _recalled(self, member: Member, said: Told) -> Draft | None:
        """The story that a recap names no more than the company of, where an article that tells of it has another story
        in common with the recap: two accounts of one price war."""
        if said.at is not None or not said.name.whole or said.figures.any:
            return None
        fellows = {article for draft in self._of.get(member[0], ()) for article, _ in draft.members} - {member[0]}
        found = (
            draft
            for draft in self._near(said)
            if not fellows.isdisjoint(article for article, _ in draft.members)
            and member[0] not in {article for article, _ in draft.members}
            and strength(draft, member, said) is not Tie.AGAINST
            and all((other.vendor, other.family) == (said.vendor, said.family) for other in draft.said)
        )
        return min(found, key=lambda draft: draft.members[0], default=None)

    # On the shelf

    def _take(self, story: Story) -> None:
        """Put a known story on the shelf."""
        draft = Draft(story.id)
        for article, index in story.claims:
            reported = self._reports.get(article)
            if reported is None or index >= len(reported.claims):
                raise ValueError(
                    f"story {story.id}: expected claim {index} of {article} in the known reports: not found"
                )
            self._enter(draft, (article, index), told(reported, reported.claims[index]))

    def _enter(self, draft: Draft, member: Member, said: Told) -> None:
        draft.members.append(member)
        draft.said.setdefault(said, set()).add(member[0])
        _add(self._of.setdefault(member[0], []), draft)
        _add(self._named.setdefault((said.vendor, said.name.words), []), draft)
        before, at = draft.at, said.at or said.known
        draft.at = at if before is None else min(before, at)
        self._shelve(draft, before)

    def _shelve(self, draft: Draft, before: datetime | None) -> None:
        """Put the story under its companies and its week, and take it from where it stood."""
        assert draft.at is not None
        week = _week(draft.at)
        for company in {company for said in draft.said for company in _companies(said)}:
            weeks = self._drafts.setdefault(company, {})
            if before is not None and _week(before) != week and draft in weeks.get(_week(before), ()):
                weeks[_week(before)].remove(draft)
            _add(weeks.setdefault(week, []), draft)

    def _withdraw(self, reported: Reported) -> list[Draft]:
        """Take an edited article out of its stories; these stories."""
        held = self._of.pop(reported.id, [])
        for draft in held:
            before = draft.said
            draft.members = [member for member in draft.members if member[0] != reported.id]
            draft.said = {said: left for said, tellers in before.items() if (left := tellers - {reported.id})}
            if not draft.members:
                self._left |= {(reported.id, said.vendor, said.name, said.family): draft.id for said in before}
                self._unshelve(draft)
        return held

    def _unshelve(self, draft: Draft) -> None:
        for shelf in [*self._named.values(), *(shelf for weeks in self._drafts.values() for shelf in weeks.values())]:
            if draft in shelf:
                shelf.remove(draft)

    # As a story

    def _story(self, draft: Draft) -> Story:
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
    return frozenset(company for claim in reported.claims for company in _sellers(claim.vendor, maker_in(claim)))


def story_id(reported: Reported, index: int) -> str:
    """The id of the story that begins with this claim of this article."""
    said = told(reported, reported.claims[index])
    figures = (said.figures.meter, said.figures.price, said.figures.percent)
    what = (reported.id, said.vendor, said.family.value, *sorted(said.name.words), *map(str, figures))
    digest = hashlib.sha256("\x1f".join(what).encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def _add(shelf: list[Draft], draft: Draft) -> None:
    if draft not in shelf:
        shelf.append(draft)


def _in_order(reports: Iterable[Reported]) -> list[tuple[Member, Told]]:
    """The claims, those first that say most: numbers before none, a model before a line, dated before recaps."""
    claims = [
        ((reported.id, index), told(reported, claim))
        for reported in reports
        for index, claim in enumerate(reported.claims)
    ]
    return sorted(claims, key=lambda pair: (_vagueness(pair[1]), pair[1].at or pair[1].known, pair[0]))


def _vagueness(said: Told) -> int:
    """0 for a number of one model in its time, more for what others should be there to be joined to."""
    if said.at is None:
        return 3 if said.figures.any or not said.name.whole else 4
    if said.name.whole or said.name.line:
        return 2
    return 0 if said.figures.any and not beside(said) else 1


def _companies(said: Told) -> tuple[str, ...]:
    return _sellers(said.vendor, said.maker)


def _sellers(vendor: str, maker: str | None) -> tuple[str, ...]:
    return (vendor,) if maker is None or maker == vendor else (vendor, maker)


def _week(at: datetime) -> int:
    return at.toordinal() // 7


def _weeks(said: Told) -> tuple[int, ...]:
    """The weeks in which a story of the claim may have begun; none where it may be any."""
    return tuple(_week(said.at) + by for by in _REACH) if said.at is not None else ()
