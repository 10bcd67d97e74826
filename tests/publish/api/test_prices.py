"""What something cost on a day, as was known on a day; and every span of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.types import EventState, State
from storage.corrections import correct
from tests.publish.api.counter import ACME, BOLT, Counter, day, dollars, moved
from tests.storage.desk import sheet

OLD, NEW = dollars("small", "0.30"), dollars("small", "0.15")


@pytest.fixture
def cut(counter: Counter) -> Counter:
    """Acme's price is cut on the fifth, and known to be on the fifth."""
    counter.at(ACME).sees(1, sheet(OLD, dollars("small", "1.20", "output")))
    counter.at(ACME).sees(5, sheet(NEW, dollars("small", "1.20", "output")), moved("cut", OLD, NEW, 5))
    counter.at(BOLT).sees(2, sheet(dollars("tiny", "9", model_id=None)))
    return counter


def of(rows: list[Any]) -> list[tuple[str, str, str]]:
    return [(row["model"], row["meter"], row["unit_price"]) for row in rows]


def input_of(counter: Counter, **asked: str) -> list[str]:
    return [row["unit_price"] for row in counter.lists("/prices", model="small", meter="input", **asked)]


def test_a_price_is_asked_on_two_axes_of_time(cut: Counter) -> None:
    assert input_of(cut) == ["0.15"]
    assert input_of(cut, on="2024-05-03") == ["0.30"]
    assert input_of(cut, on="2024-05-10", known="2024-05-04") == ["0.30"]
    assert input_of(cut, on="2024-05-10", known="2024-05-05T00:00:00Z") == ["0.15"]
    assert input_of(cut, on="2024-04-30") == []


def test_a_day_counts_to_its_end(cut: Counter) -> None:
    assert input_of(cut, on="2024-05-04", known="2024-05-20") == ["0.30"]
    assert input_of(cut, on="2024-05-05", known="2024-05-20") == ["0.15"]


def test_a_zone_is_understood(cut: Counter) -> None:
    assert input_of(cut, on="2024-05-05T07:59:59+08:00") == ["0.30"]
    assert input_of(cut, on="2024-05-05T08:00:00+08:00") == ["0.15"]


def test_after_a_retraction_both_beliefs_can_be_asked(cut: Counter) -> None:
    with cut.store.write() as c:
        correct(c, "cut", EventState.RETRACTED, "A test price.", day(8))
    assert input_of(cut) == ["0.30"]
    assert input_of(cut, known="2024-05-07") == ["0.15"]


def test_history_has_every_span(cut: Counter) -> None:
    spans = cut.lists("/history", model="acme/small", meter="input")
    assert [(one["unit_price"], one["valid_from"], one["valid_to"]) for one in spans] == [
        ("0.30", "2024-05-01T00:00:00Z", "2024-05-05T00:00:00Z"),
        ("0.15", "2024-05-05T00:00:00Z", None),
    ]
    assert [one["valid_to"] for one in cut.lists("/history", model="small", meter="input", known="2024-05-04")] == [
        None
    ]


@pytest.mark.parametrize("path", ["/prices", "/history"])
def test_every_row_is_on_one_page_whatever_the_limit(cut: Counter, path: str) -> None:
    whole = cut.walks(path)
    for limit in ("1", "2"):
        assert cut.walks(path, limit=limit) == whole
    assert len(whole) == {"/prices": 3, "/history": 4}[path]


def test_no_price_moves_between_two_pages(cut: Counter) -> None:
    first = cut.gets("/prices", limit="1")
    cut.at(ACME).sees(30.5, sheet(dollars("small", "7"), dollars("small", "8", "output")))
    cut.now = day(31)
    rest = cut.walks("/prices", limit="1", cursor=first["next_cursor"])
    assert sorted(of([*first["data"], *rest])) == [
        ("small", "input", "0.15"),
        ("small", "output", "1.20"),
        ("tiny", "input", "9"),
    ]


def test_a_price_is_narrowed_by_vendor_and_page(cut: Counter) -> None:
    assert of(cut.lists("/prices", vendor="bolt")) == [("tiny", "input", "9")]
    assert of(cut.lists("/prices", page="bolt/pricing", model="TINY")) == [("tiny", "input", "9")]
    assert cut.asks("/prices?vendor=bolted").status == 404


def test_absent_is_not_zero_and_a_struck_price_stands_beside(counter: Counter) -> None:
    promoted = replace(dollars("small", "0.10"), list_price=Decimal("0.30"))
    free = replace(dollars("tiny", "0"), state=State.FREE)
    counter.at(ACME).sees(1, sheet(promoted, free, dollars("large", None)))
    told = {row["model"]: (row["state"], row["unit_price"], row["list_price"]) for row in counter.lists("/prices")}
    assert told == {
        "small": ("priced", "0.10", "0.30"),
        "tiny": ("free", "0", None),
        "large": ("contact_sales", None, None),
    }


def test_a_made_up_cursor_is_answered(cut: Counter) -> None:
    assert cut.lists("/prices", cursor="0-0-0") == []
    assert cut.lists("/prices", cursor="99999999999999999-99999999999999999-999999999999999999") == []
    assert cut.lists("/history", cursor="99999999999999999-99999999999999999-0") == []
    assert cut.asks("/prices?cursor=x").status == 422


def test_a_model_that_nobody_ever_sold_is_not_silence(cut: Counter) -> None:
    for path in ("/prices", "/history"):
        assert cut.asks(f"{path}?model=smal").status == 404
        assert "/models" in cut.asks(f"{path}?model=smal").text
    assert cut.lists("/prices", model="small", on="2001-01-01") == []
