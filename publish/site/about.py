"""What this wire is, what its marks mean, and how to subscribe: words alone."""

from __future__ import annotations

from sqlalchemy import Connection

from pipeline.basket import Basket, parse
from pipeline.types import EventStanding, State
from publish.asked import Asked
from publish.claim_vocabulary import EVENT_STANDINGS
from publish.feeds import discovery
from publish.money import STATES
from publish.site.page import Page, Shown
from publish.site.visit import Visit
from publish.site.words.about import WORDS

WITHOUT_A_NUMBER = (State.CONTACT_SALES, State.BUNDLED, State.CONSOLE_ONLY, State.UNKNOWN)


def gather(_c: Connection, here: Visit) -> Shown:
    lang = here.lang
    return Shown(
        WORDS["title"][lang],
        {
            "standings": [(standing.value, EVENT_STANDINGS[standing][lang]) for standing in EventStanding],
            "states": [STATES[state][lang] for state in WITHOUT_A_NUMBER],
            "everything": discovery(Asked(Basket()), here.vendors, lang),
            "example": discovery(Asked(parse("kind=price_cut&size=10")), here.vendors, lang),
        },
        description=WORDS["lead"][lang],
        feeds=discovery(Asked(), here.vendors, lang),
        basket=Basket(),
    )


PAGE = Page("/about", "about.html", WORDS, gather)
