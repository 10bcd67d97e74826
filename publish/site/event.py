"""One event: before and after, the page as it showed it, how it was judged, who tells of it, how to check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from pipeline.types import Event, EventKind, EventState, Evidence, Rate
from publish.news import TOLD
from publish.places import place_words
from publish.plain import plain, web_link
from publish.sides import evidence_of
from publish.site.marked import Picture, Place, pictures
from publish.site.offers import page_of
from publish.site.page import Page, Shown
from publish.site.pictures import card_path
from publish.site.story import told_by
from publish.site.visit import NotFound, Visit
from publish.site.wire import items, mark
from publish.site.words.event import STATES, WORDS
from publish.wording import rule_words, tell
from storage.answers import RulingRow, StoredCapture
from storage.bodies import Bodies
from storage.claims import claims_beside
from storage.corrections import rulings_of
from storage.events import event, original
from storage.evidence import capture_with, told_under
from storage.standings import standings_of
from storage.stories import stories_of
from storage.wire import last_told

PUT_RIGHT = (EventState.CORRECTED, EventState.RETRACTED)
MOST_MEMBERS = 200
ADDED = frozenset({EventKind.RATE_ADDED, EventKind.MODEL_ADDED})
REMOVED = frozenset({EventKind.RATE_REMOVED, EventKind.MODEL_REMOVED})


@dataclass(frozen=True, slots=True)
class Side:
    """The page before or after."""

    capture: StoredCapture | None
    sha256: str | None
    at: datetime | None
    places: tuple[Place, ...]
    is_absent: bool
    """What the event is about did not stand on this one."""
    bodies: Bodies

    def pictures(self) -> Sequence[Picture]:
        """Drawn when the template asks for it, after the database was read."""
        if self.capture is None:
            return ()
        kept = self.capture
        return pictures(self.bodies, kept.sha256, kept.media_type, kept.charset, self.places)

    @property
    def printed(self) -> list[str]:
        return list(dict.fromkeys(plain(place.printed) for place in self.places if place.printed))

    @property
    def locators(self) -> list[str]:
        return list(dict.fromkeys(plain(place.locator) for place in self.places if place.locator))


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruling in words."""

    at: datetime
    state: str
    reason: str
    witness: str


def gather(c: Connection, here: Visit) -> Shown:
    """Only what was told: what is held or was dropped is nobody's news."""
    found = event(c, here.id())
    if found is None or found.state not in TOLD:
        raise NotFound
    at, _ = last_told(c, [found.id]).get(found.id, (found.published_at, 0))
    members = told_under(c, found.id)[:MOST_MEMBERS]
    evidence = evidence_of(found, members)
    entry = tell(replace(found, evidence=evidence), here.vendors, here.lang, at)
    standing = standings_of(c, [found.id]).get(found.id)
    first = original(c, found.id)
    claims = claims_beside(c, [found.id]).get(found.id, [])
    headline = event(c, found.headline) if found.headline else None
    return Shown(
        entry.title,
        {
            "event": found,
            "entry": entry,
            "put_right": STATES[found.state][here.lang] if found.state in PUT_RIGHT else "",
            "item": items([entry], {}, here.lang)[0],
            "mark": mark(standing, here.lang),
            "before": _side(c, found, evidence, here, old=True),
            "after": _side(c, found, evidence, here, old=False),
            "first": tell(first, here.vendors, here.lang) if _was_corrected(found, first) and first else None,
            "rulings": [_ruled(row, found, here) for row in rulings_of(c, found.id)],
            "members": [(one.id, tell(one, here.vendors, here.lang).title) for one in members],
            "headline": (headline.id, tell(headline, here.vendors, here.lang).title) if headline else None,
            "told_by": told_by(stories_of(c, [found.id]).get(found.id, []), claims, here),
            "place_words": partial(place_words, lang=here.lang),
            "source": web_link(found.evidence.url),
            "model": page_of(found.model_id, found.model) if found.old or found.new else "",
            "model_name": plain(found.model_id or found.model),
        },
        description=entry.summary,
        picture=card_path(c, here, found),
    )


def _side(c: Connection, found: Event, evidence: Evidence, here: Visit, *, old: bool) -> Side:
    sha256 = evidence.before_sha256 if old else evidence.after_sha256
    at = evidence.before_at if old else evidence.after_at
    capture = capture_with(c, sha256) if sha256 else None
    places = tuple(_places(found, old=old))
    is_absent = not places and found.kind in (ADDED if old else REMOVED)
    return Side(capture, sha256, at, places, is_absent, here.serving.store.bodies)


def _places(found: Event, *, old: bool) -> Iterable[Place]:
    """Of the event itself, else of its parts, where these are all from its own page."""
    evidence = found.evidence
    own = (
        Place(evidence.old_locator, evidence.old_printed) if old else Place(evidence.new_locator, evidence.new_printed)
    )
    if own.locator or own.printed:
        return [own]
    if found.kind is EventKind.PRICE_WAR:
        return []
    rates: Iterable[Rate | None] = (part.old if old else part.new for part in found.parts)
    return dict.fromkeys(Place(rate.locator, rate.printed) for rate in rates if rate is not None)


def _was_corrected(found: Event, first: Event | None) -> bool:
    return first is not None and (first.old, first.new, first.kind) != (found.old, found.new, found.kind)


def _ruled(row: RulingRow, found: Event, here: Visit) -> Ruled:
    reason = rule_words(found, row.rule, here.lang) or plain(row.reason, 500)
    return Ruled(row.at, STATES[row.state][here.lang], reason, plain(row.witness or ""))


PAGE = Page("/events/{id}", "event.html", WORDS, gather, place="/")
