"""Turns what a page says it gives away into allowances: free quotas, credits, daily free hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.blocks.types import Block, Sentence, Table, Under
from pipeline.endings import endings
from pipeline.quantities import COUNT, SCALE, count
from pipeline.records import model_around, records
from pipeline.types import Allowance

_UNITS: Final = {
    "token": "token", "tokens": "token", "request": "request", "requests": "request", "queries": "request",
    "searches": "request", "calls": "request", "req": "request", "reqs": "request",
    "次": "request", "rpd": "request", "hour": "hour", "hours": "hour",
    "小时": "hour", "minute": "minute", "minutes": "minute", "分钟": "minute", "second": "second", "seconds": "second",
    "秒": "second", "image": "image", "images": "image", "张": "image", "page": "page", "pages": "page", "页": "page",
    "characters": "character", "字符": "character", "字": "character", "gb": "gigabyte", "messages": "message",
    "credits": "credit", "元": "CNY",
}  # fmt: skip
_MONEY: Final = {"$": "USD", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP"}
_UNIT: Final = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_AMOUNT: Final = rf"(?P<n>{COUNT})\s?(?P<s>{SCALE})?"
_GIFT: Final = re.compile(rf"(?<![\d.,$¥￥€]){_AMOUNT}\s?个?(?P<unit>{_UNIT})(?![a-z])", re.IGNORECASE)
_SENTENCES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.,$]){_AMOUNT}\s?free\s(?:api\s)?(?P<unit>{_UNIT})\b",
        rf"(?<![\d.,$]){_AMOUNT}\s?(?P<unit>{_UNIT})\s(?:for\s)?free\b",
        rf"(?<![\d.,$]){_AMOUNT}\s?(?P<unit>RPD)\s?\(free\b",
        rf"\bfree of charge,? up to\s{_AMOUNT}\s?(?P<unit>RPD)\b",
        rf"\bfirst\s{_AMOUNT}\s?(?P<unit>{_UNIT})\b[^.;]{{0,40}}?\b(?:are|is)\sfree\b",
        rf"(?P<money>[$€£¥￥])\s?{_AMOUNT}\s(?:in |of |worth of )?free\s(?:\w{{1,12}}\s)?credits?\b",
        rf"\bfree\s(?P<money>[$€£¥￥])\s?{_AMOUNT}\s(?:\w{{1,12}}\s)?credits?\b",
        r"(?:赠送|获赠|免费送|注册即?送|免费(?:提供|获得|领取|体验|使用|调用|赠送)?|领取)"
        rf"[^。；;，,\d]{{0,12}}{_AMOUNT}\s?个?(?P<unit>{_UNIT})(?![a-z])",
        rf"(?<![\d.,$¥￥]){_AMOUNT}\s?个?(?P<unit>{_UNIT})\s?的?免费(?:额度|体验|调用|资源|使用)",
    )
)
_HEADER: Final = re.compile(
    r"(?:新人|新用户)?(?:免费|赠送|试用|体验)(?:额度|资源包?|调用量|tokens?额?度?)"
    r"|free (?:quota|credits?|allowance|usage|tier)",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"\s?[(（]?(?:注|note)\s?\d?[)）]?$|\s?\[\d{1,2}\]$|[*†]+$", re.IGNORECASE)
_BOUGHT: Final = re.compile(
    r"充值|充\d|购买|订阅|满\d|消费|最高|最多可?送|up to \$|purchas|top.?up|subscri|deposit|spend", re.IGNORECASE
)
_NEW: Final = re.compile(
    r"新用户|新人|新注册|注册|首次|开通|\bnew (?:users?|customers?|accounts?)|sign.?up", re.IGNORECASE
)
_WHO: Final = re.compile(
    r"(?:each|every|per|new|individual|enterprise)\s(?P<en>organi[sz]ation|account|user|customer|workspace|project|team)"
    r"|(?P<zh>新用户|新人|个人(?:认证)?用户|企业(?:认证)?用户|每(?:位|个)?(?:用户|账号|账户)|实名认证用户)",
    re.IGNORECASE,
)
_EVERY: Final = re.compile(
    r"(?:per|each|every|a|/)\s?(?P<en>day|week|month|mo|year)\b|\b(?P<ly>daily|weekly|monthly)\b"
    r"|每(?P<zh>天|日|周|月|年)|/\s?(?P<slash>天|日|月)",
    re.IGNORECASE,
)
_DAILY: Final = re.compile(r"\bRPD\b", re.IGNORECASE)
_EVERY_BEFORE: Final = re.compile(r"每(天|日|周|月|年)[^，,。；;\d]{0,10}$")
_PERIODS: Final = {
    "天": "day", "日": "day", "周": "week", "月": "month", "年": "year",
    "mo": "month", "daily": "day", "weekly": "week", "monthly": "month",
}  # fmt: skip
_VALID: Final = re.compile(
    r"(?:有效期|有效时间|valid(?:ity)?(?: for| period)?|expires? (?:after|in))[^\d。；;]{0,40}?"
    r"(?<!\d)(?P<n>\d{1,3})\s?(?P<u>天|日|个月|月|年|days?|months?|years?)",
    re.IGNORECASE,
)
_SPANS: Final = {"天": "days", "日": "days", "个月": "months", "月": "months", "年": "years"}
_GIVEN: Final = re.compile("免费|送|赠|领取|free", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_CLAUSES: Final = re.compile(r"[。；;！!\n]|(?<=[a-z\d)])\.\s")
_LONGEST: Final = 500


def read_allowances(blocks: Sequence[Block], at: datetime | None = None, zone: str = "") -> tuple[Allowance, ...]:
    """The allowances that tables and sentences print with their amount. `at`, `zone`: as for `dates.moments`."""
    found: dict[tuple[str | None, str, Decimal | None, str, str | None], Allowance] = {}
    for block in blocks:
        for allowance in _of_block(block, at, zone):
            key = (allowance.model, allowance.kind, allowance.amount, allowance.unit, allowance.period)
            found.setdefault(key, allowance)
    return tuple(found.values())


def _of_block(block: Block, at: datetime | None, zone: str) -> Iterator[Allowance]:
    if isinstance(block, Sentence):
        yield from _of_text(block.text, block.under, block.locator, at, zone)
    elif isinstance(block, Table):
        yield from _of_table(block, at, zone)
        for cell in (cell for row in block.rows for cell in row if not cell.spanned):
            place = f"{block.locator}, row {cell.row}, column {cell.column}"
            yield from _of_text(cell.text, block.under, place, at, zone)


@lru_cache(maxsize=4096)
def _is_header(label: str) -> bool:
    return bool(_HEADER.fullmatch(_NOTE.sub("", label.split("\n")[0].strip())))


def _of_table(table: Table, at: datetime | None, zone: str) -> Iterator[Allowance]:
    around = model_around(table.under)
    for record in records(table, _is_header):
        for cell in record.cells:
            if not _is_header(cell.label) or len(cell.text) > _LONGEST:
                continue
            gifts = _gifts(cell.text)
            if len(gifts) == 1:
                amount, unit = gifts.pop()
                said = f"{cell.label}\n{cell.text}"
                yield _allowance(
                    amount, unit, record.model or around, said, _every(said), cell.text, cell.locator, at, zone
                )


def _gifts(text: str) -> set[tuple[Decimal, str]]:
    """The amounts in a cell of a column of gifts, how long they hold left out."""
    text = _VALID.sub(" ", text)
    return {(count(gift["n"], gift["s"]), _UNITS[gift["unit"].lower()]) for gift in _GIFT.finditer(text)}


def _of_text(text: str, under: Under, locator: str, at: datetime | None, zone: str) -> Iterator[Allowance]:
    """What a sentence or a cell says is given away, once a clause; what must be bought for it is no gift."""
    if not 8 <= len(text) <= _LONGEST or not _GIVEN.search(text) or not _DIGIT.search(text):
        return
    for clause in _CLAUSES.split(text):
        match = next((match for sign in _SENTENCES if (match := sign.search(clause))), None)
        if match is None or _BOUGHT.search(clause):
            continue
        said = match.groupdict()
        unit = _MONEY[said["money"]] if said.get("money") else _UNITS[said["unit"].lower()]
        amount = count(match["n"], match["s"])
        yield _allowance(amount, unit, model_around(under), clause, _often(clause, match), text, locator, at, zone)


def _often(clause: str, match: re.Match[str]) -> str | None:
    """How often it is given, said after the gift, or right before it in Chinese; never by the price beside it."""
    if (match.groupdict().get("unit") or "").upper() == "RPD":
        return "day"
    before = _EVERY_BEFORE.search(clause[: match.start()])
    return _PERIODS[before[1]] if before else _every(clause[match.start() : match.end() + 80])


def _allowance(
    amount: Decimal,
    unit: str,
    model: str | None,
    said: str,
    every: str | None,
    printed: str,
    locator: str,
    at: datetime | None,
    zone: str,
) -> Allowance:
    ends, valid = next(iter(endings(said, at, zone)), None), _VALID.search(said)
    period = every or (
        f"{valid['n']} {_SPANS.get(valid['u'], valid['u'].lower().rstrip('s') + 's')}" if valid else None
    )
    return Allowance(
        kind=_kind(said, unit, every=every is not None, ending=ends is not None or valid is not None),
        amount=amount,
        unit=unit,
        model=model,
        period=period,
        ends=ends.at if ends else None,
        who=_who(said),
        printed=printed.strip(),
        locator=locator,
    )


def _kind(said: str, unit: str, *, every: bool, ending: bool) -> str:
    if every:
        return "recurring"
    if _NEW.search(said):
        return "new_user"
    if ending or "限时" in said:
        return "limited_time"
    return "permanent" if "永久" in said or unit == "gigabyte" else "trial_credit"


def _every(said: str) -> str | None:
    match = _EVERY.search(said)
    if match is None:
        return "day" if _DAILY.search(said) else None
    word = next(value for value in match.groupdict().values() if value)
    return _PERIODS.get(word.lower(), word.lower())


def _who(said: str) -> str | None:
    match = _WHO.search(said)
    if match is None:
        return None
    return "new user" if _NEW.fullmatch(match[0]) else (match["en"] or match["zh"]).lower()
