"""A price in a clause about plans → the level of the plan that it is of, and for how long one pays it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pipeline.claims.chinese_clauses import Clause
from pipeline.claims.chinese_cues import Told
from pipeline.claims.chinese_subjects import Subject
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Figure

_LATIN: Final = (
    "Free|Lite|Starter|Basic|Standard|Mini|Small|Medium|Large|Plus|Pro\\+?|Max|Ultra|Premium|Business|Teams?"
    "|Enterprise|Go|Hobby|Student|Individual|Heavy"
)
_RANKS: Final = "入门|基础|标准|普通|进阶|高级|专业|旗舰|尊享|至尊|豪华|加强|高效|白银|黄金|白金|铂金|钻石|体验|轻量"
_LEVEL: Final = re.compile(
    rf"(?<![A-Za-z0-9\-])(?:(?:[A-Z][a-z]+ )?(?:{_LATIN}))(?![A-Za-z0-9\-]| ?\d)"
    rf"|(?:(?:个人|团队|企业)?(?:{_RANKS})|个人|团队|企业|学生|家庭)(?:版|会员|套餐|档|月卡|年卡)"
    rf"|(?:{_RANKS})(?=\s*(?:、|和|及|与|以及|[两二三四五六]\s?[档款种]))"
)
_TWICE: Final = re.compile(rf"(?<=[A-Za-z+]) (?:{_RANKS})(?:版|会员|套餐|档)")
"""The same level in Chinese behind its English name: "Pro 高级套餐"."""
_BETWEEN: Final = re.compile(r"\s*(?:、|/|,|和|与|及|以及|或)\s*")
"""Between the levels of a list."""
_BEHIND: Final = re.compile(r"[^\d，。；、]{0,4}?\s*(?:的|/月)\s*(?:全新|新|顶级|入门)?\s*")
"""Between a price and the level that it is of, where that stands behind it: "每月 100 美元的全新 Pro 档位"."""
_NAMED: Final = re.compile(r"(?:[A-Z][\w.]*\s)?(?:Coding|Token|Agent|Code|Step)\s?Plan(?:\s?团队版)?")
_TERMS: Final = (
    ("month", re.compile(r"每(?:个|席)?\s?(?:人每)?月|/\s?月|月费|包月|月付|月租|月卡|首月")),
    ("year", re.compile(r"每年|/\s?年|年费|包年|年付|年卡|首年")),
)


def of_the_level(
    passage: Passage, told: Told, clause: Clause, subject: Subject, price: Figure | None, prices: Sequence[Figure]
) -> Subject:
    """The subject with the level that one of the new prices is of, as printed: "Token Plan" → "Token Plan Plus"."""
    if price is None or subject.kind == "model":
        return subject
    level = _beside(passage.plain, clause, price) or _dealt(passage.plain, told, clause, price, prices)
    if not level or subject.model.endswith(level):
        plan = _plan_before(passage.plain, told, clause) if level and subject.model == level else ""
        return replace(subject, model=f"{plan} {level}") if plan else subject
    plan = _plan_before(passage.plain, told, clause) if subject.kind == "company" else ""
    return replace(subject, model=f"{plan or subject.model} {level}", kind="plan")


def names_a_plan(subject: Subject) -> bool:
    """Whether it is a plan, by how it was named or by its name."""
    return subject.kind == "plan" or (subject.kind != "model" and _NAMED.search(subject.model) is not None)


def names_a_level(name: str) -> bool:
    """Whether a printed name ends with the level of a plan."""
    return any(match.end() == len(name) for match in _LEVEL.finditer(name))


def term_of(told: Told, clause: Clause) -> tuple[str, str]:
    """(month or year, as printed) for which the clause, else its sentence, says that one pays; empty where unsaid."""
    for each in (clause, *told.sentence(clause)):
        for unit, pattern in _TERMS:
            if found := pattern.search(each.dense):
                return unit, found[0]
    return "", ""


def _beside(text: str, clause: Clause, price: Figure) -> str:
    """The last level before the price that stands in no list; else the one right behind the price."""
    before = [names for names in _lists(text, clause, price.start) if names]
    if before:
        return before[-1][0] if len(before[-1]) == 1 else ""
    behind = _BEHIND.match(text, price.end, clause.end)
    level = _LEVEL.match(text, behind.end(), clause.end) if behind else None
    return level[0] if level else ""


def _dealt(text: str, told: Told, clause: Clause, price: Figure, prices: Sequence[Figure]) -> str:
    """The level at the same place of the last list before it of as many; a price alone is of the sentence's level."""
    here = [each for each in told.sentence(clause) if each.start <= clause.start]
    for each in reversed([*told.before(clause), *here] if len(prices) > 1 else here[:-1]):
        found = [names for names in _lists(text, each) if names]
        if found:
            at = [each.start for each in prices].index(price.start)
            return found[-1][at] if len(found[-1]) == len(prices) else ""
    return ""


def _lists(text: str, clause: Clause, until: int = sys.maxsize) -> Iterator[list[str]]:
    """The levels of a clause, before a place, that stand beside each other, list by list."""
    names: list[str] = []
    last = 0
    for name, start, end in _levels(text, clause, until):
        if names and not _BETWEEN.fullmatch(text, last, start):
            yield names
            names = []
        names.append(name)
        last = end
    yield names


def _levels(text: str, clause: Clause, until: int) -> list[tuple[str, int, int]]:
    """(name, start, end) of every level that a clause names before a place; a part of a model's name is none."""
    models = [(each.start, each.end) for each in clause.mentions if each.kind == "model"]
    return [
        (match[0].strip(), *match.span())
        for match in _LEVEL.finditer(text, clause.start, min(until, clause.end))
        if not any(start < match.end() and match.start() < end for start, end in models)
        and not _TWICE.fullmatch(text, match.start() - 1, match.end())
    ]


def _plan_before(text: str, told: Told, clause: Clause) -> str:
    """The name of the plan whose levels are told: in the sentence, the one before, or the title; empty for none."""
    for part in (told.sentence(clause), told.before(clause), told.title()):
        for each in reversed([each for each in part if each.start <= clause.start]):
            if found := list(_NAMED.finditer(text, each.start, each.end)):
                return found[-1][0].strip()
    return ""
