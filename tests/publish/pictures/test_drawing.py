"""What is drawn: the same content gives the same bytes, text fits its room, and nothing in it can play tricks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from publish.pictures.card import HEIGHT, INK, MARGIN, PAPER, SOFT, TONES, WIDTH, Card, CardRow, card_png
from publish.pictures.chart import Chart, chart_png
from publish.pictures.fonts import CANDIDATES, Face, best_of, drawable, face
from publish.pictures.lettering import one_line, set_text
from publish.pictures.steps import MOST_STEPS, Step, Steps, places, steps_of
from storage.answers import PriceRow
from tests.publish.events_of import AT, dollars

OWN = Face()
"""What Pillow brings: the same on every machine."""
HOURS = [AT + timedelta(hours=n) for n in range(5)]
STEPS = Steps(tuple(Step(at, Decimal(p)) for at, p in zip(HOURS, "4320", strict=False)), "USD", "token")
CARD = Card(
    "en", "better", "price cut", "Acme cuts swift output 9 %", (CardRow("output", "$2", "$1", "−50 %"),), "Acme", STEPS
)


def pixels(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        return image.convert("RGB")


def test_the_same_content_gives_the_same_bytes_and_another_gives_others() -> None:
    assert card_png(CARD, OWN) == card_png(replace(CARD), OWN)
    chart = Chart("en", "Acme swift", "USD per 1M tokens", ("1 Nov 2026", "2 Nov 2026"), STEPS)
    assert chart_png(chart, OWN) == chart_png(chart, OWN)
    for other in (replace(CARD, title="x"), replace(CARD, steps=None), replace(CARD, tone="worse")):
        assert other.key != CARD.key
        assert card_png(other, OWN) != card_png(CARD, OWN)


def test_a_picture_tells_nothing_of_the_machine() -> None:
    with Image.open(BytesIO(card_png(CARD, OWN))) as image:
        assert image.info == {}


@pytest.mark.parametrize("used", [OWN, face()])
@pytest.mark.parametrize("title", ["word " * 100, "x" * 2_000, "价格" * 500, "9 %", ""])
@pytest.mark.parametrize("rows", [1, 3])
def test_nothing_is_drawn_over_the_margin_or_over_the_foot(used: Face, title: str, rows: int) -> None:
    row = CardRow(
        "a meter with a name " * 9, "$0.0000012345678 per 1M tokens", "¥9,999,999.5 per 1M tokens" * 2, "+9,900 %"
    )
    image = pixels(card_png(Card("en", "plain", "k" * 90, title, (row,) * rows, "f" * 300), used))
    paper = Image.new("RGB", (1, 1), PAPER).getpixel((0, 0))
    right = image.crop((WIDTH - MARGIN + 2, 0, WIDTH, HEIGHT))
    over_the_foot = image.crop((20, HEIGHT - 112, WIDTH, HEIGHT - 100))
    assert [colour for _, colour in right.getcolors() or []] == [paper]
    assert [colour for _, colour in over_the_foot.getcolors() or []] == [paper]


def test_text_that_does_not_fit_gets_smaller_and_then_ends_in_dots() -> None:
    short = set_text("Acme cuts", OWN, (54, 30), 500, 140)
    smaller = set_text("Acme cuts the price of swift output again and again", OWN, (54, 30), 500, 140)
    cut = set_text("word " * 60, OWN, (54, 30), 500, 140)
    assert len(short.lines) == 1
    assert short.leading > smaller.leading
    assert cut.lines[-1].endswith("...")
    assert all(said.font.getlength(line) <= 500 for said in (short, smaller, cut) for line in said.lines)


def test_a_number_is_not_parted_from_its_percent_sign() -> None:
    for width in range(200, 500, 20):
        lines = set_text("Acme cuts swift output 9 %: $2", OWN, (40,), width, 400).lines
        assert not any(line.startswith("%") for line in lines)


def test_signs_that_a_font_lacks_are_stood_in_for_or_left_out() -> None:
    assert drawable("−9 % → €5 \u202e价😀", OWN) == "-9 % -> EUR 5 "
    assert one_line("a" * 5_000, OWN.font(20), OWN, 100).endswith("...")


def test_the_machines_font_is_the_first_that_is_there(tmp_path: object) -> None:
    assert best_of([("/nowhere/a.ttc", "/nowhere/b.ttc", 2)]) == Face()
    assert not Face().has_chinese
    found = best_of(CANDIDATES)
    assert found == face()
    if found.has_chinese:
        assert drawable("价格 swift", found) == "价格 swift"


def test_text_is_drawn_in_the_order_in_which_it_is_stored() -> None:
    """Marks that turn the direction of text have no glyph, and letters are laid out one after another."""
    assert drawable("abc\u202edef\u2066g", OWN) == "abcdefg"


def rows_at(*prices: str) -> list[PriceRow]:
    rates = [dollars(price) for price in prices]
    return [
        PriceRow(
            "deepseek", "deepseek/pricing", one.model, None, None, one.meter, one.terms, one.state, one.unit_price,
            None, one.currency, one.per, one.unit, "", "", "0" * 64, AT + timedelta(hours=n), None, AT, None,
        )
        for n, one in enumerate(rates)
    ]  # fmt: skip


def test_steps_are_those_of_the_very_rate_up_to_the_event() -> None:
    rows = rows_at("4", "3", "3", "2", "1")
    found = steps_of(rows, dollars("2"), "deepseek/pricing", AT + timedelta(hours=3))
    assert found is not None
    assert [step.price for step in found.steps] == [4, 3, 2]
    assert steps_of(rows, dollars("2", "input"), "deepseek/pricing", AT + timedelta(hours=3)) is None
    assert steps_of(rows, dollars("2"), "other/page", AT + timedelta(hours=3)) is None
    assert steps_of(rows[:1], dollars("4"), "deepseek/pricing", AT) is None


def test_only_the_latest_steps_are_drawn() -> None:
    rows = rows_at(*(str(1 + n % 7) for n in range(500)))
    found = steps_of(rows, dollars("2"), "deepseek/pricing", AT + timedelta(days=90))
    assert found is not None
    assert len(found.steps) == MOST_STEPS
    assert found.steps[-1].at == rows[-1].valid_from


def test_a_step_stands_where_its_time_and_its_price_are() -> None:
    found = places(STEPS.steps, STEPS.top, (0, 0, 100, 40))
    assert found == [(0, 0), (28, 10), (56, 20), (84, 40)]


@pytest.mark.parametrize("colour", [INK, SOFT, *(tone for tone, _ in TONES.values())])
def test_words_stand_out_from_their_ground(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize(("tone", "tint"), TONES.values())
def test_a_badge_can_be_read(tone: str, tint: str) -> None:
    assert contrast(tone, tint) >= 4.5


def contrast(one: str, other: str) -> float:
    """By WCAG 2.1."""
    bright = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright[0] + 0.05) / (bright[1] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
