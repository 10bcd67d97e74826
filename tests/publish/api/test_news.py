"""What the press says, and how it stands against the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.publish.api.counter import Counter, day
from tests.publish.api.manual import the_manual
from tests.storage.newsroom import Newsroom, claim


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    with the_manual(tmp_path_factory.mktemp("news")) as counter:
        yield counter


def ids(counter: Counter, path: str, **asked: str) -> list[str]:
    return [row["id"] for row in counter.lists(path, **asked)]


def test_a_claim_stands_with_its_quote_and_its_lag(manual: Counter) -> None:
    (told,) = manual.lists("/claims")
    assert told["quote"] in told["title"]
    assert (told["state"], told["event"], told["lag_seconds"]) == ("confirmed", "deepseek-cuts-flash", 19_800)
    assert (told["new_price"], told["per"], told["unit"]) == ("0.60", "1000000", "token")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"vendor": "deepseek"}, 1),
        ({"vendor": "openai"}, 0),
        ({"model": "DeepSeek-V4-Flash"}, 1),
        ({"kind": "price_cut", "state": "confirmed"}, 1),
        ({"state": "contradicted"}, 0),
        ({"since": "2024-05-12", "until": "2024-05-13"}, 1),
        ({"since": "2024-05-13"}, 0),
        ({"q": "output price"}, 1),
        ({"q": "100%"}, 0),
    ],
)
def test_claims_and_stories_are_narrowed(manual: Counter, asked: dict[str, str], found: int) -> None:
    assert len(manual.lists("/claims", **asked)) == found
    assert len(manual.lists("/stories", **asked)) == found


def test_an_event_and_its_story_know_each_other(manual: Counter) -> None:
    event = manual.gets("/events/deepseek-cuts-flash")
    assert event["standing"]["state"] == "corroborated"
    assert [story["id"] for story in event["stories"]] == ["flash-cut"]
    assert manual.gets("/stories/flash-cut")["events"] == ["deepseek-cuts-flash"]
    assert ids(manual, "/events", news="corroborated") == ["deepseek-cuts-flash"]


def test_every_claim_and_story_is_on_one_page_whatever_the_limit(counter: Counter) -> None:
    press = Newsroom(counter.store)
    told = [press.prints(f"article-{number}", number, claim("small"), claim("large")) for number in (3, 4, 5)]
    for number, one in enumerate(told):
        press.groups(f"story-{number}", one)
    for limit in ("1", "2"):
        assert counter.walks("/claims", limit=limit) == counter.lists("/claims")
        assert counter.walks("/stories", limit=limit) == counter.lists("/stories")
    assert ids(counter, "/stories") == ["story-2", "story-1", "story-0"]
    assert len(counter.lists("/claims")) == 6
    assert counter.now > day(5)


def test_a_list_of_news_is_a_table_too(manual: Counter) -> None:
    (row,) = manual.tables("/claims")
    assert (row["id"], row["free"], row["at"]) == ("flash-news:0", "false", "2024-05-12T05:30:00.000000Z")


def test_an_unknown_story_is_404(manual: Counter) -> None:
    assert manual.asks("/stories/none").status == 404
