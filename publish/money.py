"""A `Decimal` price, its currency and its unit into words: "$0.60 per 1M tokens", "0.0005 元/千 tokens".

A price is never rounded. Zeros at the end go, but a dollar price with cents keeps two places: $5, $0.60, $0.0000145.
Yuan are written as Chinese pages write them, without filling zeros: ¥0.8.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Literal

from pipeline.types import MILLION, Rate, State
from publish.plain import plain

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")

SIGNS = {
    "USD": "$",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "JPY": "JP¥",
    "KRW": "₩",
    "INR": "₹",
    "HKD": "HK$",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "C$",
}
NAMES_ZH = {
    "USD": "美元",
    "CNY": "元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
    "KRW": "韩元",
    "INR": "卢比",
    "HKD": "港元",
    "SGD": "新加坡元",
    "AUD": "澳元",
    "CAD": "加元",
}
WITH_CENTS = frozenset(SIGNS) - {"CNY", "JPY", "KRW"}

AMOUNTS: dict[Lang, dict[Decimal, str]] = {
    "en": {Decimal(1_000): "1K", MILLION: "1M", Decimal(1_000_000_000): "1B"},
    "zh": {
        Decimal(1_000): "千",
        Decimal(10_000): "万",
        MILLION: "百万",
        Decimal(100_000_000): "亿",
        Decimal(1_000_000_000): "十亿",
    },
}

TOKENS = frozenset({"token", "image_token"})
SHORTENED = TOKENS | {"character"}
"""Units of which English pages write 1K and 1M; of anything else they write 1,000."""

# unit: one in English, many in English, Chinese
UNITS: dict[str, tuple[str, str, str]] = {
    "token": ("token", "tokens", "tokens"),
    "character": ("character", "characters", "字符"),
    "byte": ("byte", "bytes", "字节"),
    "word": ("word", "words", "词"),
    "request": ("request", "requests", "次"),
    "query": ("query", "queries", "次查询"),
    "search": ("search", "searches", "次搜索"),
    "session": ("session", "sessions", "次会话"),
    "session_hour": ("session hour", "session hours", "会话小时"),
    "image": ("image", "images", "张"),
    "image_token": ("image token", "image tokens", "图片 tokens"),
    "pixel": ("pixel", "pixels", "像素"),
    "megapixel": ("megapixel", "megapixels", "百万像素"),
    "frame": ("frame", "frames", "帧"),
    "video": ("video", "videos", "个视频"),
    "song": ("song", "songs", "首"),
    "voice": ("voice", "voices", "个音色"),
    "page": ("page", "pages", "页"),
    "document": ("document", "documents", "篇"),
    "item": ("item", "items", "个"),
    "model": ("model", "models", "个模型"),
    "step": ("step", "steps", "步"),
    "container": ("container", "containers", "个容器"),
    "compute_unit": ("compute unit", "compute units", "算力单元"),
    "second": ("second", "seconds", "秒"),
    "minute": ("minute", "minutes", "分钟"),
    "hour": ("hour", "hours", "小时"),
    "day": ("day", "days", "天"),
    "week": ("week", "weeks", "周"),
    "month": ("month", "months", "月"),
    "year": ("year", "years", "年"),
    "seat": ("seat", "seats", "席位"),
    "user": ("user", "users", "用户"),
    "credit": ("credit", "credits", "点"),
    "gpu": ("GPU", "GPUs", "GPU"),
    "gpu_hour": ("GPU hour", "GPU hours", "GPU·小时"),
    "mb": ("MB", "MB", "MB"),
    "gb": ("GB", "GB", "GB"),
    "tb": ("TB", "TB", "TB"),
    "rpm": ("RPM", "RPM", "RPM"),
    "tpm": ("TPM", "TPM", "TPM"),
}

STATES: dict[State, dict[Lang, str]] = {
    State.PRICED: {"en": "priced", "zh": "有标价"},
    State.FREE: {"en": "free", "zh": "免费"},
    State.CONTACT_SALES: {"en": "contact sales", "zh": "商务咨询"},
    State.BUNDLED: {"en": "included elsewhere", "zh": "包含在其他计费中"},
    State.CONSOLE_ONLY: {"en": "shown in the console only", "zh": "仅在控制台显示"},
    State.UNKNOWN: {"en": "not stated", "zh": "未说明"},
}

_EXACT = Context(prec=60)


def digits(value: Decimal, currency: str | None = None) -> str:
    """`value` with all its places and grouped thousands: 0.60 (USD), 0.0000145, 12,000, 0.8 (CNY)."""
    written = f"{value.normalize(_EXACT):,f}"
    whole, point, places = written.partition(".")
    if point and len(places) == 1 and currency in WITH_CENTS:
        places += "0"
    return f"{whole}.{places}" if point else whole


def money(value: Decimal, currency: str | None, lang: Lang) -> str:
    """`$0.60` and `0.60 美元`; a currency without a sign is named by its code: `3 ZCU`."""
    amount = digits(value, currency)
    if currency is None:
        return amount
    if lang == "zh":
        return f"{amount} {NAMES_ZH.get(currency, plain(currency, 12))}"
    sign = SIGNS.get(currency)
    return f"{amount} {plain(currency, 12)}" if sign is None else f"-{sign}{amount[1:]}" if value < 0 else sign + amount


def per_words(per: Decimal, unit: str, lang: Lang) -> str:
    """`1M tokens`, `image`, `100 images`; in Chinese `百万 tokens`, `张`, `100 张`."""
    one, many, zh = _unit(unit)
    if per == 1:
        return (zh if zh != "tokens" else "token") if lang == "zh" else one
    short = AMOUNTS[lang] if lang == "zh" or unit in SHORTENED or unit.split("_")[0] == "token" else {}
    amount = short.get(per, digits(per))
    if lang == "en":
        return f"{amount} {many}"
    touching = not amount[-1].isdigit() and not zh[0].isascii()
    return f"{amount}{'' if touching else ' '}{zh}"


def price(rate: Rate, lang: Lang) -> str:
    """A rate in words: `$0.60 per 1M tokens`, `0.0005 元/千 tokens`, or its state: `free`, `商务咨询`."""
    rate = readable(rate)
    if rate.state is not State.PRICED or rate.unit_price is None:
        return STATES[rate.state if rate.state is not State.PRICED else State.UNKNOWN][lang]
    return _with_unit(money(rate.unit_price, rate.currency, lang), rate, lang)


def listed(rate: Rate) -> Rate:
    """The rate at its list price, without the promotion that may stand in for it."""
    return rate if rate.list_price is None else replace(rate, unit_price=rate.list_price, list_price=None)


def span(old: Rate, new: Rate, lang: Lang) -> str:
    """Both prices, their unit named once: `$0.66 → $0.60 per 1M tokens`, `0.66 → 0.60 美元/百万 tokens`."""
    old, new = _in_one_unit(readable(old), readable(new))
    if not (_has_price(old) and _has_price(new)) or (old.per, old.unit) != (new.per, new.unit):
        return f"{price(old, lang)} → {price(new, lang)}"
    once = lang == "zh" and old.currency == new.currency
    before = digits(_amount(old), old.currency) if once else money(_amount(old), old.currency, lang)
    return f"{before} → {_with_unit(money(_amount(new), new.currency, lang), new, lang)}"


def size(percent: Decimal, lang: Lang) -> str:
    """How large a move is, without its sign: `9 %`, `97.5 %`; in Chinese `9%`.

    Whole where that is true to a tenth, else with one place; with as many as it takes to be neither 0 nor 100.
    """
    amount = abs(percent)
    for places in range(8):
        shown = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _EXACT)
        near = places > 0 or abs(shown - amount) < Decimal("0.1")
        if near and (shown == amount or shown not in (0, 100)):
            break
    return f"{digits(shown)}{' ' if lang == 'en' else ''}%"


def readable(rate: Rate) -> Rate:
    """A price for one token, as interfaces state it, as the same price for 1,000,000; any other rate as it is."""
    if rate.unit not in TOKENS or rate.per != 1 or rate.unit_price is None:
        return rate
    return _rescaled(rate, MILLION)


def _has_price(rate: Rate) -> bool:
    return rate.state is State.PRICED and rate.unit_price is not None


def _amount(rate: Rate) -> Decimal:
    if rate.unit_price is None:
        raise ValueError(f"{rate.model} {rate.meter}: a price was expected: {rate.state} found")
    return rate.unit_price


def _in_one_unit(old: Rate, new: Rate) -> tuple[Rate, Rate]:
    if old.unit == new.unit and old.per != new.per:
        per = max(old.per, new.per)
        return _rescaled(old, per), _rescaled(new, per)
    return old, new


def _rescaled(rate: Rate, per: Decimal) -> Rate:
    """The same price for `per` units; unchanged where that would not come out exactly."""
    factor = per / rate.per
    if factor * rate.per != per:
        return rate
    unit_price = None if rate.unit_price is None else _EXACT.multiply(rate.unit_price, factor)
    list_price = None if rate.list_price is None else _EXACT.multiply(rate.list_price, factor)
    return replace(rate, unit_price=unit_price, list_price=list_price, per=per)


def _with_unit(amount: str, rate: Rate, lang: Lang) -> str:
    unit = per_words(rate.per, rate.unit, lang)
    return f"{amount}/{unit}" if lang == "zh" else f"{amount} per {unit}"


def _unit(unit: str) -> tuple[str, str, str]:
    """A unit made of two is a price for both: `gb_day` is `GB per day`, `GB·天`. An unknown one is spelled as it is."""
    if unit in UNITS:
        return UNITS[unit]
    head, _, tail = unit.rpartition("_")
    if head in UNITS and tail in UNITS:
        (one, many, zh), (per_one, _, per_zh) = UNITS[head], UNITS[tail]
        return f"{one} per {per_one}", f"{many} per {per_one}", f"{zh}·{per_zh.removeprefix('个')}"
    spelled = plain(unit.replace("_", " "), 40) or "unit"
    return spelled, spelled, spelled
