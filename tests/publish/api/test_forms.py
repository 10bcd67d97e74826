"""A list is JSON, CSV or Parquet, as the client asks; no cell is a formula, and no number is rounded."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow.parquet as parquet
import pytest

from pipeline.types import EventKind
from publish.api.columns import Kind
from publish.api.forms import Form, form_for
from publish.api.problems import Refused
from publish.api.table import cell
from tests.publish.api.counter import ACME, Counter, dollars, moved
from tests.storage.desk import sheet


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", Form.JSON),
        ("*/*", Form.JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Form.JSON),
        ("text/csv", Form.CSV),
        ("text/*", Form.CSV),
        ("application/vnd.apache.parquet", Form.PARQUET),
        ("application/json;q=0.5, text/csv", Form.CSV),
        ("application/json, text/csv", Form.JSON),
        ("text/csv;q=0, */*;q=0.1", Form.JSON),
        ("text/csv;q=x, application/*", Form.JSON),
        ("TEXT/CSV; charset=utf-8", Form.CSV),
    ],
)
def test_the_accept_header_decides(accept: str, form: Form) -> None:
    assert form_for(None, accept) is form


def test_a_form_that_nobody_can_make_is_refused() -> None:
    with pytest.raises(Refused, match="406"):
        form_for(None, "image/png")


def test_a_form_asked_for_by_name_counts_before_the_header() -> None:
    assert form_for(Form.CSV, "application/json") is Form.CSV


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", " =", "\u200b=", "＝", "＋", "－", "＠"])
def test_no_text_is_a_formula(begin: str) -> None:
    written = cell(Kind.TEXT, f'{begin}cmd|" /C calc"!A0')
    assert written.startswith("'")
    assert written.endswith('cmd|" /C calc"!A0')


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (Kind.NUMBER, Decimal("-9.10"), "-9.10"),
        (Kind.NUMBER, Decimal("1E+3"), "1000"),
        (Kind.MOMENT, datetime(2024, 5, 5, tzinfo=UTC), "2024-05-05T00:00:00.000000Z"),
        (Kind.FLAG, False, "false"),
        (Kind.WHOLE, -3, "-3"),
        (Kind.JSON, {"context": "<=32K"}, '{"context":"<=32K"}'),
        (Kind.TEXT, None, ""),
        (Kind.TEXT, "一\u202e二\n三", "一二 三"),
    ],
)
def test_other_values_stand_as_they_are(kind: Kind, value: object, written: str) -> None:
    assert cell(kind, value) == written


@pytest.fixture
def odd(counter: Counter) -> Counter:
    """A model with a name for a spreadsheet."""
    pair = [dollars("=HYPERLINK(1)", price, terms=(("context", "<=32K"),)) for price in ("0.30", "0.15")]
    counter.at(ACME).sees(1, sheet(pair[0]))
    counter.at(ACME).sees(5, sheet(pair[1]), moved("odd", *pair, 5))
    return counter


def test_csv_has_the_names_of_the_json(odd: Counter) -> None:
    (row,) = odd.tables("/events")
    assert (row["id"], row["old_unit_price"], row["new_unit_price"], row["percent"]) == ("odd", "0.30", "0.15", "-50.0")
    assert (row["model"], row["terms"]) == ("'=HYPERLINK(1)", '{"context":"<=32K"}')
    assert row["evidence_url"] == "https://acme.example/pricing"


def test_an_empty_table_has_its_header(counter: Counter) -> None:
    got = counter.asks("/claims", Accept="text/csv")
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert got.text.startswith("id,article,title,")
    assert got.text.count("\r\n") == 1


def test_parquet_loses_nothing(odd: Counter) -> None:
    got = odd.asks("/prices", Accept="application/vnd.apache.parquet")
    assert got.headers["Content-Type"] == "application/vnd.apache.parquet"
    (row,) = parquet.read_table(io.BytesIO(got.body)).to_pylist()
    assert (row["model"], row["unit_price"], row["valid_to"]) == ("=HYPERLINK(1)", "0.15", None)
    assert row["valid_from"] == datetime(2024, 5, 5, tzinfo=UTC)


def test_an_empty_parquet_has_its_columns(counter: Counter) -> None:
    table = parquet.read_table(io.BytesIO(counter.asks("/events?format=parquet").body))
    assert table.num_rows == 0
    assert {"id", "kind", "old_unit_price", "observed_at"} <= set(table.column_names)


def test_a_server_without_pyarrow_says_so_and_starts_without_it(odd: Counter) -> None:
    """In a process of its own, in which pyarrow cannot be imported."""
    said = """
import sys
sys.modules["pyarrow"] = None
import publish.api.app
from publish.api.problems import Refused
from publish.api.shapes import VendorShape
from publish.api.table import parquet_table
try:
    parquet_table(VendorShape, [])
except Refused as refused:
    print(refused.status_code, refused.detail)
"""
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("406 This server writes no Parquet: install pricewire[parquet]"), done.stderr


def test_every_kind_of_event_can_be_asked_for(counter: Counter) -> None:
    for kind in EventKind:
        assert counter.lists("/events", kind=kind.value) == []
