"""The fonts of the machine into one for Chinese and Latin text; where none has Chinese, the one that Pillow brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

CANDIDATES: tuple[tuple[str, str, int], ...] = (
    (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        2,
    ),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", 2),
    (
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
        2,
    ),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/STHeiti Light.ttc", "/System/Library/Fonts/STHeiti Medium.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/msyhbd.ttc", 0),
)
"""(regular, bold, number of the face for simplified Chinese), the best first; Debian's fonts-noto-cjk has the first."""
STAND_INS = {
    "−": "-",
    "–": "-",
    "—": "-",
    "→": "->",
    "×": "x",
    "€": "EUR ",
    "•": "-",
    "…": "...",
    "％": "%",
    "，": ", ",
}
"""What is drawn where a font lacks a sign."""
NO_SIGN = "\uffff"


@dataclass(frozen=True, slots=True)
class Face:
    """A family of fonts by their files; the empty one is Pillow's own."""

    regular: str = ""
    bold: str = ""
    number: int = 0

    @property
    def has_chinese(self) -> bool:
        return bool(self.regular)

    def font(self, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
        """At a size in pixels. The layout is the plain one: signs stand in the order in which they are stored."""
        return _font(self.bold if bold else self.regular, self.number, size)


@cache
def face() -> Face:
    """The machine's best; looked for once."""
    return best_of(CANDIDATES)


def best_of(candidates: Iterable[tuple[str, str, int]]) -> Face:
    """The first whose files are there."""
    for regular, bold, number in candidates:
        if Path(regular).is_file():
            return Face(regular, bold if Path(bold).is_file() else regular, number)
    return Face()


@lru_cache(maxsize=8_192)
def drawable(text: str, used: Face) -> str:
    """The text with stand-ins for signs that the font lacks; what has none is left out."""
    return "".join(sign if _has(sign, used) else STAND_INS.get(sign, "") for sign in text)


@lru_cache(maxsize=8_192)
def _has(sign: str, used: Face) -> bool:
    font = used.font(24)
    return sign == " " or bytes(font.getmask(sign)) != bytes(font.getmask(NO_SIGN))


@lru_cache(maxsize=64)
def _font(file: str, number: int, size: int) -> ImageFont.FreeTypeFont:
    if file:
        return ImageFont.truetype(file, size, number, layout_engine=ImageFont.Layout.BASIC)
    own = ImageFont.load_default(size)
    if not isinstance(own, ImageFont.FreeTypeFont):
        raise RuntimeError(
            "Pillow: FreeType was expected: a build without it was found; reinstall pillow from its wheel"
        )
    return own
