"""A workload as text: one form, whatever order it was given in, and a bad part named."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.query_text import BadBasket
from pipeline.week import printed_week, share, week_of
from pipeline.workload import NAMES, Every, Thinking, Workload, parse_workload

AT = datetime(2026, 11, 24, tzinfo=UTC)
clock = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
spans = st.builds("{}{}-{}".format, st.sampled_from(["", "weekdays:", "weekends:"]), clock, clock).filter(
    lambda text: text[-5:] != text[-11:-6]
)
names = st.text(st.characters(exclude_categories=["C"], exclude_characters=","), min_size=1, max_size=40).filter(
    str.strip
)
shares = st.integers(0, 500_000).map(lambda n: Decimal(n) / 10_000)
workloads = st.builds(
    Workload,
    models=st.frozensets(names, max_size=4),
    vendors=st.frozensets(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True), max_size=3),
    regions=st.frozensets(names, max_size=3),
    currency=st.sampled_from([None, "USD", "CNY", "ZCU"]),
    input=st.integers(0, 10**15),
    output=st.integers(0, 10**15),
    every=st.sampled_from(Every),
    cached=shares,
    written=shares,
    batch=shares,
    requests=st.integers(0, 10**12),
    context=st.integers(0, 10**8),
    thinking=st.sampled_from([None, *Thinking]),
    hours=st.frozensets(spans, max_size=3),
    peak=st.frozensets(spans, max_size=3),
    zone=st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
)


@given(workloads)
def test_a_workload_survives_being_written(workload: Workload) -> None:
    assert parse_workload(str(workload)) == workload
    assert str(parse_workload(f"?{workload}")) == str(workload)


@given(workloads, st.randoms(use_true_random=False))
def test_the_order_of_its_parts_does_not_matter(workload: Workload, random: object) -> None:
    pairs = workload.pairs()
    assert str(parse_workload(reversed(pairs))) == str(workload)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("300000000", 300_000_000),
        ("300M", 300_000_000),
        ("1.5b", 1_500_000_000),
        ("3亿", 300_000_000),
        ("50万", 500_000),
    ],
)
def test_a_number_of_tokens_is_written_as_people_write_it(text: str, tokens: int) -> None:
    assert parse_workload([("input", text)]).input == tokens


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("input=-1", "input"),
        ("input=1.5", "input"),
        ("input=9e9", "input"),
        ("output=1&output=2", "output"),
        ("cached=101", "cached"),
        ("cached=60&written=60", "cached and written"),
        ("every=year", "every"),
        ("thinking=maybe", "thinking"),
        ("hours=25-26", "hours"),
        ("hours=09:00-09:00", "hours"),
        ("peak=mondays:09:00-12:00", "peak"),
        ("zone=Mars/Olympus", "zone"),
        ("zone=../../etc/passwd", "zone"),
        ("currency=$", "currency"),
        ("vendor=a/b", "vendor"),
        ("model=%00", "model"),
        ("quality=5", "a parameter is unknown"),
        ("model=" + ",".join(map(str, range(30))), "model"),
    ],
)
def test_a_part_that_cannot_be_is_named(query: str, part: str) -> None:
    with pytest.raises(BadBasket) as refused:
        parse_workload(query)
    assert refused.value.part == part


def test_an_empty_part_says_nothing() -> None:
    assert parse_workload("&".join(f"{name}=" for name in NAMES)) == Workload()
    assert str(Workload()) == ""


def test_the_clocks_of_two_zones_are_laid_over_each_other() -> None:
    shanghai = week_of(["09:00-18:00"], "Asia/Shanghai", AT)
    assert shanghai == week_of(["01:00-10:00"], "UTC", AT)
    assert shanghai == printed_week("09:00-18:00 UTC+8", "UTC", AT)


def test_a_span_past_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    night = week_of(["weekdays:22:00-02:00"], "UTC", AT)
    saturday = week_of(["weekends:00:00-02:00"], "UTC", AT)
    assert (night & saturday).bit_count() == 120
    assert share(saturday, night) == Fraction(2, 20)


def test_clocks_go_as_they_do_at_the_time() -> None:
    summer = datetime(2026, 7, 1, tzinfo=UTC)
    assert week_of(["09:00-10:00"], "America/New_York", summer) == week_of(["13:00-14:00"], "UTC", AT)
    assert week_of(["09:00-10:00"], "America/New_York", AT) == week_of(["14:00-15:00"], "UTC", AT)


def test_the_manual_names_every_part_and_its_example_is_one() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "workload.md").read_text("utf-8")
    (example,) = re.findall(r"^    (\S+=\S+)$", manual, re.MULTILINE)
    assert str(parse_workload(example))
    rows = "".join(re.findall(r"^\| (`[^|]+) \|", manual, re.MULTILINE))
    assert set(re.findall(r"`(\w+)`", rows)) == set(NAMES)
