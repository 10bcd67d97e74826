"""A clause → the condition under which its price holds, as printed: 新用户, 前 1000 名, 高峰时段."""

from __future__ import annotations

from pipeline.claims.chinese_clauses import Clause
from pipeline.claims.chinese_cues import Told, condition
from pipeline.claims.passage import Passage


def scope_of(passage: Passage, told: Told, clause: Clause) -> str:
    """The first condition of the clause, else of its sentence; empty where none is printed."""
    for each in (clause, *told.sentence(clause)):
        if found := condition(each):
            return " ".join(passage.plain[found[0] : found[1]].split())
    return ""
