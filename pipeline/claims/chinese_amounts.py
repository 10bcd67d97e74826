"""A clause → the amounts that it says of a price: old and new, how much less, for which meter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.claims.chinese_clauses import Clause
from pipeline.claims.chinese_cues import Told
from pipeline.claims.printed import Figure

_BEFORE_OLD: Final = re.compile(
    r"(?:从(?!而)|由(?!此|于)|自(?!身|有|己|家|研|动|营)|原价(?:为|是|格为)?|原先|原有|原来|原本|此前|之前|原(?=每|为|售|定|月|年|\d|$)|旧价|官方价)[^，。；至到为只仅降涨售]{0,14}$"
)
_BEFORE_NEW: Final = re.compile(
    r"[^\d，。；、]{0,16}?(?:→|->|=>|➜|⇒|(?:上调|下调|提高|降低|调整|涨|升|提|降|调|减|变|改)[至到为])"
)
"""What stands behind the old of two figures."""
_OF_THE_OLD: Final = re.compile(r"(?:原价|原来|原有价格|原价格|此前|之前|标准价格?)的(?:约|近)?$")
_POSTFIXED: Final = re.compile("的?(?:输入|输出|缓存)")
_AND: Final = ("、", "和", "及")
_OPENED: Final = re.compile(r"[^（()）]{0,8}[（(]")
_CONVERTED: Final = re.compile(r"[/或，]?(?:约|折合|约合|合|相当于|人民币|美元)*")
"""Between a price and the same in another currency: "399 卢比约合人民币 33 元"."""
_BRACKETED: Final = re.compile(r"[（(]([^（()）]{2,12})[）)]")
"""What stands in brackets right behind a price: "0.2 元（缓存命中）"."""
_RANGE: Final = re.compile(r"\s*(?:[/每]\S{1,4})?\s*(?:至|到|~|～|-|–|—)\s*")
_METERS: Final = (
    (
        "cache_read",
        re.compile(
            "(?<!未命中)缓存(?!未命中|写入?|创建)|命中(?<!未命中)|cachehit|cachedinput|(?:^|[^a-z])cache(?!miss)"
        ),
    ),
    ("cache_write", re.compile("缓存(?:写入?|创建)")),
    ("input_output", re.compile(r"输入(?:和|与|及|、)?输出(?:均|都|价格均|统一|同价)")),
    ("output", re.compile("输出(?!长度|的)|补全|output")),
    ("input", re.compile("输入(?!长度|的|≤|<)|未命中|提示|input|cachemiss")),
)
_METER_LIST: Final = re.compile("缓存命中|缓存读取|缓存|输入|输出")
_METER_OF: Final = {
    "输入": "input",
    "输出": "output",
    "缓存": "cache_read",
    "缓存命中": "cache_read",
    "缓存读取": "cache_read",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """What is said of one price."""

    new: Figure | None = None
    old: Figure | None = None
    percent: Figure | None = None
    ratio: Figure | None = None
    free: bool = False
    against: str = ""
    meter: str | None = None
    rises: bool = False
    """The new figure is above the old one."""

    @property
    def price(self) -> Figure | None:
        """What tells the currency and the unit."""
        return next((each for each in (self.new, self.old) if each and each.kind != "ratio"), None)

    @property
    def bare(self) -> bool:
        """No figure is said."""
        return not (self.new or self.old or self.percent or self.ratio or self.free)


def amounts(takes: str, told: Told, clause: Clause) -> list[Amount]:
    """The amounts that a rule takes from a clause; empty where the figures it needs are not printed."""
    return TAKES[takes](told, clause)


def _nothing(told: Told, clause: Clause) -> list[Amount]:
    return [Amount()]


def _free(told: Told, clause: Clause) -> list[Amount]:
    old = next(iter(clause.printed("money")), None)
    cached = "cache_read" if re.match("缓存", clause.dense) else None
    return [Amount(free=True, old=old, meter=cached or ("input_output" if old else None))]


def _given(told: Told, clause: Clause) -> list[Amount]:
    """Something for nothing, whatever it is worth."""
    return [Amount(free=True)]


def _market(told: Told, clause: Clause) -> list[Amount]:
    percent = next(iter(clause.printed("percent")), None)
    ratio = None if percent else next(iter(clause.printed("ratio")), None)
    return [Amount(percent=percent, ratio=ratio, against="market")]


def _counts(told: Told, clause: Clause) -> list[Amount]:
    """How many calls or tokens it was and is."""
    figures = [figure for figure in clause.printed("count") if _counted(clause, figure)]
    old, new = _old_and_new(told, clause, figures)
    after = [figure for figure in new if old and figure.start > old[0].start]
    if after:
        return [Amount(new=after[0], old=old[0])]
    ratio = next((figure for figure in clause.printed("ratio")), None)
    percent = next(iter(clause.printed("percent")), None)
    return [Amount(new=new[0] if len(new) == 1 and _reached(clause, new[0]) else None, percent=percent, ratio=ratio)]


def _counted(clause: Clause, figure: Figure) -> bool:
    after = _dense(clause, figure.end, clause.end)[:6]
    return not re.match(r"[月日号年时:：]|点(?![数下上降升增减调至到]|$)", after) and not re.search(
        r"[月年:：\-–]$", _dense(clause, clause.start, figure.start)
    )


def _reached(clause: Clause, figure: Figure) -> bool:
    return re.search("[至到为](?:了|每[天日月周人])?$", _dense(clause, clause.start, figure.start)) is not None


def _change(told: Told, clause: Clause) -> list[Amount]:
    """Old and new prices; else how much it fell or rose; else that it did."""
    old, new = _old_and_new(told, clause, clause.printed("money"))
    if len(new) == 1 and not old and "现价" in clause.dense and (before := _old_before(told, clause)):
        old = [before]
    percent = next((figure for figure in clause.printed("percent")), None)
    if percent and not new and _OF_THE_OLD.search(_dense(clause, clause.start, percent.start)):
        left = replace(percent, kind="ratio", value=percent.value / 100)
        return [Amount(ratio=left, meter=_meter_said(clause))]
    if new:
        meters = _meters(told, clause, new)
        olds = _olds(old, meters)
        return [
            Amount(
                new=now, old=before, percent=percent if len(new) == 1 else None, meter=meter, rises=_rises(before, now)
            )
            for now, before, meter in zip(new, olds, meters, strict=True)
        ]
    if percent is None and (folds := _folds(told, clause)):
        return folds
    if not old and len(each := clause.printed("percent")) > 1 and "分别" in clause.dense:
        return [
            Amount(percent=figure, meter=meter) for figure, meter in zip(each, _meters(told, clause, each), strict=True)
        ]
    return [Amount(old=old[0] if old else None, percent=percent, meter=_meter_said(clause))]


def _olds(old: Sequence[Figure], meters: Sequence[str | None]) -> Sequence[Figure | None]:
    """The old price of each new one: as many as those are; or the one of all, "由 12 元下调至输入 2 元、输出 10 元"."""
    if len(old) == len(meters):
        return old
    split = len(old) == 1 and None not in meters and len(set(meters)) == len(meters)
    return [old[0] if old and (split or at == 0) else None for at in range(len(meters))]


def _old_to_new(told: Told, clause: Clause) -> list[Amount]:
    """The changes whose old and new figure are both printed: nothing else tells the direction."""
    found = _change(told, clause)
    if not found or not found[0].old:
        return []
    return [amount for amount in found if amount.new or amount.ratio]


def _folds(told: Told, clause: Clause) -> list[Amount]:
    """ "由 7 折调整为 8 折": a ratio and the one before it."""
    old, new = _old_and_new(told, clause, clause.printed("ratio"))
    new = new or [figure for figure in old if figure.unit != "折"]
    if not new:
        return []
    before = old[0] if old and old[0] is not new[0] else None
    if "倍率" in clause.dense and new[0].unit == "倍":
        return [Amount(new=_in_credits(new[0]), old=_in_credits(before), rises=_rises(before, new[0]))]
    return [Amount(ratio=new[0], old=before, meter=_meter_said(clause), rises=_rises(before, new[0]))]


def _in_credits(figure: Figure | None) -> Figure | None:
    """So many requests that one call counts for: "倍率上调至 15 倍" is no price times fifteen."""
    return replace(figure, kind="money", currency="CREDIT", unit="", unit_printed="") if figure else None


def _rises(old: Figure | None, new: Figure) -> bool:
    return old is not None and new.value > old.value


def _promotion(told: Told, clause: Clause) -> list[Amount]:
    found = _change(told, clause)
    if all(amount.bare for amount in found) and clause.printed("free"):
        return [Amount(free=True)]
    return found


def _prices(told: Told, clause: Clause) -> list[Amount]:
    """Every price that is printed; of "39 至 659 元四档" the lowest."""
    old_ones, new = _old_and_new(told, clause, clause.printed("money"))
    if not new and clause.dense.startswith("原价") and told.says(clause, "in:sentence:plan_new"):
        new = old_ones
    kept = [figure for at, figure in enumerate(new) if at == 0 or not _ranged(clause, new[at - 1], figure)]
    old = _old_before(told, clause) if len(kept) == 1 else None
    meters = _meters(told, clause, kept)
    return [Amount(new=figure, old=old, meter=meter) for figure, meter in zip(kept, meters, strict=True)]


def _old_before(told: Told, clause: Clause) -> Figure | None:
    """The price that the clauses before it in the sentence say was: "从每月 200 元的套餐，改为每月 20 元"."""
    for before in reversed([each for each in told.sentence(clause) if each.start < clause.start]):
        old, new = _old_and_new(told, before, before.printed("money"))
        if old and not new:
            return old[-1]
    return None


def _ranged(clause: Clause, one: Figure, two: Figure) -> bool:
    between = _dense(clause, one.end, two.start)
    return _RANGE.fullmatch(between) is not None


def _token_prices(told: Told, clause: Clause) -> list[Amount]:
    """The prices per token, image, second or call."""
    found = _prices(told, clause)
    metered = any(told.says(clause, cue) for cue in ("in:sentence:per_unit", "in:sentence:meter"))
    return [amount for amount in found if amount.new and (amount.new.unit or metered)]


TAKES: Final[Mapping[str, Callable[[Told, Clause], list[Amount]]]] = {
    "nothing": _nothing,
    "free": _free,
    "given": _given,
    "market": _market,
    "amounts": _counts,
    "change": _change,
    "old and new": _old_to_new,
    "promotion": _promotion,
    "prices": _prices,
    "token prices": _token_prices,
}


def _old_and_new(told: Told, clause: Clause, figures: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """The figures that were, and those that are; a unit printed once holds for both."""
    old: list[Figure] = []
    new: list[Figure] = []
    at = clause.start
    figures = [
        figure for at_, figure in enumerate(figures) if at_ == 0 or not _restated(clause, figures[at_ - 1], figure)
    ]
    for figure in figures:
        before = _dense(clause, at, figure.start)
        listed = old and old[-1].end == at and before in _AND
        was = listed or _BEFORE_OLD.search(before) or _BEFORE_NEW.match(_dense(clause, figure.end, clause.end))
        (old if was else new).append(figure)
        at = figure.end
    unit = next((figure for figure in figures if figure.unit), None) or _unit_before(told, clause)
    unit = unit or _compared_with(told, clause)
    if unit is not None:
        old, new = ([_with_unit(figure, unit) for figure in each] for each in (old, new))
    return old, new


def _restated(clause: Clause, figure: Figure, again: Figure) -> bool:
    """Whether a price in brackets is the one before them in another unit or currency: "1 美元（约 7 元）"."""
    between = _dense(clause, figure.end, again.start)
    if not figure.kind == again.kind == "money":
        return False
    if figure.currency != again.currency:
        return _OPENED.match(between) is not None or _CONVERTED.fullmatch(between) is not None
    return _OPENED.match(between) is not None and figure.value / figure.per == again.value / again.per


def _unit_before(told: Told, clause: Clause) -> Figure | None:
    """The last price per token before the clause: "输入 1 元/百万 tokens，输出 4 元"."""
    listed = told.says(clause, "@model") or told.says(clause, "tier_of_length") or _METER_LIST.search(clause.dense)
    if not listed:
        return None
    here = [each for part in told.sentence(clause) if part.start < clause.start for each in part.printed("money")]
    before = here or [each for part in told.listed_before(clause) for each in part.printed("money")]
    per_token = [each for each in before if each.unit == "token"]
    return per_token[-1] if per_token else None


def _compared_with(told: Told, clause: Clause) -> Figure | None:
    """The official price per token that the sentence prints before another seller's, where it prints only one."""
    official = _official_before(told, clause)
    found = official.printed("money") if official else ()
    return found[0] if len(found) == 1 and found[0].unit == "token" else None


def _official_before(told: Told, clause: Clause) -> Clause | None:
    before = [each for each in told.sentence(clause) if each.start < clause.start and each.printed("money")]
    return before[-1] if before and told.says(before[-1], "official") else None


def _with_unit(figure: Figure, unit: Figure) -> Figure:
    if figure.unit or figure.kind != "money":
        return figure
    return replace(figure, per=unit.per, unit=unit.unit, unit_printed=unit.unit_printed)


def _meters(told: Told, clause: Clause, figures: Sequence[Figure]) -> list[str | None]:
    """The meter of each figure: listed before them, printed beside each, or on the line above."""
    if not figures:
        return []
    listed = [_METER_OF[word] for word in _METER_LIST.findall(_dense(clause, clause.start, figures[0].start))]
    if len(figures) > 1 and len(listed) == len(figures):
        return list(listed)
    bracketed = [_bracketed_meter(clause, figure) for figure in figures]
    if all(bracketed):
        return bracketed
    postfixed = not _meter(_dense(clause, clause.start, figures[0].start)) and _POSTFIXED.match(
        _dense(clause, figures[0].end, clause.end)
    )
    found, at = [], clause.start
    for number, figure in enumerate(figures):
        until = figures[number + 1].start if number + 1 < len(figures) else clause.end
        behind = _dense(clause, figure.end, until)
        before = None if postfixed else _meter(_dense(clause, at, figure.start))
        meter = before or _meter(behind if number + 1 == len(figures) else behind[:4])
        found.append(meter)
        at = figure.end
    if found == [None, None] and (_in_and_out(told, clause) or _paired(clause, figures)):
        return ["input", "output"]
    if found == [None]:
        official = _official_before(told, clause)
        return [_meter_said(official) if official else _meter_above(told, clause)]
    return found


def _bracketed_meter(clause: Clause, figure: Figure) -> str | None:
    match = _BRACKETED.match(_dense(clause, figure.end, clause.end))
    return _meter(match[1]) if match else None


def _paired(clause: Clause, figures: Sequence[Figure]) -> bool:
    """Whether two prices per token are printed as one: "3/15 美元"."""
    return figures[1].unit == "token" and _dense(clause, figures[0].end, figures[1].start) in ("/", "美元/", "元/")


def _in_and_out(told: Told, clause: Clause) -> bool:
    """Whether the sentence, or the one before, has told that of two prices one is for input and one for output."""
    parts = (*told.listed_before(clause), *told.sentence(clause))
    before = "".join(each.dense for each in parts if each.start < clause.start)
    return "输入" in before and "输出" in before


def _meter(text: str) -> str | None:
    return next((meter for meter, pattern in _METERS if pattern.search(text)), None)


def _meter_said(clause: Clause) -> str | None:
    return _meter(clause.dense)


def _meter_above(told: Told, clause: Clause) -> str | None:
    """The meter before its colon, "百万 tokens 输出：", or of the nearest clauses that are nothing but a meter."""
    for before in reversed(told.clauses[max(0, clause.number - 6) : clause.number]):
        heads = before.colon and before.sentence == clause.sentence and clause.number == before.number + 1
        if (heads or len(before.dense) <= 8) and (meter := _meter(before.dense)):
            return meter
    return None


def _dense(clause: Clause, start: int, end: int) -> str:
    """The dense text between two places of the passage."""
    return "".join(char for char, place in zip(clause.dense, clause.places, strict=True) if start <= place < end)
