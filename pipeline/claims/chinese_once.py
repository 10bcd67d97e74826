"""The claims of every clause of a passage → each told once: what two clauses say of one price is one claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.claims.chinese_alike import agree, completes, of_one_sentence, same_thing
from pipeline.claims.chinese_better import said_better
from pipeline.claims.chinese_plans import names_a_level
from pipeline.claims.chinese_said import FIGURES, Said
from pipeline.claims.chinese_turns import against_predecessor, turned
from pipeline.types import Claim


def once(said: Iterable[Said]) -> list[Claim]:
    """The claims, each once, in the order of the passage."""
    kept = _each_once(said)
    kept = _each_once(replace(each, claim=turned(each, kept)) for each in kept)
    kept = [replace(each, claim=against_predecessor(each, kept)) for each in kept]
    return [each.claim for each in kept if not said_better(each, kept)]


def _each_once(said: Iterable[Said]) -> list[Said]:
    kept: list[Said] = []
    for each in said:
        _take(kept, each)
    return kept


def _take(kept: list[Said], new: Said) -> None:
    """Adds the claim to those kept, or into one of them that it completes: first of all one of its sentence."""
    for at, old in sorted(enumerate(kept), key=lambda each: not of_one_sentence(new, each[1])):
        if same_thing(new, old) and agree(new.claim, old.claim) and completes(new, old):
            kept[at] = _merged(old, new)
            return
    kept.append(new)


def _merged(old: Said, new: Said) -> Said:
    """Both as one, said where the figures or the list behind it are."""
    return replace(
        new if new.colon else old,
        claim=_joined(old.claim, new.claim),
        rule=new.rule if old.rule.weak else old.rule,
        term=old.term or new.term,
        named=old.named or new.named,
        leads=old.leads or new.leads,
        adjusted=old.adjusted or new.adjusted,
        also_in=old.sentences | new.sentences,
    )


def _joined(one: Claim, two: Claim) -> Claim:
    """What both say; the kind, the quote and the dates of the one with more figures."""
    more, less = (one, two) if _weight(one) >= _weight(two) else (two, one)
    seller = next((each for each in (one, two) if each.maker), more)
    if not more.unit and less.unit and less.new_price == more.new_price:
        more = replace(more, per=less.per, unit=less.unit, unit_printed=less.unit_printed)
    return replace(
        more,
        vendor=seller.vendor,
        maker=seller.maker,
        old_price=more.old_price if more.old_price is not None else less.old_price,
        new_price=more.new_price if more.new_price is not None else less.new_price,
        currency=more.currency or less.currency,
        percent=more.percent if more.percent is not None else less.percent,
        percent_against=more.percent_against or less.percent_against,
        successor_of=more.successor_of or less.successor_of,
        scope=more.scope or less.scope,
        ratio=more.ratio if more.ratio is not None else less.ratio,
        free=more.free or less.free,
        meter=more.meter or less.meter,
        model=max(more.model, less.model, key=lambda name: (names_a_level(name), len(name))),
        model_id=more.model_id or less.model_id,
        effective=more.effective or less.effective,
        effective_printed=more.effective_printed or less.effective_printed,
        ends=more.ends or less.ends,
        ends_printed=more.ends_printed or less.ends_printed,
    )


def _weight(claim: Claim) -> int:
    return (
        4 * (claim.new_price is not None) + 3 * claim.free + sum(getattr(claim, name) is not None for name in FIGURES)
    )
