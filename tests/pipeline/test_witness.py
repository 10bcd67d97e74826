from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.corroborate import story_witness
from pipeline.identify import change_of
from pipeline.types import Claim, ClaimKind, Rate, Witness
from pipeline.witness import confirming
from tests.pipeline.newsroom import asks, claim, event, yuan, yuan_a_thousand
from tests.pipeline.sheets import Watch, rate

CUT, FREE = ClaimKind.PRICE_CUT, ClaimKind.BECAME_FREE
OLD, NEW = yuan("qwen-long", "20"), yuan("qwen-long", "0.5")


def said(**more: object) -> Claim:
    return yuan_a_thousand("alibaba", "Qwen-Long", **{"meter": "input", "new_price": "0.0005", **more})


def confirms(claim: Claim, old: Rate = OLD, new: Rate = NEW, vendor: str = "alibaba") -> str | None:
    witness = story_witness(claim, "s1", vendor)
    return confirming(change_of(event(vendor, old, new)), [witness] if witness else [])


def test_a_story_that_names_the_price_confirms_a_held_cut() -> None:
    assert confirms(said()) == "story s1"


def test_a_story_that_names_the_size_confirms_it_too() -> None:
    assert confirms(claim("alibaba", "Qwen-Long", percent=97)) == "story s1"
    assert confirms(claim("alibaba", "Qwen-Long", percent=97, percent_bound="max")) == "story s1"


def test_a_story_confirms_that_a_model_became_free() -> None:
    lite = yuan("ERNIE-Lite-8K", "3"), yuan("ERNIE-Lite-8K", "free")
    assert confirms(claim("baidu", "ERNIE Lite", FREE, free=True), *lite, vendor="baidu") == "story s1"
    assert confirms(claim("baidu", "ERNIE Speed", FREE, free=True), *lite, vendor="baidu") is None


@pytest.mark.parametrize(
    "other",
    [
        said(new_price="0.5"),
        said(kind=ClaimKind.PRICE_RISE),
        said(meter="output"),
        said(currency="USD"),
        said(recap=True),
        replace(said(), model="主力模型", model_id=None),
        replace(said(), model="Qwen-Max", model_id="alibaba/qwen-max"),
        claim("alibaba", "Qwen-Long"),
        claim("alibaba", "Qwen-Long", percent=99, percent_bound="max"),
        claim("alibaba", "Qwen-Long", percent=97, percent_against="market"),
        replace(said(), vendor="deepbricks"),
    ],
)
def test_a_story_of_something_else_confirms_nothing(other: Claim) -> None:
    assert confirms(other) is None


def test_a_story_with_the_old_price_does_not_confirm_a_slip_of_unit() -> None:
    assert confirms(said(), new=yuan("qwen-long", "0.0005")) is None
    assert confirms(said(new_price="0.02"), old=yuan("qwen-long", "20"), new=yuan("qwen-long", "2000")) is None


def test_a_held_cut_is_published_with_its_story() -> None:
    watch = Watch()
    watch.sees(rate("Qwen-Long", "20", currency="CNY"))
    told = replace(said(), vendor="acme")
    witness = story_witness(told, "s1", "acme")
    assert witness is not None
    watch.hears(witness)
    decision = watch.sees(rate("Qwen-Long", "0.5", currency="CNY"))
    (published,) = decision.events
    assert (published.rule, published.state) == ("witnessed", "published")
    assert published.reason.endswith("Confirmed by story s1.")


def test_a_page_is_a_witness_as_before() -> None:
    twin = Witness("alibaba/pricing-en", asks("qwen-long", "0.5", currency="CNY"), model="qwen-long", meter="input")
    assert confirming(change_of(event("alibaba", OLD, NEW)), [twin]) == "page alibaba/pricing-en"
