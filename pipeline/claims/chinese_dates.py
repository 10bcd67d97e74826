"""A claim and the clause that makes it → the claim with the day it holds from and the day it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from pipeline.claims.chinese_clauses import Clause
from pipeline.claims.chinese_cues import Told
from pipeline.claims.passage import Passage
from pipeline.dates import Moment, moments
from pipeline.types import Claim

_BEIJING: Final = timezone(timedelta(hours=8))
_LIST: Final = 12
"""Lines of a list behind a colon."""
_UNTIL: Final = re.compile(r"(?:截至|截止|至|到|延长至|延期至|直到|直至|持续到)\s*(?:北京时间)?\s*$")
_ENDS_AFTER: Final = re.compile(r"\s*(?:之?前|截止|止|结束|到期)")
_HOURS: Final = r"(?:几|数|半|\d{1,2}|[一二两三四五六七八九十]{1,2})个?多?(?:小时|钟头)"
_SAME_DAY: Final = re.compile(
    rf"当天|当日|同日|同天|同一天|随后|随即|紧接着|{_HOURS}[之以]?(?:后|内)|(?:隔|过|不到)了?{_HOURS}|不到半天"
    r"|^(?:上午|中午|下午|晚间?|傍晚|深夜)"
)
"""It is the day that was named before."""
_DAY: Final = re.compile(r"(?<![\d.])\d{1,2}\s?月\s?\d{1,2}\s?[日号]")
_HOLDS_FROM: Final = re.compile(
    r"\s*(?:[^，。；]{0,6}?(?:[时点]|凌晨)\s*)?(?:[（(][^（()）]{1,12}[)）]\s*)?(?:正式)?(?:起(?!至)|开始|生效|执行|实施)"
)
_FROM_A_MONTH: Final = re.compile(
    r"(?:自|从|将?于)?\s?(?:(?P<year>20\d\d)\s?年\s?)?(?<![\d.])(?P<month>1[0-2]|[1-9])\s?月\s?(?:份\s?)?(?:起|开始)"
)
"""A month without a day: "自 5 月起"."""
_DETAILS: Final = re.compile("^(?:其中|具体|调整后|在新|新价格|按照?新)")
"""How a sentence begins that tells more of what the one before announced."""
_OF_ALL_THIS: Final = re.compile("^(?:上述|以上|新价|新的?价格|该(?:调整|价格|政策)|本次|此次|调整|调价|价格|将?于|自)")
"""How a sentence begins that tells when what was told before comes into force."""
_DATELINE: Final = re.compile(r"\s?(?:电|讯|消息|获悉|报道)")
"""What follows the day on which an article was written."""
_AT_ONCE: Final = re.compile("即刻生效|即日起|即日|今日起|今天起|自今日|从今天起|立即生效|即刻")


def dated(passage: Passage, told: Told, clause: Clause, claim: Claim) -> Claim:
    """The claim with the dates of its clause, else of the clauses before it in the sentence, else of those after it."""
    at = passage.article.published
    for start, end in _places(told, clause):
        text = passage.plain[start:end]
        found = [each for each in moments(text, at) if not _DATELINE.match(text, each.end)]
        if found:
            return _with(claim, text, found)
        at_once = _AT_ONCE.search(text)
        if at_once is not None:
            return replace(claim, effective=at, effective_printed=at_once[0])
        if month := _FROM_A_MONTH.search(text):
            return replace(claim, effective=_month(month, at), effective_printed=month[0].strip())
        if at is None and (day := _DAY.search(text)):
            return replace(claim, effective_printed=day[0])
    return _on_the_day_before(passage, told, clause, _from_the_sentence_beside(passage, told, clause, claim))


def _month(month: re.Match[str], at: datetime | None) -> datetime | None:
    """When the month began in Beijing, in UTC; without a year the one nearest to the article."""
    if at is None and not month["year"]:
        return None
    years = [int(month["year"])] if month["year"] else [at.year + more for more in (-1, 0, 1)] if at else []
    days = [datetime(year, int(month["month"]), 1, tzinfo=_BEIJING).astimezone(UTC) for year in years]
    return min(days, key=lambda day: abs(day - at)) if at else days[0]


def _from_the_sentence_beside(passage: Passage, told: Told, clause: Clause, claim: Claim) -> Claim:
    """The claim with the day from which the sentence before, or behind, says that all this holds."""
    if (heading := _heading(told, clause)) and (day := _holds_from(passage, heading)):
        return replace(claim, effective=day.begins, effective_printed=day.printed)
    for beside in (told.before(clause), told.after(clause)):
        if not beside or (beside[0].start < clause.start and beside[0].paragraph != clause.paragraph):
            continue
        text = passage.plain[beside[0].start : beside[-1].end]
        found = [each for each in moments(text, passage.article.published) if _HOLDS_FROM.match(text, each.end)]
        if found and (beside[0].start < clause.start or _OF_ALL_THIS.search(beside[0].dense)):
            return replace(claim, effective=found[0].begins, effective_printed=found[0].printed)
    before = told.before(clause)
    at_once = _AT_ONCE.search(passage.plain[before[0].start : clause.start]) if before else None
    if not before or not _DETAILS.search(told.sentence(clause)[0].dense):
        return claim
    if at_once is not None:
        return replace(claim, effective=passage.article.published, effective_printed=at_once[0])
    found = moments(passage.plain[before[0].start : before[-1].end], passage.article.published)
    told_on = before[-1].paragraph == clause.paragraph and len(found) == 1
    return replace(claim, effective=found[0].begins, effective_printed=found[0].printed) if told_on else claim


def _heading(told: Told, clause: Clause) -> Sequence[Clause]:
    """The sentence above that ends with a colon, of whose list the clause is; empty where it is of none."""
    above = told.before(clause)
    for _ in range(_LIST):
        if not above or above[-1].paragraph == clause.paragraph:
            return ()
        if told.heads(above[-1]):
            return above
        above = told.before(above[0])
    return ()


def _holds_from(passage: Passage, sentence: Sequence[Clause]) -> Moment | None:
    """The day from which a sentence says that something holds."""
    text = passage.plain[sentence[0].start : sentence[-1].end]
    found = moments(text, passage.article.published)
    return next((each for each in found if _HOLDS_FROM.match(text, each.end)), None)


def _on_the_day_before(passage: Passage, told: Told, clause: Clause, claim: Claim) -> Claim:
    """The claim with the last day that its paragraph names before it, where its sentence says "几个小时后"."""
    first = told.sentence(clause)[0]
    if not any(_SAME_DAY.search(each.dense) for each in told.sentence(clause)):
        return claim
    began = next(each.start for each in told.clauses if each.paragraph == clause.paragraph)
    days = list(_DAY.finditer(passage.plain, began, first.start))
    if not days:
        return claim
    found = moments(days[-1][0], passage.article.published)
    return replace(claim, effective=found[0].begins if found else None, effective_printed=days[-1][0])


def _places(told: Told, clause: Clause) -> Sequence[tuple[int, int]]:
    sentence = told.sentence(clause)
    return [
        (clause.start, clause.end),
        (sentence[0].start, clause.start),
        (clause.end, max(clause.end, sentence[-1].end)),
    ]


def _with(claim: Claim, text: str, found: Sequence[Moment]) -> Claim:
    for moment in found:
        if _UNTIL.search(text[: moment.start]) or _ENDS_AFTER.match(text, moment.end):
            claim = replace(claim, ends=moment.ends, ends_printed=moment.printed)
        elif claim.effective is None or _HOLDS_FROM.match(text, moment.end):
            claim = replace(claim, effective=moment.begins, effective_printed=moment.printed)
    return claim
