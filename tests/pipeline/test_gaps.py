from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.aftermath import gap_events
from pipeline.gaps import Offer, gaps, one_each, subject
from tests.pipeline.sheets import rate

NOW = datetime(2024, 5, 23, tzinfo=UTC)


def offer(vendor: str, price: str, **more: object) -> Offer:
    said = replace(rate("GPT-4o", price, **more), model_id="openai/gpt-4o")
    return Offer(vendor, f"{vendor}/pricing", said, NOW - timedelta(hours=1), "a" * 64)


def test_a_reseller_under_the_list_price_is_a_gap_of_sixty_percent() -> None:
    (gap,) = gaps([offer("deepbricks", "2")], [offer("openai", "5")], {}, NOW)
    (event,) = gap_events([gap], NOW, "https://deepbricks.example/pricing")
    assert (gap.percent, event.percent, event.detail["gap"]) == (Decimal("60.0"), Decimal("-60.0"), "60.0")
    assert (event.old and event.old.unit_price, event.new and event.new.unit_price) == (Decimal(5), Decimal(2))


def test_a_stale_side_says_nothing() -> None:
    old = replace(offer("openai", "5"), seen_at=NOW - timedelta(days=3))
    assert gaps([offer("deepbricks", "2")], [old], {}, NOW) == []
    assert (
        gaps([replace(offer("deepbricks", "2"), seen_at=NOW - timedelta(days=3))], [offer("openai", "5")], {}, NOW)
        == []
    )


def test_a_gap_is_told_again_only_when_it_moves_or_closes() -> None:
    reseller = offer("deepbricks", "2")
    last = {subject(reseller): Decimal(60)}
    assert gaps([reseller], [offer("openai", "5")], last, NOW) == []
    assert gaps([offer("deepbricks", "2.10")], [offer("openai", "5")], last, NOW) == []
    (moved,) = gaps([offer("deepbricks", "4")], [offer("openai", "5")], last, NOW)
    assert (moved.percent, moved.before) == (Decimal("20.0"), Decimal(60))
    (closed,) = gaps([offer("deepbricks", "5")], [offer("openai", "5")], last, NOW)
    assert closed.percent == 0


def test_only_like_is_compared_with_like() -> None:
    reseller = offer("deepbricks", "2")
    assert gaps([reseller], [offer("openai", "36", currency="CNY")], {}, NOW) == []
    assert gaps([reseller], [offer("openai", "5", terms={"service_class": "batch"})], {}, NOW) == []
    assert gaps([reseller], [offer("openai", "5", meter="output")], {}, NOW) == []


def test_a_reseller_s_promotion_is_a_gap_and_never_the_maker_s_price() -> None:
    promoted = offer("deepbricks", "2", list_price=Decimal(4))
    (gap,) = gaps([promoted], [offer("openai", "5")], {}, NOW)
    assert gap.percent == Decimal("60.0")
    assert gap.maker.rate.unit_price == Decimal(5)


def test_of_several_pages_of_a_vendor_the_one_seen_last_counts() -> None:
    older = replace(offer("openai", "10"), page="openai/other", seen_at=NOW - timedelta(hours=9))
    assert [one.rate.unit_price for one in one_each([older, offer("openai", "5")])] == [Decimal(5)]


def test_a_gap_says_of_which_price_it_is_and_never_that_a_closed_one_is_of_nothing() -> None:
    def told(price: str, last: Decimal | None = None) -> tuple[str, str]:
        reseller = offer("deepbricks", price)
        known = {subject(reseller): last} if last else {}
        (gap,) = gaps([reseller], [offer("openai", "5")], known, NOW)
        (event,) = gap_events([gap], NOW, "https://deepbricks.example/pricing")
        return event.rule, event.reason

    whose = "openai's list price of the same model, meter and terms"
    assert told("2") == ("gap_opened", f"The gap opened: 60.0 % under {whose}.")
    assert told("4", Decimal(60)) == ("gap_moved", f"The gap moved: from 60 % to 20.0 % under {whose}.")
    for price in ("4.9", "5", "6"):
        closed = f"The gap closed: 60 % under {whose} before, now less than 5 % or none."
        assert told(price, Decimal(60)) == ("gap_closed", closed)
