from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from pipeline.basket import parse
from pipeline.subscriptions import Cadence, Subscriber, SubscriberState
from pipeline.types import Event, EventKind, State
from publish.letters.compose import Writer
from publish.letters.order import by_weight
from publish.money import LANGS, Lang
from storage.answers import Action
from storage.deliveries import Delivery, Letter
from tests.publish.events_of import AT, VENDORS, dollars, event, part, unpriced

K = EventKind
FREE = event(K.BECAME_FREE, dollars("1"), unpriced(State.FREE), id="free")
ENDED = event(K.FREE_ENDED, unpriced(State.FREE), dollars("1"), id="ended")
WAR = event(K.PRICE_WAR, id="war")
NEARLY_FREE = event(K.PRICE_CUT, dollars("1"), dollars("0.03"), id="nearly free")
TRIPLED = event(K.PRICE_RISE, dollars("1"), dollars("3"), id="tripled")
HALVED = event(K.PRICE_CUT, dollars("1"), dollars("0.5"), id="halved")
GROUP = event(
    K.PRICE_CUT, id="group", parts=tuple(part(K.PRICE_CUT, dollars("1"), dollars(new)) for new in ("0.9", "0.2"))
)
GAP = event(K.RESELLER_GAP, dollars("10"), dollars("1"), id="gap")
ADDED = event(K.MODEL_ADDED, id="added")


def ids(events: list[Event]) -> list[str]:
    return [one.id for one in events]


@pytest.mark.parametrize("leading", [FREE, ENDED, WAR])
def test_what_became_free_or_is_no_longer_and_price_wars_lead(leading: Event) -> None:
    for events in permutations([leading, NEARLY_FREE, ADDED]):
        assert ids(by_weight(events)) == [leading.id, "nearly free", "added"]


def test_the_larger_move_comes_first_whichever_way_it_goes() -> None:
    assert ids(by_weight([HALVED, ADDED, TRIPLED, NEARLY_FREE, GROUP])) == [
        "nearly free",
        "group",
        "tripled",
        "halved",
        "added",
    ]


def test_a_gap_between_two_sellers_is_no_move() -> None:
    assert ids(by_weight([GAP, HALVED])) == ["halved", "gap"]


def test_a_group_of_which_a_part_became_free_leads() -> None:
    opened = event(K.PRICE_CUT, id="opened", parts=(part(K.BECAME_FREE, dollars("1"), unpriced(State.FREE)),))
    assert ids(by_weight([NEARLY_FREE, opened])) == ["opened", "nearly free"]


def test_equals_stay_in_the_order_of_time() -> None:
    earlier, later = replace(HALVED, id="earlier"), replace(HALVED, id="later")
    assert ids(by_weight([earlier, later])) == ["earlier", "later"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("cadence", [Cadence.AT_ONCE, Cadence.DAILY])
@pytest.mark.parametrize("action", [Action.PUBLISHED, Action.CORRECTED])
def test_subject_text_and_html_are_in_one_order(action: Action, cadence: Cadence, lang: Lang) -> None:
    reader = Subscriber(
        "ann", "mail", "ann@readers.example", parse(""), cadence=cadence, lang=lang, state=SubscriberState.ACTIVE
    )
    told = [replace(one, model=one.id) for one in (ADDED, HALVED, FREE)]
    owed = [owes(one, action, number) for number, one in enumerate(told)]
    letter = Writer(VENDORS, "https://wire.example", "a secret of tests").write(
        Letter("m1@wire.example", reader, tuple(owed))
    )
    links = [f"/events/{id}?" for id in ("free", "halved", "added")]
    for body in (letter.text, letter.html):
        assert [body.index(link) for link in links] == sorted(body.index(link) for link in links)
    first = letter.text.splitlines()[0 if action is Action.PUBLISHED else 2]
    assert first in letter.subject


def owes(told: Event, action: Action, number: int) -> Delivery:
    return Delivery(number, action.value, told, "", AT + timedelta(minutes=number), 0)
