"""Words find vendors, models and events, in both languages."""

from __future__ import annotations

import pytest

from tests.publish.api.counter import ACME, BOLT, Counter, dollars, moved
from tests.storage.desk import sheet


@pytest.fixture
def shop(counter: Counter) -> Counter:
    pairs = [(dollars(name, "2"), dollars(name, "1")) for name in ("豆包 Pro", "bolt-on")]
    counter.at(ACME).sees(1, sheet(*(old for old, _ in pairs)))
    told = [moved(f"e{number}", *pair, 5) for number, pair in enumerate(pairs)]
    counter.at(ACME).sees(5, sheet(*(new for _, new in pairs)), *told)
    return counter


def hits(counter: Counter, **asked: str) -> list[tuple[str, str]]:
    return [(hit["what"], hit["id"]) for hit in counter.lists("/search", **asked)]


def test_a_word_finds_all_that_bear_it(shop: Counter) -> None:
    assert hits(shop, q="bolt") == [("vendor", "bolt"), ("model", "acme/bolt-on"), ("event", "e1")]
    assert hits(shop, q="豆包") == [("model", "acme/豆包 Pro"), ("event", "e0")]
    assert hits(shop, q="闪电") == [("vendor", "bolt")]
    assert hits(shop, q="nothing") == []


def test_every_hit_leads_on(shop: Counter) -> None:
    for hit in [*shop.lists("/search", q="bolt"), *shop.lists("/search", q="豆包")]:
        assert shop.asks(hit["href"]).status == 200


def test_titles_speak_the_language_asked_for(shop: Counter) -> None:
    assert shop.lists("/search", q="闪电", lang="zh")[0]["title"] == "闪电"
    assert shop.lists("/search", q="闪电")[0]["title"] == "Bolt"


def test_every_event_is_found_on_one_page_whatever_the_limit(counter: Counter) -> None:
    pairs = [(dollars(f"bolt {number}", "2"), dollars(f"bolt {number}", "1")) for number in range(5)]
    counter.at(BOLT).sees(1, sheet(*(old for old, _ in pairs)))
    told = [moved(f"e{number}", *pair, 5, BOLT) for number, pair in enumerate(pairs)]
    counter.at(BOLT).sees(5, sheet(*(new for _, new in pairs)), *told)
    whole = counter.walks("/search", q="bolt", limit="200")
    assert len(whole) == 11
    for limit in ("6", "7", "8"):
        assert counter.walks("/search", q="bolt", limit=limit) == whole


def test_the_exact_name_comes_first_however_it_is_written(counter: Counter) -> None:
    names = ("gpt-4-turbo", "gpt-4-turbo-2024", "gpt-4o-mini", "gpt-4o")
    counter.at(ACME).sees(1, sheet(*(dollars(name, "2") for name in names)))
    for asked in ("gpt-4o", "gpt4o", "GPT 4o"):
        assert hits(counter, q=asked) == [("model", "acme/gpt-4o"), ("model", "acme/gpt-4o-mini")]


def test_what_is_told_in_latin_letters_only_is_found_by_its_chinese_name(counter: Counter) -> None:
    old, new = dollars("qwen-long", "2"), dollars("qwen-long", "1")
    counter.at(ACME).sees(1, sheet(old))
    counter.at(ACME).sees(5, sheet(new), moved("cut", old, new, 5))
    assert hits(counter, q="通义千问") == hits(counter, q="qwen") == [("model", "acme/qwen-long"), ("event", "cut")]


def test_part_of_the_name_of_a_vendor_is_enough_and_the_nearest_is_first(counter: Counter) -> None:
    assert hits(counter, q="bol") == [("vendor", "bolt")]
    assert hits(counter, q="ch") == [("vendor", "cheap")]
