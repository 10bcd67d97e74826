"""A sentence with its subject → a claim: the quote, the names, the times, and the figures of one move."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from pipeline.claims.english_sentences import Sentence
from pipeline.claims.english_words import DATA, pattern
from pipeline.claims.moves import Move
from pipeline.claims.passage import Passage, quote_of
from pipeline.claims.printed import Mention
from pipeline.claims.subjects import Subjects
from pipeline.claims.times import times_in
from pipeline.types import Claim, ClaimKind

_AGAINST: Final = {name: pattern(says) for name, says in DATA["against"].items()}
_SCOPE: Final = pattern(DATA["scopes"]["says"], r"\b")
_RECAP: Final = pattern(DATA["recap"]["says"])


def claim_of(
    sentence: Sentence,
    subjects: Subjects,
    vendor: str,
    kind: ClaimKind,
    model: Mention | None,
    move: Move | None,
) -> Claim:
    """The claim that a sentence makes of a model, or of what else it names; its quote is the sentence."""
    passage = subjects.passage
    start, end = quote_of(passage, sentence.start, sentence.end)
    times = times_in(passage, start, end)
    named = model.printed if model else _product(subjects, start, end)
    claim = Claim(
        vendor=vendor,
        model=named,
        kind=kind,
        quote=passage.whole[start:end],
        start=start,
        model_id=model.model_id if model else None,
        maker=model.maker if model and model.maker != vendor else None,
        effective=times.effective,
        effective_printed=times.effective_printed,
        ends=times.ends,
        ends_printed=times.ends_printed,
        successor_of=subjects.predecessor(start, end, model.maker) if model else "",
        scope=_scope(passage, start, end),
        recap=_RECAP.search(passage.lowered, start, end) is not None,
    )
    return replace(with_figures(claim, move), percent_against=_against(passage, claim, move)) if move else claim


def _scope(passage: Passage, start: int, end: int) -> str:
    found = _SCOPE.search(passage.lowered, start, end)
    return " ".join(passage.plain[found.start() : found.end()].split()) if found else ""


def _against(passage: Passage, claim: Claim, move: Move) -> str:
    """What a percent is of, when not of the price itself."""
    if move.change is None:
        return ""
    behind = passage.lowered[move.change.end : move.change.end + 80]
    said = next((name for name, against in _AGAINST.items() if against.search(behind)), "")
    return said or ("predecessor" if claim.successor_of else "")


def with_figures(claim: Claim, move: Move) -> Claim:
    """The claim with the prices, the percent and the meter of a move."""
    price = move.new or move.old
    change = move.change
    return replace(
        claim,
        meter=move.meter,
        old_price=move.old.value if move.old else None,
        new_price=move.new.value if move.new else None,
        currency=price.currency if price else None,
        per=price.per if price else Decimal(1),
        unit=price.unit if price else "",
        unit_printed=price.unit_printed if price else "",
        percent=change.value if change and change.kind == "percent" else None,
        percent_bound=change.bound if change else "",
        ratio=change.value if change and change.kind == "ratio" else None,
        is_delta=move.is_delta or bool(move.new and move.new.value < 0),
        coin=price.coin if price else Decimal(1),
    )


def _product(subjects: Subjects, start: int, end: int) -> str:
    named = subjects.within(start, end, "plan", "product")
    return named[0].printed if named else ""
