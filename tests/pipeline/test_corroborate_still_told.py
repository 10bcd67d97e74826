"""An announcement stands as long as its articles bear it out, by the measure by which it was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from pipeline.corroborate import rests_on, still_told
from pipeline.types import Claim, Event, Reported
from tests.pipeline.newsroom import report, story
from tests.pipeline.test_corroborate_announce import DOUBLED, SOON, VENDORS, from_press, made


def stands(event: Event, *reports: Reported) -> bool:
    said = [(one.id, number) for one in reports for number in range(len(one.claims))]
    return still_told(event, said, {one.id: one for one in reports}, VENDORS)


@pytest.fixture
def told() -> tuple[Event, Reported, Reported]:
    one, two = from_press(DOUBLED, "Paper (Asia), evening", "two.example")
    (event,) = made(story(one, two), one, two)
    return event, one, two


def test_it_rests_on_the_origins_that_it_names_whatever_signs_are_in_their_names(
    told: tuple[Event, Reported, Reported],
) -> None:
    event, one, two = told
    assert rests_on(event, one.article)
    assert rests_on(event, two.article)
    (other,) = from_press(DOUBLED, "three.example")
    assert not rests_on(event, other.article)
    assert not rests_on(event, replace(other.article, site="", url=""))


def test_it_rests_on_its_vendors_own_word() -> None:
    own = report("post", DOUBLED, url="https://blog.together.example/prices", site="Together (blog)")
    (event,) = made(story(own), own)
    assert rests_on(event, own.article)
    assert stands(event, own)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (DOUBLED, True),
        (replace(DOUBLED, old_price=None), True),
        (replace(DOUBLED, new_price=Decimal("0.3")), False),
        (replace(DOUBLED, old_price=Decimal("0.15")), False),
        (replace(DOUBLED, effective=SOON + timedelta(days=1)), False),
        (replace(DOUBLED, meter="output"), False),
        (replace(DOUBLED, model="Llama 3 70B", model_id=None), False),
    ],
)
def test_it_stands_where_both_origins_say_the_same_price_and_day(
    told: tuple[Event, Reported, Reported], now: Claim, holds: bool
) -> None:
    event, one, two = told
    assert stands(event, replace(one, claims=(now,)), replace(two, claims=(now,))) is holds


def test_one_of_two_origins_alone_does_not_bear_it_out_any_more(told: tuple[Event, Reported, Reported]) -> None:
    event, one, two = told
    assert not stands(event, replace(one, claims=()), two)
    assert not stands(event, replace(one, claims=()), replace(two, claims=()))
