"""A clause → the cues of `chinese.toml` that it says, and the first of the rules there that fits it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from pipeline.claims.chinese_clauses import Clause
from pipeline.types import ClaimKind

_DATA: Final[dict[str, Any]] = tomllib.loads(files("pipeline.claims").joinpath("chinese.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say something of a price."""

    kind: ClaimKind
    says: tuple[tuple[str, ...], ...]
    """Of each group at least one cue is said."""
    never: tuple[str, ...]
    takes: str
    """Which figures make claims; `chinese_amounts.TAKES` names the ways."""
    each: bool
    """One claim for each model that is named."""
    weak: bool
    """Believed only beside a promotion of the same vendor."""
    successor: bool
    """The change is against the model it is compared with."""


def _word(name: str) -> str:
    """A word with the words in it put in."""
    return _filled(_DATA["words"][name])


def _filled(pattern: str) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda match: _word(match[1]), pattern)


_CUES: Final = {
    name: re.compile(_filled(pattern)) for name, pattern in (_DATA["cues"] | _DATA["vetoes"] | _DATA["others"]).items()
}
_RULES: Final = tuple(
    Rule(
        ClaimKind(rule["kind"]),
        tuple(tuple(group.split("|")) for group in rule["says"]),
        tuple(rule.get("never", ())),
        rule["takes"],
        rule.get("each", False),
        rule.get("weak", False),
        rule.get("successor", False),
    )
    for rule in _DATA["rule"]
)
_STIRS: Final = re.compile(_DATA["stirs"])
OF_ALL_TRADES: Final = frozenset(_DATA["companies"]["of_all_trades"])
"""Companies that sell more than AI."""
_LONGEST_LIST: Final = 60
"""Clauses that are looked back over, so that reading stays linear."""
_VETOES: Final = tuple(_DATA["vetoes"])
_CONDITION: Final = re.compile(_filled(_DATA["scope"]["says"]))
_TITLE_VETO: Final = re.compile(_filled(_DATA["article_vetoes"]["title"]))


class Told:
    """What an article says, clause by clause, and what was said before."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self._title = [clause for clause in clauses if clause.paragraph == 0]
        self._sentences: dict[int, list[Clause]] = {}
        self._paragraphs: dict[int, list[Clause]] = {}
        for clause in clauses:
            self._sentences.setdefault(clause.sentence, []).append(clause)
            self._paragraphs.setdefault(clause.paragraph, []).append(clause)

    def sentence(self, clause: Clause) -> Sequence[Clause]:
        """The clauses of its sentence."""
        return self._sentences[clause.sentence]

    def paragraph(self, clause: Clause) -> Sequence[Clause]:
        """The clauses of its line."""
        return self._paragraphs[clause.paragraph]

    def before(self, clause: Clause) -> Sequence[Clause]:
        """The clauses of the sentence before its own; empty where it has the first."""
        first = self._sentences[clause.sentence][0].number
        return self._sentences[self.clauses[first - 1].sentence] if first else ()

    def listed_before(self, clause: Clause) -> Sequence[Clause]:
        """The clauses of its paragraph's sentence before its own, and of those before that which a semicolon ends."""
        found: list[Clause] = []
        before = self.before(clause)
        while before and before[0].paragraph == clause.paragraph and (not found or before[-1].listed):
            found = [*before, *found]
            before = self.before(before[0]) if len(found) < _LONGEST_LIST else ()
        return found

    def after(self, clause: Clause) -> Sequence[Clause]:
        """The clauses of the sentence behind its own; empty where it has the last."""
        last = self._sentences[clause.sentence][-1].number
        return self._sentences[self.clauses[last + 1].sentence] if last + 1 < len(self.clauses) else ()

    def heads(self, clause: Clause) -> bool:
        """Whether a colon ends its sentence: the lines that follow are what it speaks of."""
        return clause.colon and self._sentences[clause.sentence][-1] is clause

    def title(self) -> Sequence[Clause]:
        """The clauses of the title."""
        return self._title

    def says(self, clause: Clause, cue: str) -> bool:
        """Whether the clause, or with a prefix its sentence, the title or the article, says the cue."""
        where, _, name = cue.rpartition(":")
        if where == "in:sentence":
            return any(self.says(each, name) for each in self.sentence(clause))
        if where == "in:list":
            return any(self.says(each, name) for each in (*self.listed_before(clause), *self.sentence(clause)))
        if where == "in:title":
            return any(self.says(each, name) for each in self.title())
        if where == "in:article":
            return any(self.says(each, name) for each in self.clauses)
        if name == "#token":
            return any(figure.kind == "money" and figure.unit == "token" for figure in clause.figures)
        if name[0] == "#":
            return any(figure.kind == name[1:] for figure in clause.figures)
        if name[0] == "@":
            return any(mention.kind == name[1:] for mention in clause.mentions)
        return span_of(clause, name) is not None


def span_of(clause: Clause, cue: str) -> tuple[int, int] | None:
    """Where in the passage the clause says the cue; None where it does not."""
    if cue not in clause.spans:
        match = _CUES[cue].search(clause.dense)
        clause.spans[cue] = (
            (clause.places[match.start()], clause.places[match.end() - 1] + 1) if match and match[0] else None
        )
    return clause.spans[cue]


def stirs(clause: Clause) -> bool:
    """Whether the clause has any character that a price is told with."""
    return _STIRS.search(clause.dense) is not None


def vetoed(clause: Clause) -> str:
    """The veto that the clause says; empty where it says none."""
    return next((veto for veto in _VETOES if span_of(clause, veto)), "")


def condition(clause: Clause) -> tuple[int, int] | None:
    """Where in the passage the clause says for whom or when a price holds; None where it does not."""
    match = _CONDITION.search(clause.dense)
    return (clause.places[match.start()], clause.places[match.end() - 1] + 1) if match else None


def off_topic(title: str) -> bool:
    """Whether the title is of other goods."""
    return _TITLE_VETO.search(re.sub(r"\s", "", title).lower()) is not None


def rules_for(told: Told, clause: Clause) -> Iterator[Rule]:
    """The rules that fit the clause, the surest first."""
    return (rule for rule in _RULES if _fits(told, clause, rule))


def _fits(told: Told, clause: Clause, rule: Rule) -> bool:
    return all(any(told.says(clause, cue) for cue in group) for group in rule.says) and not any(
        told.says(clause, cue) for cue in rule.never
    )
