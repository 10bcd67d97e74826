"""The claims of every clause of a passage → each told once: what two clauses say of one price is one claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pipeline.claims.chinese_cues import Rule
from pipeline.types import Claim, ClaimKind

_FAMILY: Final = {
    ClaimKind.PRICE_CUT: "down", ClaimKind.BECAME_FREE: "down", ClaimKind.PROMOTION: "down", ClaimKind.FREE_TIER_ADDED: "down",
    ClaimKind.PRICE_RISE: "up", ClaimKind.FREE_ENDED: "up", ClaimKind.FREE_TIER_REMOVED: "up",
    ClaimKind.FREE_TIER_CHANGED: "limit", ClaimKind.RATE_LIMIT_CHANGED: "limit",
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE: "launch", ClaimKind.PLAN_CHANGED: "plan", ClaimKind.MODEL_RETIRED: "retired",
}  # fmt: skip
_RANK: Final = ("launch", "plan", "retired", "limit", "down", "up")
"""Of two kinds that claim the same price, the later says more."""
_CHANGES: Final = (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE)
_ONE_SENTENCE: Final = 200
_FIGURES: Final = ("new_price", "old_price", "percent", "ratio")


def once(said: Iterable[tuple[Claim, Rule]]) -> list[Claim]:
    """The claims, each once, in the order of the passage."""
    kept: list[tuple[Claim, Rule]] = []
    for claim, rule in said:
        _take(kept, claim, rule)
    kept = [(_turned(claim, kept), rule) for claim, rule in kept]
    kept = [pair for pair in kept if not _said_better(pair, kept)]
    return [claim for claim, _ in kept]


def _turned(claim: Claim, kept: list[tuple[Claim, Rule]]) -> Claim:
    """A price whose sentence also says that it fell or rose is no launch: "击穿底价，两百万tokens只需一元"."""
    if claim.kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE or claim.new_price is None:
        return claim
    changes = (other for other, _ in kept if other.kind in _CHANGES and _bare(other) and other.vendor == claim.vendor)
    change = next((other for other in changes if other.quote == claim.quote), None)
    return replace(claim, kind=change.kind) if change else claim


def _take(kept: list[tuple[Claim, Rule]], claim: Claim, rule: Rule) -> None:
    """Adds the claim to those kept, or into one of them that it completes."""
    for at, (other, other_rule) in enumerate(kept):
        each = rule.each and other_rule.each
        if _same_thing(claim, other, each) and _agree(claim, other):
            if _says(claim, other) or _says(other, claim) or _complete(claim, other):
                kept[at] = (_joined(other, claim), other_rule)
                return
    kept.append((claim, rule))


def _same_thing(one: Claim, two: Claim, each: bool) -> bool:
    """Whether both may be about one price; `each`: both speak of one model among several."""
    if one.vendor != two.vendor or _FAMILY[one.kind] != _FAMILY[two.kind]:
        return False
    if _bare(one) and _bare(two):
        return not each or _same_model(one, two) or None in (one.model_id, two.model_id)
    if None not in (one.meter, two.meter) and one.meter != two.meter:
        return False
    if one.free and two.free and None in (one.model_id, two.model_id) and "subscription" in (one.meter, two.meter):
        return True
    return _same_model(one, two) or one.meter == two.meter == "subscription"


def _same_model(one: Claim, two: Claim) -> bool:
    if one.model_id and two.model_id:
        return one.model_id == two.model_id
    names = one.model.lower().replace(" ", ""), two.model.lower().replace(" ", "")
    return names[0] in names[1] or names[1] in names[0]


def _agree(one: Claim, two: Claim) -> bool:
    """No figure of one contradicts the other's."""
    pairs = [(getattr(one, name), getattr(two, name)) for name in _FIGURES]
    return all(left is None or right is None or left == right for left, right in pairs)


def _says(one: Claim, two: Claim) -> bool:
    """Whether one says every figure of two."""
    return all(getattr(two, name) in (None, getattr(one, name)) for name in _FIGURES) and one.free >= two.free


def _complete(one: Claim, two: Claim) -> bool:
    """Whether both are of one sentence: a price and, behind the comma, by how many percent it is less."""
    priced, other = (one, two) if one.new_price is not None else (two, one)
    if abs(one.start - two.start) > _ONE_SENTENCE or priced.new_price is None or other.percent is None:
        return False
    return other.new_price is None and other.ratio is None and priced.percent is None


def _joined(one: Claim, two: Claim) -> Claim:
    """What both say; the kind, the quote and the dates of the one with more figures."""
    more, less = (one, two) if _weight(one) >= _weight(two) else (two, one)
    return replace(
        more,
        old_price=more.old_price if more.old_price is not None else less.old_price,
        new_price=more.new_price if more.new_price is not None else less.new_price,
        currency=more.currency or less.currency,
        percent=more.percent if more.percent is not None else less.percent,
        percent_against=more.percent_against or less.percent_against,
        ratio=more.ratio if more.ratio is not None else less.ratio,
        free=more.free or less.free,
        meter=more.meter or less.meter,
        model=max(more.model, less.model, key=len),
        model_id=more.model_id or less.model_id,
        effective=more.effective or less.effective,
        effective_printed=more.effective_printed or less.effective_printed,
        ends=more.ends or less.ends,
        ends_printed=more.ends_printed or less.ends_printed,
    )


def _weight(claim: Claim) -> int:
    return (
        4 * (claim.new_price is not None) + 3 * claim.free + sum(getattr(claim, name) is not None for name in _FIGURES)
    )


def _said_better(pair: tuple[Claim, Rule], kept: list[tuple[Claim, Rule]]) -> bool:
    """Whether another claim says it with figures, or says more of the same price."""
    claim, rule = pair
    others = [other for other, _ in kept if other is not claim and other.vendor == claim.vendor]
    if rule.weak and not _wanted(claim, others):
        return True
    return any(_better(other, claim) for other in others)


def _wanted(claim: Claim, others: list[Claim]) -> bool:
    """A new plan without a price of its own counts where only its promotion is priced."""
    return any(other.kind is ClaimKind.PROMOTION for other in others)


def _better(other: Claim, claim: Claim) -> bool:
    same_family = _FAMILY[other.kind] == _FAMILY[claim.kind]
    if _bare(claim) and not _bare(other):
        return same_family or (claim.kind is ClaimKind.PLAN_CHANGED and _of_one(claim, other))
    if _bare(claim) and claim.kind is ClaimKind.PLAN_CHANGED and other.kind in _CHANGES:
        return _of_one(claim, other)
    if claim.new_price is not None and claim.new_price == other.new_price and claim.currency == other.currency:
        return _RANK.index(_FAMILY[other.kind]) > _RANK.index(_FAMILY[claim.kind])
    return False


def _of_one(one: Claim, two: Claim) -> bool:
    return _same_model(one, two) or one.quote == two.quote


def _bare(claim: Claim) -> bool:
    return not claim.free and all(getattr(claim, name) is None for name in _FIGURES)
