"""What goes into a column comes out of it the same, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import StatementError

from pipeline.types import Allowance, Health, Limit, Notice, Promotion, Sheet, State, terms_of
from storage.engine import Store
from storage.packing import pack_sheet, terms_of_text, terms_text, unpack_sheet
from storage.tables import leases, rates
from tests.storage.desk import Desk, day, rate

SHANGHAI = timezone(timedelta(hours=8))


def test_a_time_comes_back_in_utc(store: Store) -> None:
    until = datetime(2024, 5, 21, 10, 0, 0, 123456, tzinfo=SHANGHAI)
    with store.write() as c:
        c.execute(insert(leases), {"name": "n", "holder": "h", "until": until})
    with store.read() as c:
        kept = c.scalar(select(leases.c.until))
    assert kept == until
    assert kept is not None and kept.tzinfo is UTC


def test_a_time_without_its_zone_is_refused(store: Store) -> None:
    naive = datetime(2024, 5, 21)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without its zone"), store.write() as c:
        c.execute(insert(leases), {"name": "n", "holder": "h", "until": naive})


def test_a_sheet_that_holds_a_time_without_its_zone_is_refused() -> None:
    naive = datetime(2024, 5, 21)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without its zone"):
        pack_sheet(Sheet(notices=(Notice("from May 21", naive),)))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(
        st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        min_size=2,
        max_size=5,
        unique=True,
    )
)
def test_times_sort_in_the_database_as_they_do_in_time(store: Store, moments: list[datetime]) -> None:
    with store.write() as c:
        c.execute(delete(leases))
        c.execute(insert(leases), [{"name": str(n), "holder": "h", "until": at} for n, at in enumerate(moments)])
    with store.read() as c:
        assert list(c.scalars(select(leases.c.until).order_by(leases.c.until))) == sorted(moments)


@pytest.mark.parametrize("price", ["0.30", "0", "0.000000000000000001", "1E+3", "123456789012345678901234567890.10"])
def test_a_price_keeps_every_digit_it_was_printed_with(desk: Desk, price: str) -> None:
    desk.sees(1, Sheet(rates=(rate("small", price, per=Decimal("1E+6"), list_price=Decimal("0.60")),)))
    (row,) = desk.prices(1, 1)
    assert row.unit_price is not None
    assert row.unit_price.as_tuple() == Decimal(price).as_tuple()
    assert (str(row.per), str(row.list_price)) == ("1E+6", "0.60")


def test_a_rate_without_a_number_has_none(desk: Desk) -> None:
    desk.sees(1, Sheet(rates=(rate("large", None, state=State.CONTACT_SALES, currency=None),)))
    (row,) = desk.prices(1, 1)
    assert (row.state, row.unit_price, row.per_million, row.currency) == (State.CONTACT_SALES, None, None, None)


def test_a_character_that_postgresql_cannot_keep_does_not_stop_a_page(desk: Desk) -> None:
    desk.sees(1, Sheet(rates=(rate("sm\0all", printed="$0.30\0", locator="row\0"),)))
    assert [row.printed for row in desk.prices(1, 1)] == ["$0.30\N{REPLACEMENT CHARACTER}"]


def test_a_believed_sheet_comes_back_whole(desk: Desk) -> None:
    shown = Sheet(
        health=Health.OK,
        rates=(rate("文心", "0.004", terms=terms_of({"context": "<=32K", "region": "cn"}), per=Decimal(1000)),),
        allowances=(Allowance("trial_credit", Decimal("1E+6"), "token", ends=day(30), who="new users"),),
        limits=(Limit("rpm", Decimal(60), "文心"),),
        promotions=(
            Promotion("m", "input", (), Decimal("0.1"), None, "CNY", Decimal(1000), "token", day(9), "5月9日", True),
        ),
        notices=(Notice("降价", day(3), "line 7"),),
        refused=("¥?", "table 2"),
        lang="zh",
    )
    desk.sees(1, shown)
    gathered = desk.gathers()
    assert gathered.believed is not None
    assert gathered.believed.sheet == shown
    assert gathered.believed.fetched_at == day(1)
    assert pack_sheet(unpack_sheet(pack_sheet(shown))) == pack_sheet(shown)


def test_equal_terms_give_equal_text_whatever_their_order() -> None:
    assert terms_text((("b", "2"), ("a", "1"))) == terms_text((("a", "1"), ("b", "2")))
    assert terms_of_text(terms_text((("上下文", "≤32K"),))) == (("上下文", "≤32K"),)


def test_per_million_is_kept_beside_the_price_as_printed(desk: Desk) -> None:
    desk.sees(1, Sheet(rates=(rate("small", "0.004", per=Decimal(1000), currency="CNY"),)))
    with desk.store.read() as c:
        assert c.scalar(select(rates.c.per_million)) == Decimal(4)
    assert desk.prices(1, 1)[0].per_million == Decimal(4)
