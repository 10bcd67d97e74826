"""Rates: what a price was on a day, as it was known on a day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from pipeline.types import Change, Event, EventKind, EventState, Page, Resolution, Sheet, terms_of
from storage.engine import Store
from storage.prices import history, prices
from storage.rates import identity_of
from storage.tables import rates
from tests.storage.desk import Desk, day, event, rate, sheet

_numbers = count(1)


def rows(store: Store) -> int:
    with store.read() as c:
        return c.scalar(select(func.count()).select_from(rates)) or 0


def spans(desk: Desk, model: str, known: float | None = None) -> list[tuple[str, datetime, datetime | None]]:
    with desk.store.read() as c:
        found = history(c, model, known=None if known is None else day(known))
    return [(str(row.unit_price), row.valid_from, row.valid_to) for row in found]


def test_the_first_sight_holds_from_the_capture_on(desk: Desk) -> None:
    desk.sees(3, sheet(small="0.30"))
    assert desk.price(2, 9) is None
    assert desk.price(3, 3) == "0.30"
    assert desk.price(99, 99) == "0.30"
    assert desk.price(3, 2) is None


def test_a_cut_ends_one_span_and_begins_another(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(5, sheet(small="0.20"))
    assert spans(desk, "small") == [("0.30", day(1), day(5)), ("0.20", day(5), None)]


def test_what_was_known_before_the_cut_still_says_the_old_price(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(5, sheet(small="0.20"))
    assert desk.price(on=9, known=4) == "0.30"
    assert desk.price(on=9, known=5) == "0.20"
    assert desk.price(on=2, known=9) == "0.30"
    assert spans(desk, "small", known=4) == [("0.30", day(1), None)]


def test_a_change_counts_from_the_day_the_page_gives(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    back_dated = event("e1", rate("small"), rate("small", "0.20"), day(5), effective_from=day(3))
    desk.sees(5, sheet(small="0.20"), back_dated)
    assert desk.price(on=4, known=5) == "0.20"
    assert desk.price(on=4, known=4) == "0.30"
    assert spans(desk, "small") == [("0.30", day(1), day(3)), ("0.20", day(3), None)]


def test_a_change_dated_back_over_earlier_spans_shortens_them_all(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(5, sheet(small="0.20"))
    desk.sees(
        7, sheet(small="0.10"), event("e1", rate("small", "0.20"), rate("small", "0.10"), day(7), effective_from=day(3))
    )
    assert spans(desk, "small") == [("0.30", day(1), day(3)), ("0.10", day(3), None)]
    assert spans(desk, "small", known=6) == [("0.30", day(1), day(5)), ("0.20", day(5), None)]


def test_a_change_dated_ahead_and_taken_back_leaves_one_price(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.20"), event("e1", rate("small"), rate("small", "0.20"), day(2), effective_from=day(9)))
    assert (desk.price(8, 2), desk.price(9, 2)) == ("0.30", "0.20")
    desk.sees(3, sheet(small="0.30"))
    assert (desk.price(8, 3), desk.price(9, 3)) == ("0.30", "0.30")


def test_a_rise_announced_for_later_does_not_date_a_cut_of_today(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    cut = event("cut", rate("small"), rate("small", "0.20"), day(2))
    ahead = event(
        "ahead", rate("small"), rate("small", "0.50"), day(2), kind=EventKind.SCHEDULED, effective_from=day(9)
    )
    desk.sees(2, sheet(small="0.20"), cut, ahead)
    assert spans(desk, "small") == [("0.30", day(1), day(2)), ("0.20", day(2), None)]


def test_a_rate_taken_away_is_gone_from_the_day_the_page_gives(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30", large="3"))
    desk.sees(5, sheet(large="3"), event("gone", rate("small"), None, day(5), effective_from=day(3)))
    assert spans(desk, "small") == [("0.30", day(1), day(3))]


def test_the_parts_of_a_headline_count_from_its_day(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30", large="3"))
    moves = [(rate("small"), rate("small", "0.20")), (rate("large", "3"), rate("large", "2"))]
    parts = tuple(Change(EventKind.PRICE_CUT, old.model, old.meter, (), old, new) for old, new in moves)
    told = replace(event("both", None, rate("all"), day(5), parts=parts, effective_from=day(4)), new=None)
    desk.sees(5, sheet(small="0.20", large="2"), told)
    assert [spans(desk, model)[-1] for model in ("small", "large")] == [("0.20", day(4), None), ("2", day(4), None)]


def test_the_noise_of_binary_fractions_is_no_other_price(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.3"))
    desk.sees(2, sheet(small="0.30000000000000004"))
    assert rows(desk.store) == 1


def test_a_change_that_was_held_counts_from_its_first_sight(desk: Desk) -> None:
    held = event("e1", rate("small"), rate("small", "0.01"), day(2), state=EventState.HELD)
    settled = Resolution("e1", EventState.PUBLISHED, "second_look", "twice")
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(small="0.30"), held, body=b"a")
    desk.sees(3, sheet(small="0.01"), resolutions=(settled,))
    assert (desk.price(on=2.5, known=2.5), desk.price(on=2.5, known=3)) == ("0.30", "0.01")


def test_a_rate_that_goes_and_comes_back_has_a_gap(desk: Desk) -> None:
    desk.sees(1, sheet(small="0.30"))
    desk.sees(2, sheet(large="3"))
    desk.sees(3, sheet(large="3", small="0.30"))
    assert spans(desk, "small") == [("0.30", day(1), day(2)), ("0.30", day(3), None)]


def test_a_unit_written_another_way_is_the_same_price(desk: Desk) -> None:
    thousand = rate("small", "0.004", per=Decimal(1000), currency="CNY", model_id=None)
    million = rate("Small", "4.00", per=Decimal("1E+6"), currency="CNY", model_id=None, locator="elsewhere")
    desk.sees(1, Sheet(rates=(thousand,)))
    desk.sees(2, Sheet(rates=(million,)))
    assert rows(desk.store) == 1


def test_whatever_makes_it_another_price_makes_it_another_rate() -> None:
    one = rate("small")
    others = [
        rate("small-2"),
        rate("small", "0.31"),
        rate("small", meter="output"),
        rate("small", terms=terms_of({"context": "<=32K"})),
        rate("small", currency="CNY"),
        rate("small", unit="character"),
        rate("small", per=Decimal(1000)),
        rate("small", list_price=Decimal("0.60")),
        rate("small", None),
    ]
    assert len({identity_of(it) for it in [one, *others]}) == len(others) + 1


def test_a_name_learned_later_is_the_same_price_under_its_name(desk: Desk) -> None:
    desk.sees(1, Sheet(rates=(rate("Small V2", model_id=None),)))
    desk.sees(2, Sheet(rates=(rate("Small V2", model_id="acme/small-2"),)))
    (row,) = desk.prices(on=1, known=2, model="ACME/small-2")
    assert (row.valid_from, row.known_from, row.maker) == (day(1), day(2), "acme")
    assert desk.prices(on=1, known=1, model="acme/small-2") == []
    assert desk.status().last_changed_at == day(1)


def test_prices_are_asked_by_vendor_model_and_meter(desk: Desk) -> None:
    desk.sees(1, Sheet(rates=(rate("Small"), rate("Small", "0.60", "output"), rate("large", "3"))))
    assert len(desk.prices(1, 1)) == 3
    assert [str(row.unit_price) for row in desk.prices(1, 1, model="small", meter="output")] == ["0.60"]
    assert len(desk.prices(1, 1, model="acme/SMALL")) == 2
    assert len(desk.prices(1, 1, vendor="acme", meter="input")) == 2
    assert desk.prices(1, 1, vendor="other") == []


def test_a_span_names_the_bytes_that_first_said_so(desk: Desk) -> None:
    first = desk.decision(1, Sheet(rates=(rate("small", locator="table 1, row 2"),)))
    desk.records(first)
    desk.sees(2, Sheet(rates=(rate("small", locator="table 1, row 3"),)))
    (row,) = desk.prices(2, 2)
    assert (row.capture_sha256, row.locator) == (first.capture.sha256, "table 1, row 2")


def test_the_same_price_on_two_pages_is_believed_of_each(desk: Desk) -> None:
    twin = Desk(desk.store, Page("acme/pricing-zh", "acme", "https://acme.example/zh"))
    desk.sees(1, sheet(small="0.30"))
    twin.sees(1, sheet(small="0.30"))
    twin.sees(2, sheet(small="0.20"))
    assert [(row.page, str(row.unit_price)) for row in desk.prices(3, 3)] == [
        ("acme/pricing", "0.30"),
        ("acme/pricing-zh", "0.20"),
    ]


def test_a_price_printed_twice_is_one_rate(desk: Desk) -> None:
    desk.sees(1, Sheet(rates=(rate("small"), rate("small", locator="again"))))
    assert desk.price(1, 1) == "0.30"


# A naive model: for each moment of knowing, a row of days, each with the set of rates that held on it.

DAYS = range(1, 16)
Grid = dict[str, list[frozenset[str]]]


@dataclass
class Naive:
    """Everything written out: what each key asked on each day, copied whole at every look."""

    now: Grid = field(default_factory=dict)
    believed: dict[str, frozenset[str]] = field(default_factory=dict)
    at: list[tuple[int, Grid]] = field(default_factory=list)

    def sees(self, number: int, shown: dict[str, str], moments: dict[str, int]) -> None:
        for key in self.believed.keys() | shown.keys():
            old, new = self.believed.get(key, frozenset()), frozenset([shown[key]] if key in shown else [])
            if old != new:
                days = self.now.get(key, [frozenset()] * len(DAYS))
                start = moments.get(key, number)
                self.now[key] = [new if on >= start else held for on, held in zip(DAYS, days, strict=True)]
            self.believed[key] = new
        self.at.append((number, dict(self.now)))

    def price(self, key: str, on: int, known: int) -> frozenset[str]:
        grids = [grid for number, grid in self.at if number <= known]
        return grids[-1].get(key, [frozenset()] * len(DAYS))[on - 1] if grids else frozenset()


Look = tuple[dict[str, str], dict[str, int]]
_models = st.sampled_from(["a", "b", "c"])
_look = st.tuples(
    st.dictionaries(_models, st.sampled_from(["0.1", "0.2", "0.3"]), max_size=3),
    st.dictionaries(_models, st.sampled_from(DAYS), max_size=2),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(_look, min_size=1, max_size=6), steps=st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_any_day_as_known_on_any_day_is_what_a_naive_model_says(
    store: Store, looks: list[Look], steps: list[int]
) -> None:
    page = Page(f"vendor{next(_numbers)}/pricing", f"vendor{next(_numbers)}", "https://vendor.example/")
    desk, naive, number = Desk(store, page), Naive(), 0
    before: dict[str, str] = {}
    for (shown, moments), step in zip(looks, steps, strict=False):
        number += step
        naive.sees(number, shown, moments)
        told = [_dated(page, number, model, shown, before, moments[model]) for model in moments]
        before = shown
        desk.sees(number, sheet(**shown), *told, body=f"{number} {shown}".encode())
    with store.read() as c:
        for known in range(number + 1):
            for on in DAYS:
                found = prices(c, day(on), day(known), vendor=page.vendor)
                for model in "abc":
                    asked = frozenset(str(row.unit_price) for row in found if row.model == model)
                    assert asked == naive.price(model, on, known), (model, on, known)
                assert len({row.model for row in found}) == len(found)


def _dated(page: Page, number: int, model: str, shown: dict[str, str], before: dict[str, str], moment: int) -> Event:
    """An event that gives the day from which a model's price holds, or is gone, whether or not anything changed."""
    old = rate(model, before[model]) if model in before else None
    new = rate(model, shown[model]) if model in shown else None
    made = event(f"{page.id}-{number}-{model}", old, new or rate(model), day(number), page)
    return replace(made, new=new, effective_from=day(moment))
