"""The history of the price that an event moved into a small chart: 640 × 260, PNG."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageDraw

from publish.money import Lang, money
from publish.pictures.card import BRAND, INK, LINE, PAPER, SOFT, png
from publish.pictures.fonts import Face, drawable
from publish.pictures.lettering import one_line
from publish.pictures.steps import Box, Steps, draw_steps

DRAWING = 1
WIDTH, HEIGHT = 640, 260


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is on the picture."""

    lang: Lang
    title: str
    unit: str
    days: tuple[str, str]
    """Of the first step and the last."""
    steps: Steps

    @property
    def key(self) -> str:
        """Of the content, 16 hex digits."""
        return sha256(f"chart {DRAWING} {self!r}".encode()).hexdigest()[:16]


def chart_png(chart: Chart, used: Face) -> bytes:
    """The same bytes for the same content and font."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    heading, small = used.font(20, bold=True), used.font(16)
    draw.text((24, 28), one_line(chart.title, heading, used, WIDTH - 48), INK, heading, anchor="lm")
    draw.text((24, 54), one_line(chart.unit, small, used, WIDTH - 48), SOFT, small, anchor="lm")
    top, nothing = (drawable(text, used) for text in _scale(chart))
    left = round(24 + max(small.getlength(top), small.getlength(nothing)) + 12)
    box: Box = (left, 86, WIDTH - 24, HEIGHT - 44)
    for y, words in ((box[1], top), (box[3], nothing)):
        draw.line([(box[0], y), (box[2], y)], fill=LINE, width=1)
        draw.text((box[0] - 10, y), words, SOFT, small, anchor="rm")
    x, y = draw_steps(draw, chart.steps, box, BRAND, 3)
    draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=BRAND)
    _days(draw, chart, used, box, x)
    return png(image)


def _days(draw: ImageDraw.ImageDraw, chart: Chart, used: Face, box: Box, last: int) -> None:
    """Of the first step and the last, where they do not run into each other."""
    small = used.font(16)
    first, final = (drawable(day, used) for day in chart.days)
    right = min(WIDTH - 24.0, last + small.getlength(final) / 2)
    draw.text((right, HEIGHT - 22), final, SOFT, small, anchor="rm")
    if box[0] + small.getlength(first) + 16 < right - small.getlength(final):
        draw.text((box[0], HEIGHT - 22), first, SOFT, small, anchor="lm")


def _scale(chart: Chart) -> tuple[str, str]:
    return money(chart.steps.top, chart.steps.currency, chart.lang), "0"
