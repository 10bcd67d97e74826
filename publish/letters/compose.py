"""A letter that is owed → the same in words, with links that are the reader's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.subscriptions import Subscriber
from pipeline.types import Vendor
from publish.api.told import event_shape
from publish.feeds import about_words
from publish.letters.letter import (
    About,
    Links,
    Written,
    alert_letter,
    choice_letter,
    confirm_letter,
    correction_letter,
    news_letter,
)
from publish.letters.links import Purpose, token
from publish.letters.order import by_weight
from publish.letters.words import LETTER
from publish.money import Lang
from publish.news import Told, entries
from publish.vocabulary import PHRASES
from storage.answers import Action
from storage.deliveries import ALERT, CHOICE, CONFIRM, Delivery, Letter


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes every letter of one wire."""

    vendors: Mapping[str, Vendor]
    public_url: str
    """How readers reach the wire, without a slash at the end."""
    secret: str = field(repr=False)
    """Signs the links; whoever has it can unsubscribe everybody."""

    def write(self, letter: Letter) -> Written:
        """In the reader's language; every event as it stands now, in itself and in the news."""
        about, links = self.about(letter), self.links(letter)
        kind = letter.owed[0].about
        if kind == CONFIRM:
            return confirm_letter(about, links)
        if kind == ALERT:
            return alert_letter(letter.text, about.lang, Links(self.public_url))
        if kind == CHOICE:
            return choice_letter(letter.text, about, links)
        told = entries(_in_order(letter.owed), self.vendors, about.lang)
        return (news_letter if kind == Action.PUBLISHED.value else correction_letter)(told, about, links)

    def about(self, letter: Letter) -> About:
        reader = letter.subscriber
        lang: Lang = "zh" if reader.lang == "zh" else "en"
        basket = PHRASES["comma"][lang].join(about_words(reader.basket, self.vendors, lang))
        if reader.watch is not None:
            basket = LETTER["your work"][lang].format(line=reader.line)
        return About(reader.address, basket, lang, reader.cadence)

    def links(self, letter: Letter) -> Links:
        reader = letter.subscriber
        site = self._site(reader)
        if letter.owed[0].about == CONFIRM:
            return Links(site, confirm=self._link(Purpose.CONFIRM, reader))
        return Links(site, self._link(Purpose.UNSUBSCRIBE, reader), self._link(Purpose.CHANGE, reader))

    def _site(self, reader: Subscriber) -> str:
        """What the letter is about, on the web."""
        path, query = ("/compare", str(reader.watch.workload)) if reader.watch else ("/", str(reader.basket))
        return f"{self.public_url}{path}?{query}{'&' if query else ''}lang={reader.lang}"

    def records(self, letter: Letter) -> list[dict[str, Any]]:
        """The events as the API gives them."""
        lang: Lang = "zh" if letter.subscriber.lang == "zh" else "en"
        told = ((owed.event, owed.standing) for owed in letter.owed if owed.event is not None)
        return [event_shape(one, self.vendors, lang, standing).model_dump(mode="json") for one, standing in told]

    def _link(self, purpose: Purpose, reader: Subscriber) -> str:
        """To a page in the letter's language, whatever the browser prefers."""
        signed = token(self.secret, purpose, reader.id)
        return f"{self.public_url}/subscriptions/{purpose.value}/{signed}?lang={reader.lang}"


def _in_order(owed: Iterable[Delivery]) -> list[Told]:
    """The events, what matters most first, with what the news says of each."""
    known = {one.event.id: one for one in owed if one.event is not None}
    events = by_weight(one.event for one in known.values() if one.event is not None)
    found = ((event, known[event.id]) for event in events)
    return [Told(event, one.due_at, standing=one.standing, stories=one.stories) for event, one in found]
