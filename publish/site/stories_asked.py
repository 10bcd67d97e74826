"""The address of the stories into what of the news is asked for, as the API is asked, and into its controls."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from pipeline.query_text import BadBasket
from pipeline.types import ClaimState
from publish.api.asked import NewsNarrowed
from publish.claim_vocabulary import CLAIM_STATES
from publish.naming import vendor_name
from publish.site.filters import Choice, Option
from publish.site.visit import Visit
from publish.site.words.story import ANY, FILTERS
from storage.news_queries import NewsQuery
from storage.queries import Cursor

OWN = ("lang", "after")
IN_FORM = ("vendor", "state", "q")
"""What the controls set; whatever else narrows is kept as it is."""


@dataclass(frozen=True, slots=True)
class StoriesAsked:
    """What the reader asks for."""

    query: NewsQuery
    pairs: tuple[tuple[str, str], ...]
    """What narrows, as the address says it."""
    after: Cursor | None

    @property
    def text(self) -> str:
        return self.query.text or ""

    @property
    def others(self) -> list[tuple[str, str]]:
        """What narrows beyond the controls."""
        return [pair for pair in self.pairs if pair[0] not in IN_FORM]


def stories_asked(here: Visit) -> StoriesAsked:
    """An empty value asks for nothing. Raises `BadBasket`."""
    pairs = tuple((name, value) for name, value in here.pairs if value and name not in OWN)
    for name in dict(pairs):
        if [one for one, _ in pairs].count(name) > 1:
            raise BadBasket(name, "one value, not several")
    return StoriesAsked(_narrowed(dict(pairs)).query(), pairs, _place(here))


def choices(asked: StoriesAsked, here: Visit) -> tuple[Choice, ...]:
    """The controls, each with what is asked for chosen."""
    vendors = sorted(
        ((one, vendor_name(one, here.vendors, here.lang)) for one in here.vendors), key=lambda one: one[1].casefold()
    )
    states = [(state.value, CLAIM_STATES[state][here.lang]) for state in ClaimState]
    return _choice("vendor", vendors, asked, here), _choice("state", states, asked, here)


def _choice(name: str, offered: list[tuple[str, str]], asked: StoriesAsked, here: Visit) -> Choice:
    said = dict(asked.pairs).get(name, "")
    known = [("", ANY[name][here.lang]), *offered]
    if said not in dict(known):
        known.append((said, said))
    return Choice(name, FILTERS[name][here.lang], tuple(Option(value, label, value == said) for value, label in known))


def _narrowed(given: dict[str, str]) -> NewsNarrowed:
    unknown = [name for name in given if name not in NewsNarrowed.model_fields]
    if unknown:
        known = ", ".join((*NewsNarrowed.model_fields, *OWN))
        raise BadBasket("a parameter is unknown", f"one of {known}", unknown[0])
    try:
        return NewsNarrowed.model_validate(given)
    except ValidationError as error:
        fault = error.errors()[0]
        part = str(fault["loc"][0])
        raise BadBasket(part, str(fault["msg"]), given[part]) from None


def _place(here: Visit) -> Cursor | None:
    given = here.asked("after")
    if not given:
        return None
    try:
        return Cursor.parse(given)
    except ValueError:
        raise BadBasket("after", "a place as the link to the next page names it") from None
