"""An event in words into the picture that chats show beside a link: 1200 × 630, PNG."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

from publish.money import Lang
from publish.pictures.fonts import Face, drawable
from publish.pictures.lettering import one_line, set_text
from publish.pictures.steps import Steps, draw_steps

DRAWING = 1
"""Number of the drawing: another look is another picture."""
WIDTH, HEIGHT = 1200, 630
MARGIN = 70
MOST_ROWS = 3
PAPER, INK, SOFT, LINE, BRAND = "#f7f5f0", "#1c1f1e", "#565e5b", "#dedbd0", "#0f5f57"
TONES = {"better": ("#0a6340", "#e2f1e8"), "worse": ("#a02e21", "#f9e6e2"), "plain": ("#465064", "#e9ecf1")}


@dataclass(frozen=True, slots=True)
class CardRow:
    """One price before and now."""

    what: str
    before: str
    now: str
    size: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that is on the picture; nothing else decides its bytes but the machine's fonts."""

    lang: Lang
    tone: str
    """better, worse or plain."""
    kind: str
    title: str
    rows: tuple[CardRow, ...]
    foot: str
    """Vendor and date."""
    steps: Steps | None = None

    @property
    def key(self) -> str:
        """Of the content, 16 hex digits."""
        return sha256(f"card {DRAWING} {self!r}".encode()).hexdigest()[:16]


def card_png(card: Card, used: Face) -> bytes:
    """The same bytes for the same content and font."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    tone, tint = TONES[card.tone]
    draw.rectangle((0, 0, 18, HEIGHT), fill=tone)
    _head(draw, card, used, tone, tint)
    bottom = _title(draw, card, used)
    _rows(draw, card, used, tone, bottom + 22)
    if card.steps is not None and len(card.rows) <= 1:
        box = (WIDTH - MARGIN - 330, 400, WIDTH - MARGIN, 500)
        draw.line([(box[0], box[3] + 2), (box[2], box[3] + 2)], fill=LINE, width=2)
        x, y = draw_steps(draw, card.steps, box, tone, 5)
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=tone)
    foot = used.font(28)
    draw.line([(MARGIN, HEIGHT - 96), (WIDTH - MARGIN, HEIGHT - 96)], fill=LINE, width=2)
    text = one_line(card.foot, foot, used, WIDTH - 2 * MARGIN)
    draw.text((MARGIN, HEIGHT - 56), text, SOFT, foot, anchor="lm")
    return png(image)


def png(image: Image.Image) -> bytes:
    """Without a date or any other word of the machine in it."""
    written = BytesIO()
    image.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _head(draw: ImageDraw.ImageDraw, card: Card, used: Face, tone: str, tint: str) -> None:
    name = used.font(40, bold=True)
    draw.text((MARGIN, 76), "Pricewire", INK, name, anchor="lm")
    end = MARGIN + name.getlength("Pricewire")
    draw.ellipse((end + 8, 80, end + 22, 94), fill=BRAND)
    badge = used.font(28, bold=True)
    words = one_line(card.kind, badge, used, 500)
    left = WIDTH - MARGIN - badge.getlength(words) - 36
    draw.rounded_rectangle((left, 50, WIDTH - MARGIN, 102), 12, fill=tint)
    draw.text((left + 18, 76), words, tone, badge, anchor="lm")


def _title(draw: ImageDraw.ImageDraw, card: Card, used: Face) -> int:
    """Gives the height at which it ends."""
    said = set_text(
        card.title, used, (54, 48, 42, 36, 30), WIDTH - 2 * MARGIN, 226 if len(card.rows) < 2 else 140, bold=True
    )
    for number, line in enumerate(said.lines):
        draw.text((MARGIN, 140 + number * said.leading), line, INK, said.font, anchor="la")
    return 140 + len(said.lines) * said.leading


def _rows(draw: ImageDraw.ImageDraw, card: Card, used: Face, tone: str, top: int) -> None:
    if len(card.rows) > 1:
        for number, row in enumerate(card.rows[:MOST_ROWS]):
            _small_row(draw, row, used, tone, top + 24 + number * 60)
        return
    for row in card.rows:
        _large_row(draw, row, used, tone, max(top + 30, 400), WIDTH - 2 * MARGIN - (370 if card.steps else 0))


def _large_row(draw: ImageDraw.ImageDraw, row: CardRow, used: Face, tone: str, y: int, width: int) -> None:
    soft, strong, badge = used.font(34), used.font(44, bold=True), used.font(44, bold=True)
    draw.text((MARGIN, y), one_line(row.before, soft, used, width), SOFT, soft, anchor="lm")
    size = drawable(row.size, used)
    room = width - 60 - (badge.getlength(size) + 24 if size else 0)
    now = one_line(row.now, strong, used, round(room))
    _arrow(draw, MARGIN, y + 64, tone)
    draw.text((MARGIN + 60, y + 64), now, INK, strong, anchor="lm")
    if size:
        draw.text((MARGIN + 60 + strong.getlength(now) + 24, y + 64), size, tone, badge, anchor="lm")


def _small_row(draw: ImageDraw.ImageDraw, row: CardRow, used: Face, tone: str, y: int) -> None:
    soft, strong = used.font(28), used.font(30, bold=True)
    draw.text((MARGIN, y), one_line(row.what, soft, used, 340), SOFT, soft, anchor="lm")
    before = one_line(row.before, soft, used, 290)
    draw.text((MARGIN + 360, y), before, SOFT, soft, anchor="lm")
    at = round(MARGIN + 360 + soft.getlength(before) + 16)
    _arrow(draw, at, y, tone)
    size = drawable(row.size, used)
    room = WIDTH - MARGIN - at - 56 - strong.getlength(size) - 20
    draw.text((at + 56, y), one_line(row.now, strong, used, round(room)), INK, strong, anchor="lm")
    draw.text((WIDTH - MARGIN, y), size, tone, strong, anchor="rm")


def _arrow(draw: ImageDraw.ImageDraw, x: int, y: int, colour: str) -> None:
    """Drawn, for not every font has one."""
    draw.line([(x, y), (x + 36, y)], fill=colour, width=5)
    draw.polygon([(x + 28, y - 11), (x + 44, y), (x + 28, y + 11)], fill=colour)
