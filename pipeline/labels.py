"""The words over, beside or before a price (a header, a row's name, a tab, a caption) → what they say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pipeline import vocabulary as words
from pipeline.bands import bands_of
from pipeline.currencies import currency_in
from pipeline.units import Unit, unit_at, unit_of


class Words:
    """A table of `vocabulary`: the first entry whose pattern is found in a text names it.

    In ASCII, so that a Chinese character ends an English word: "Batch调用".
    """

    def __init__(self, table: Iterable[tuple[str, str]]) -> None:
        entries = tuple(table)
        self._entries = tuple((name, re.compile(pattern, re.ASCII)) for name, pattern in entries)
        self._any = re.compile("|".join(f"(?:{pattern})" for _, pattern in entries), re.ASCII)
        """Most texts say nothing: one search tells, where trying each entry would take twenty."""

    def first(self, low: str) -> str | None:
        if not self._any.search(low):
            return None
        return next((name for name, pattern in self._entries if pattern.search(low)), None)


_METERS = Words(words.METERS)
_KINDS = Words((name, pattern) for name, pattern in words.METERS if name in words.KIND_METERS)
_FAMILIES = Words(words.FAMILIES)
_CLASSES = Words(words.SERVICE_CLASSES)
_MODALITIES = Words(words.MODALITIES)
_THINKING = Words(words.THINKING)
_WINDOWS = Words(words.WINDOWS)
_BILLING = Words(words.BILLING)
_PLANS = Words(words.PLANS)
_COLUMNS = Words(words.COLUMNS)
_CACHES = Words((("explicit", r"显式|explicit"), ("implicit", r"隐式|implicit")))
_REGION = re.compile(words.REGIONS)
_TTL = re.compile(words.TTL)
_CLOCK = re.compile(r"(\d{1,2}:\d{2})\s*(?:-|–|—|~|至|到|to)\s*(?:次日)?\s*(\d{1,2}:\d{2})")
_BEIJING = re.compile(r"北京时间|beijing time|utc\s*\+\s*0?8|gmt\s*\+\s*0?8|\bcst\b")
_SIZE = re.compile(r"\d{3,4}\s?[x×*]\s?\d{3,4}(?:px)?|\d{3,4}p")
_BOUND = re.compile(
    r"(?:\bprompts\s*)?(?:<=?|>=?|≤|≥|up to|over|under|above|below|exceeding)\s*\d[\d.,]*\s*[km千万]?"
    r"\s*(?:input|prompt|输入)?\s*(?:tokens?)?"
)
"""A bound of the context names input tokens without being about their price."""
_VALIDITY = re.compile(words.VALIDITY)
_RANGE = re.compile(r"\W*\d[\d.]*\s?k?\s?(?:-|–|—|~)\s?\d[\d.]*\s?[km]\W*")
"""A range that is all there is: "32k-128k"."""
_QUOTA = re.compile(
    r"\d\s?(?:k|m|million|thousand|千|万)?\s?(?:grounded )?(?:prompts|requests|queries|calls|images|pages|次|张)\b"
)
_OUTPUT_LENGTH = re.compile(r"输出(?:长度|token)|output (?:length|tokens?)|(?:input|输入).*(?:output|输出)")
_LENGTH = re.compile(r"\b(?:(short)|long) context\b|(短)上下文|长上下文")
_PROMOTION = re.compile(words.PROMOTION_WORDS)
_PRICE = re.compile(words.PRICE_WORDS, re.ASCII)
_BANDS = re.compile(words.BANDS)
_PER = re.compile(r"/|\bper\b|\beach\b|每", re.IGNORECASE)
_PAREN = re.compile(r"\(([^()]{1,60})\)")
_OWN = re.compile(
    r"(?<![A-Za-z])(" + "|".join(sorted(map(re.escape, words.OWN_UNITS), key=len, reverse=True)) + r")\s*(?:/|per|每)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"千 ?tokens?|k ?tokens?|thousands? (?:of )?tokens?", re.IGNORECASE)
_SCALED_TOKENS = re.compile(
    r"(?:\b\d[\d,]*\s?)?(?:百万|千|万|\b(?:one )?(?:million|thousand)|[km])\s?"
    r"(?:input |output |prompt )?(?:tok|词元|输入 ?tok|输出 ?tok)",
    re.IGNORECASE,
)
_KINDS_OF_TOKENS = re.compile(r"(?:text|audio|image|video)s?\s+tok", re.IGNORECASE)
_KIND_BEFORE = re.compile(r"(?:text|audio|image|video)s?\s*$", re.IGNORECASE)
"""Around the slash of "video/image tokens", which is no "per"."""
_SPANS = ("second", "minute", "hour", "day", "gb")
_SIZE_OR_SPAN = re.compile(
    r"\d+(?:\.\d+)?\s?(?:m|min|minutes?|分钟|h|hr|hours?|小时|s|sec|seconds?|秒|d|days?|天|日|gb|g|tb|mb)"
    r"|(?!1\s?[km]$|1000\s?k$)\d+(?:\.\d+)?\s?[km](?: context| 上下文)?",
    re.IGNORECASE,
)
"""In a bracket: how long a cache lives or a video lasts, how much fits into a context; never what is counted."""
_ONE_SPAN = re.compile(r"1 ?(?:s|sec|second|min|minute|h|hr|hour|秒|分钟|小时)", re.IGNORECASE)
_CACHE = re.compile(r"cach|缓存", re.IGNORECASE)
_DURATION = re.compile(r"\(?(\d{1,3}) ?(?:s|秒|sec)\)?(?: ?(?:单价|价格|视频|videos?|prices?|clips?)|$)")
"""How long a video lasts, as the header of its price."""
_COUNTED = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("request", r"\b(?:quer(?:y|ies)|search(?:es)?|requests?|calls?|results?)\b|次|请求|调用"),
        ("image", r"\bimages?\b(?! tokens?)|张"),
        ("character", r"\bcharacters?\b|\bchars?\b|字符"),
        ("page", r"\bpages?\b|页"),
    )
)
_BY_KIND = re.compile(r"(图片|图像|image)s?[ -]?(?:token )?(输入|输出|input|output)", re.IGNORECASE)
_HAS_MODALITY = (None, "input", "output", "cache_read", "cache_write", "input_output", "video", "image", "audio")
_LONGEST_TITLE = 48
_NAME_TERMS = frozenset({"service_class", "thinking", "modality"})
"""Conditions whose words are also parts of names: swan-thinking-2, FLUX [flex]."""
_CLAUSES = re.compile(r"[\u4e00-\u9fff]{3}[,，][\u4e00-\u9fff]{2}|[\u4e00-\u9fff]{14}")
"""A Chinese sentence, or a part of one."""
_FACT = re.compile(
    r"[^:：\d]{2,24}(?:: |：)[~≤<]?\d[\d.,]* ?[A-Za-z%]{0,6}|(?:paid|free|cached?|included|unlimited)", re.IGNORECASE
)
"""Something about a model, and not its name: "Context: 32K"."""
_LIKE_ID = re.compile(r"[A-Za-z]\S*\d|\d\S*[A-Za-z]|[A-Za-z][-_][A-Za-z]|[A-Za-z] \d")
_NAME_AND_UNIT = re.compile(r"(?P<name>.*\S) ?(?:/|\bper\b|每) ?(?P<unit>[^/\d:]{1,24})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;!?]\s+\S|[。；！？]\s*\S|[.。!！:：]$")
NOT_PRICES = frozenset(
    {
        "skip",
        "ceiling",
        "limit",
        "allowance",
        "unit",
        "band",
        "region",
        "modality",
        "window",
        "resolution",
        "quality",
        "duration",
    }
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a text says of the prices it stands by; None and empty where it is silent."""

    text: str = ""
    meter: str | None = None
    unit: Unit | None = None
    currency: str | None = None
    terms: tuple[tuple[str, str], ...] = ()
    price: bool = False
    """It says "price", "cost", "单价"."""
    column: str | None = None
    """What a column under it holds: model, unit, band, region, …; see `vocabulary.COLUMNS`."""
    thousands: bool = False
    """Bare lengths under it are in thousands of tokens."""
    own_unit: str | None = None
    """The vendor's own unit of account, where it names one."""
    promotes: bool = False
    """It heads prices that stand in for others for a time."""

    @property
    def says(self) -> bool:
        """True if it says anything of a price."""
        return bool(self.meter or self.price or self.terms or self.unit)

    @property
    def is_condition(self) -> bool:
        """True if it says nothing but under which terms the prices hold: "Batch", "中国内地（北京）"."""
        return bool(self.terms) and not (self.meter or self.price or self.unit or self.column)


@lru_cache(maxsize=8192)
def label_of(text: str) -> Label:
    """What a header, tab, caption or row label says."""
    if not text or len(text) > 400:
        return Label(text)
    low = text.lower().replace("\n", " ")
    column = _COLUMNS.first(low)
    price = bool(_PRICE.search(low))
    unit = unit_in(text)
    currency = currency_in(text)
    meter = None if column in NOT_PRICES and not (price or currency) else meter_of(low)
    if column in NOT_PRICES and meter and (price or currency or (unit and column not in ("unit", "ceiling", "band"))):
        column = None
    if column in NOT_PRICES and meter is None and "\n" in text:
        lowest = label_of(text.rpartition("\n")[2])
        if lowest.meter and lowest.column is None:
            meter, column = lowest.meter, None
    own = _OWN.search(text)
    return Label(
        text,
        meter,
        unit,
        currency,
        terms_of_text(low, meter),
        price,
        column,
        bool(_THOUSANDS.search(low)),
        words.OWN_UNITS[own[1].lower()] if own else None,
        bool(_PROMOTION.search(low)),
    )


def meter_of(low: str) -> str | None:
    """What is counted, as a lower-case text names it."""
    kind = _BY_KIND.search(low)
    if kind:
        return "image_input" if kind[2] in ("输入", "input") else "image_output"
    return _METERS.first(
        _BOUND.sub(" ", low) if "<" in low or ">" in low or "≤" in low or "≥" in low or "up to" in low else low
    )


def kind_of(*texts: str) -> str | None:
    """What kind of thing is sold (embedding, video, image, audio, …), from the nearest text that tells."""
    return next((kind for kind in map(_kind, texts) if kind), None)


@lru_cache(maxsize=8192)
def _kind(text: str) -> str | None:
    low = text.lower()
    return _KINDS.first(low) or _FAMILIES.first(low)


@lru_cache(maxsize=8192)
def terms_of_text(low: str, meter: str | None = None) -> tuple[tuple[str, str], ...]:
    """The conditions that a lower-case text states, by name."""
    found: dict[str, str | None] = {
        "service_class": _CLASSES.first(low),
        "modality": _MODALITIES.first(low) if meter in _HAS_MODALITY else None,
        "thinking": _THINKING.first(low),
        "window": _WINDOWS.first(low),
        "plan": _PLANS.first(low),
        "billing": _BILLING.first(low),
        "cache": _CACHES.first(low) if meter and meter.startswith("cache") else None,
    }
    region = _REGION.search(low)
    if region:
        found["region"] = region[0]
    clock = _CLOCK.search(low)
    if clock:
        zone = "UTC+8" if _BEIJING.search(low) else "UTC" if "utc" in low or "gmt" in low else ""
        found["window"] = f"{clock[1]}-{clock[2]} {zone}".strip()
    days = _VALIDITY.search(low)
    if days:
        found["valid"] = days[0]
    size = _SIZE.fullmatch(low.strip(" ()"))
    if size:
        found["resolution"] = size[0]
    if length_of := _DURATION.match(low):
        found["duration"] = f"{length_of[1]}s"
    if meter == "cache_write":
        ttl = _TTL.search(low)
        found["ttl"] = (f"{ttl[1]}m" if ttl[1] else f"{ttl[2]}h") if ttl else None
    if length := _LENGTH.search(low):
        found["context"] = "short" if length[1] or length[2] else "long"
    if (_BANDS.search(low) or re.search(r"[<>≤≥]", low) or _RANGE.fullmatch(low)) and not _QUOTA.search(low):
        context, output = bands_of(low)
        if meter == "output" and not _OUTPUT_LENGTH.search(low):
            context, output = context or output, ""  # the prompt's length decides on both prices
        found["context"], found["output_length"] = context or found.get("context"), output
    return tuple((name, value) for name, value in found.items() if value)


def unit_in(text: str) -> Unit | None:
    """The unit that a text names in parentheses, after a slash, "per" or 每, or by itself."""
    within = [
        unit
        for match in _PAREN.finditer(text)
        if (unit := unit_of(match[1])) and "credit" not in unit.name and not _is_size(match[1].strip(), text)
    ]
    if within and "_" in within[0].name:
        return within[0]
    for match in _PER.finditer(text):
        at = match.end()
        while at < len(text) and text[at] == " ":
            at += 1
        found = unit_at(text, at)
        if found and not (
            match[0] == "/" and _KINDS_OF_TOKENS.match(text, at) and _KIND_BEFORE.search(text, 0, match.start())
        ):
            return _of_what(found[0], text[at : found[1]], text)
    if within:
        return within[0]
    scaled = _SCALED_TOKENS.search(text)
    found = unit_at(text, scaled.start()) if scaled else unit_at(text.strip())
    if not scaled and found and found[0].name in _SPANS:
        return None
    return found[0] if found and found[0].per > 1 and _is_round(found[0].per) else None


def _is_size(within: str, text: str) -> bool:
    """True for a size or a span in a bracket, but for the one minute that a price is of."""
    if unit_of(within) and _ONE_SPAN.fullmatch(within) and _PRICE.search(text.lower()) and not _CACHE.search(text):
        return False
    return _SIZE_OR_SPAN.fullmatch(within) is not None


def _of_what(unit: Unit, printed: str, text: str) -> Unit:
    """A bare "1K" counts tokens, unless the text speaks of something else that is counted: "Search queries ($/1K)"."""
    if unit.name == "token" and "ok" not in printed.lower() and "词" not in printed:
        for name, pattern in _COUNTED:
            if pattern.search(text.lower()):
                return Unit(unit.per, name)
    return unit


def _is_round(per: Decimal) -> bool:
    """Prices are quoted for 1,000 or a million, never for 131,072."""
    return str(per.normalize().as_tuple().digits) == "(1,)"


def is_title(text: str) -> bool:
    """True for a short line that is no sentence."""
    return len(text) <= _LONGEST_TITLE and not _SENTENCE_END.search(text)


def can_be_name(text: str) -> bool:
    """True for a short text that says nothing else: no meter, no term, no price word.

    A kind of thing may be part of a name that looks like one otherwise: text-embedding-3, Seedream 4 Image.
    """
    label = label_of(text)
    if len(text) > 72 or _SENTENCE_END.search(text) or not any(char.isalpha() for char in text):
        return False
    if _CLAUSES.search(text) or _FACT.fullmatch(text):
        return False
    if label.price or label.unit or label.column in ("skip", "limit", "allowance", "name", "category", "ceiling"):
        return False
    if label.column == "model" and not _LIKE_ID.search(text):
        return False
    if _LIKE_ID.search(text) and label.meter in (None, *words.KIND_METERS):
        return {name for name, _ in label.terms} <= _NAME_TERMS
    return not label.meter and not label.terms


def name_and_unit(text: str) -> tuple[str, str] | None:
    """("swan-video 2", "second") of "swan-video 2 / second": a name, and what it is sold by."""
    ends = _NAME_AND_UNIT.fullmatch(text)
    if not ends or unit_of(ends["unit"]) is None or not _LIKE_ID.search(ends["name"]) or not can_be_name(ends["name"]):
        return None
    return ends["name"], ends["unit"]
