"""Turns what a page says of how fast and how much one may call into limits: RPM, TPM, QPS, concurrency, per level."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Final

from pipeline.blocks.types import Block, Card, Sentence, Table
from pipeline.names import clean_name, model_id
from pipeline.quantities import COUNT, SCALE, count
from pipeline.records import matrix, model_around, records, tier_around
from pipeline.types import Limit, Terms

_ABBREVIATED: Final = {
    "RPM": "rpm", "QPM": "rpm", "RPH": "rph", "RPD": "rpd", "QPD": "rpd", "RPS": "qps", "QPS": "qps", "TPM": "tpm",
    "TPD": "tpd", "TPS": "tps", "IPM": "ipm", "IPD": "ipd", "ASH": "ash", "ASD": "asd", "ITPM": "itpm", "OTPM": "otpm",
}  # fmt: skip
_SPELT: Final = {
    ("request", "second"): "qps", ("request", "minute"): "rpm", ("request", "hour"): "rph", ("request", "day"): "rpd",
    ("token", "second"): "tps", ("token", "minute"): "tpm", ("token", "day"): "tpd", ("token", "month"): "tpmonth",
    ("request", "month"): "rpmonth", ("image", "minute"): "ipm", ("image", "day"): "ipd",
}  # fmt: skip
_THINGS: Final = {
    "requests": "request", "request": "request", "calls": "request", "queries": "request", "次请求": "request",
    "次": "request", "tokens": "token", "token": "token", "images": "image", "image": "image", "张": "image",
}  # fmt: skip
_TIMES: Final = {
    "second": "second", "sec": "second", "s": "second", "秒": "second", "minute": "minute", "min": "minute",
    "分钟": "minute", "分": "minute", "hour": "hour", "小时": "hour", "day": "day", "天": "day", "日": "day",
    "month": "month", "月": "month",
}  # fmt: skip
_THING: Final = "|".join(sorted(map(re.escape, _THINGS), key=len, reverse=True))
_TIME: Final = "|".join(sorted(map(re.escape, _TIMES), key=len, reverse=True))
_NAMES: Final = "|".join(_ABBREVIATED)
_AMOUNT: Final = rf"(?P<n>{COUNT})\s?(?P<s>{SCALE})?"
_IS: Final = r"\s?(?:limit|限制|上限)?\s?"
_PHRASES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<name>{_NAMES})\b{_IS}(?:[:：=≤]|<=|为|不超过)?\s?{_AMOUNT}(?![\d.]|\s?(?:{_NAMES})\b)",
        rf"(?<![\d.]){_AMOUNT}\s?(?P<name>{_NAMES})\b",
        rf"(?<![\d.]){_AMOUNT}\s?个?(?P<thing>{_THING})\s?(?:per|/|a|an|每)\s?(?P<time>{_TIME})(?![a-z])",
        r"每(?P<time>秒|分钟|小时|天|日|月)钟?(?:最多|不超过|限)?(?:的?(?:请求|调用)(?:次数|数)?)?(?:上限)?(?:不超过|最多|为|[:：≤])?"
        rf"\s?{_AMOUNT}\s?个?(?P<thing>次|tokens?)",
        rf"(?P<busy>并发(?:数|量|请求数)?|concurrency){_IS}(?:[:：=≤]|为|不超过)\s?{_AMOUNT}(?![\d.])",
        rf"(?<![\d.]){_AMOUNT}\s?(?P<busy>concurrent (?:requests|calls|connections)|个?并发(?:请求|连接)?)",
    )
)
_SIGNS: Final[dict[str, list[str]]] = tomllib.loads(files("pipeline").joinpath("limits.toml").read_text("utf-8"))
_LABELS: Final = [
    *((metric, re.compile("|".join(signs), re.I)) for metric, signs in _SIGNS.items()),
    *((metric, re.compile(rf"(?:.*[（(\s])?{name}(?:[)）\s].*)?", re.I)) for name, metric in _ABBREVIATED.items()),
]
_LIMITING: Final = re.compile(
    r"rate.?limit|limited to|limit of|limits?\b.{0,30}\bto\b|maximum of|限流|限速|限制|上限|不超过|最多|至多|触发",
    re.I,
)
_COUNT_CELL: Final = re.compile(
    rf"(?:最大|最多|up to|≤|<=)?\s?{_AMOUNT}\s?(?P<unit>[a-z/]{{1,8}}|次|个|tokens?)?", re.I
)
_MONEY: Final = re.compile(r"[$¥￥€£]|元|USD|CNY", re.I)
_NOTE: Final = re.compile(r"\s?\[\d{1,2}\]$|[*†]+$")
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 600


def read_limits(blocks: Sequence[Block]) -> tuple[Limit, ...]:
    """The limits that tables, cards and sentences print; where a page contradicts itself on one, it is left out."""
    found: dict[tuple[str | None, str, Terms], Limit | None] = {}
    for limit in _limits(blocks):
        key = (limit.model, limit.metric, limit.terms)
        known = found.setdefault(key, limit)
        if known is not None and known.amount != limit.amount:
            found[key] = None
    return tuple(limit for limit in found.values() if limit is not None)


def _limits(blocks: Sequence[Block]) -> Iterator[Limit]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _of_table(block)
        elif isinstance(block, Sentence):
            yield from _of_sentence(block)
        elif isinstance(block, Card):
            yield from _of_card(block)


@lru_cache(maxsize=4096)
def metric_of(label: str) -> str | None:
    """The metric that a header names: "RPM", "每分钟请求数", "Concurrency limit"; "limits" for a column of phrases."""
    text = _NOTE.sub("", label.split("\n")[0].strip())
    if len(text) > 60 or _MONEY.search(text):
        return None
    return next((metric for metric, sign in _LABELS if sign.fullmatch(text)), None)


def _of_table(table: Table) -> Iterator[Limit]:
    around, tier = model_around(table.under), tier_around(table.under)
    found = records(table, lambda label: metric_of(label) is not None)
    for record in found:
        if record.model is not None and model_id(record.model) is None and not _nameable(record.model):
            continue
        terms = record.terms if dict(record.terms).get("tier") else tuple(sorted((*record.terms, *tier)))
        for cell in record.cells:
            metric = metric_of(cell.label)
            for name, amount in _of_cell(metric, cell.text) if metric else ():
                yield Limit(name, amount, record.model or around, terms, cell.text.strip(), cell.locator)
    for record in () if found or not table.rows else matrix(table):
        (cell,) = record.cells
        for name, amount in _of_cell(metric_of(cell.label) or "limits", cell.text):
            yield Limit(name, amount, record.model, record.terms, cell.text.strip(), cell.locator)


def _nameable(text: str) -> bool:
    """Whether a first cell may be the name of a model that we do not know: one word with a letter, not a sentence."""
    return (
        1 < len(text) <= 60
        and " " not in text.strip()
        and any(letter.isascii() and letter.isalpha() for letter in text)
    )


def _of_cell(metric: str, text: str) -> Iterator[tuple[str, Decimal]]:
    if _MONEY.search(text) or len(text) > _LONGEST:
        return
    found = _COUNT_CELL.fullmatch(_NOTE.sub("", text.strip()))
    if metric == "limits" or found is None:
        yield from ((name, amount) for name, amount in _phrases(text) if metric in (name, "limits"))
    elif _unit_fits(metric, found["unit"]):
        yield metric, count(found["n"], found["s"])


def _unit_fits(metric: str, unit: str | None) -> bool:
    """Whether a word after the number may stand under that header: "500 RPM" under RPM, "3 ms" under nothing."""
    if unit is None:
        return True
    word = unit.lower()
    if word.upper() in _ABBREVIATED:
        return _ABBREVIATED[word.upper()] == metric
    return (
        word in {"token", "tokens"}
        if metric in ("context", "max_output") or metric.startswith("t")
        else word in {"次", "个"}
    )


def _of_sentence(sentence: Sentence) -> Iterator[Limit]:
    text = sentence.text
    if not _DIGIT.search(text) or len(text) > _LONGEST or not _LIMITING.search(text) or _MONEY.search(text):
        return
    model = model_around(sentence.under)
    yield from (Limit(name, amount, model, (), text.strip(), sentence.locator) for name, amount in _phrases(text))


def _of_card(card: Card) -> Iterator[Limit]:
    model = clean_name(card.title) if model_id(card.title) else None
    for number, (label, value) in enumerate(card.pairs, start=1):
        metric = metric_of(label)
        for name, amount in _of_cell(metric, value) if metric and model else ():
            yield Limit(name, amount, model, (), value.strip(), f"{card.locator}, value {number}")


def _phrases(text: str) -> list[tuple[str, Decimal]]:
    """Each limit that a text states, once: "RPM 1200; TPM 1,000,000" → rpm 1200, tpm 1000000."""
    found: dict[int, tuple[str, Decimal]] = {}
    for pattern in _PHRASES:
        for match in pattern.finditer(text):
            metric = _metric(match)
            if metric is not None and match.start("n") not in found:
                found[match.start("n")] = (metric, count(match["n"], match["s"]))
    return [found[position] for position in sorted(found)]


def _metric(match: re.Match[str]) -> str | None:
    said = match.groupdict()
    if said.get("name"):
        return _ABBREVIATED[said["name"].upper()]
    if said.get("busy"):
        return "concurrency"
    return _SPELT.get((_THINGS[said["thing"].lower()], _TIMES[said["time"].lower()]))
