"""The claims of every clause of a passage → each told once: what two clauses say of one price is one claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pipeline.claims.chinese_cues import OF_ALL_TRADES, Rule
from pipeline.claims.mentions import sells_others
from pipeline.types import Claim, ClaimKind

_FAMILY: Final = {
    ClaimKind.PRICE_CUT: "down", ClaimKind.BECAME_FREE: "down", ClaimKind.PROMOTION: "down",
    ClaimKind.FREE_TIER_ADDED: "down",
    ClaimKind.PRICE_RISE: "up", ClaimKind.FREE_ENDED: "up", ClaimKind.FREE_TIER_REMOVED: "up",
    ClaimKind.FREE_TIER_CHANGED: "limit", ClaimKind.RATE_LIMIT_CHANGED: "limit",
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE: "launch", ClaimKind.PLAN_CHANGED: "plan", ClaimKind.MODEL_RETIRED: "retired",
}  # fmt: skip
_RANK: Final = (
    ClaimKind.MODEL_LAUNCHED_WITH_PRICE, ClaimKind.PROMOTION, ClaimKind.PLAN_CHANGED, ClaimKind.PRICE_CUT,
    ClaimKind.PRICE_RISE,
)  # fmt: skip
"""Of two kinds that claim the same price, the later says more."""
_CHANGES: Final = (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE)
_TURNING: Final = {
    ClaimKind.PRICE_CUT: ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE: ClaimKind.PRICE_RISE,
    ClaimKind.FREE_ENDED: ClaimKind.FREE_ENDED, ClaimKind.FREE_TIER_REMOVED: ClaimKind.FREE_ENDED,
}  # fmt: skip
"""What makes of the price that is told with it the price after that."""
_PRICED: Final = (*_CHANGES, ClaimKind.MODEL_LAUNCHED_WITH_PRICE)
_ENDED: Final = (ClaimKind.FREE_ENDED, ClaimKind.FREE_TIER_REMOVED)
_LIMITS: Final = (ClaimKind.FREE_TIER_CHANGED, ClaimKind.RATE_LIMIT_CHANGED)
_NUMBERED: Final = re.compile(r"\d")
"""What one model of a family has in its name."""
_LIST: Final = 12
"""Sentences of a list behind a colon."""
_FIGURES: Final = ("new_price", "old_price", "percent", "ratio")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as one clause makes it."""

    claim: Claim
    rule: Rule
    sentence: int
    term: str
    """first where the clause tells the price of a plan's first months, later where that of the others."""
    colon: bool
    """It ends with a colon: the lines that follow are what it speaks of."""
    named: bool
    """The clause itself names what it is about."""
    leads: bool = False
    """Its clause ends with a colon."""
    title: bool = False
    """The title says it."""
    launched: bool = False
    """The title says that something comes out."""
    adjusted: bool = False
    """Its sentence says that the price is what it became: "调整后"."""
    also_in: frozenset[int] = frozenset()
    """Numbers of the other sentences that make the same claim."""

    @property
    def sentences(self) -> frozenset[int]:
        """Numbers of all sentences that make the claim."""
        return self.also_in | {self.sentence}


def once(said: Iterable[Said]) -> list[Claim]:
    """The claims, each once, in the order of the passage."""
    kept = _each_once(said)
    kept = _each_once(replace(each, claim=_turned(each, kept)) for each in kept)
    kept = [replace(each, claim=_against_predecessor(each, kept)) for each in kept]
    return [each.claim for each in kept if not _said_better(each, kept)]


def _each_once(said: Iterable[Said]) -> list[Said]:
    kept: list[Said] = []
    for each in said:
        _take(kept, each)
    return kept


def _take(kept: list[Said], new: Said) -> None:
    """Adds the claim to those kept, or into one of them that it completes: first of all one of its sentence."""
    for at, old in sorted(enumerate(kept), key=lambda each: not _of_one_sentence(new, each[1])):
        if _same_thing(new, old) and _agree(new.claim, old.claim) and _completes(new, old):
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


def _completes(new: Said, old: Said) -> bool:
    if _in_other_words(new.claim, old.claim) or _in_other_words(old.claim, new.claim):
        return True
    if new.claim.new_price is not None and old.claim.new_price is not None and not new.claim.percent_against:
        return True
    return _says(new.claim, old.claim) or _says(old.claim, new.claim) or _of_one_sentence(new, old)


def _in_other_words(one: Claim, two: Claim) -> bool:
    """Whether one says as a percent what two says as a ratio: 75 % less is 2.5 折."""
    return one.percent is not None and two.ratio is not None and one.percent == 100 * (1 - two.ratio)


def _of_one_sentence(one: Said, two: Said) -> bool:
    """Whether they are a price and, behind the comma, by how many percent it is less."""
    priced, other = (one.claim, two.claim) if one.claim.new_price is not None else (two.claim, one.claim)
    if not one.sentences & two.sentences or priced.new_price is None or other.percent is None:
        return False
    if other.percent_against == "predecessor":
        return False
    return other.new_price is None and other.ratio is None and priced.percent is None


def _turned(said: Said, kept: Sequence[Said]) -> Claim:
    """A price whose sentence also says that it fell or rose is no launch: "降价 80%，输入 2 美元、输出 8 美元"."""
    claim = said.claim
    if claim.kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE or claim.new_price is None:
        return claim
    for other in kept:
        if _offers(other, said):
            return replace(claim, kind=ClaimKind.PROMOTION, percent=other.claim.percent, ratio=other.claim.ratio)
        if _is_the_change_of(other, said):
            return replace(
                claim, kind=_TURNING[other.claim.kind], percent=claim.percent or _percent_of_all(other.claim)
            )
    return claim


def _offers(other: Said, said: Said) -> bool:
    """Whether the price is what a rebate comes to, told in the same sentence: "限时三折，低至 0.9 元"."""
    offer, price = other.claim, said.claim
    if offer.kind is not ClaimKind.PROMOTION or offer.new_price is not None or offer.vendor != price.vendor:
        return False
    reduced = offer.ratio is not None or offer.percent is not None
    return reduced and not offer.percent_against and bool(other.sentences & said.sentences)


def _is_the_change_of(other: Said, said: Said) -> bool:
    change = other.claim
    if change.kind not in _TURNING or change.vendor != said.claim.vendor or change.percent_against:
        return False
    headed = _heads(other, said) or _leads(other, said) or _titled(other, said)
    near = bool(other.sentences & said.sentences)
    if not (headed or near or (said.adjusted and other.sentence < said.sentence)):
        return False
    return _bare(change) or headed or not said.named or _same_model(change, said.claim)


def _leads(other: Said, said: Said) -> bool:
    """Whether one ends with a colon and the other stands in its sentence: "价格减半：A 为 5 元，B 为 1 元"."""
    return other.leads and bool(other.sentences & said.sentences)


def _titled(other: Said, said: Said) -> bool:
    """Whether the title only says that prices move: those that the text then prints are what they became."""
    if not other.title or other.launched or not _bare(other.claim) or said.claim.percent_against:
        return False
    return not _NUMBERED.search(said.claim.model) or _same_model(other.claim, said.claim)


def _against_predecessor(said: Said, kept: Sequence[Said]) -> Claim:
    """A price with how much more or less it is than the predecessor's, where its sentence says that too."""
    claim = said.claim
    if claim.kind not in _PRICED or claim.new_price is None or claim.percent is not None:
        return claim
    for other in kept:
        if _compares(other.claim, claim) and other.sentences & said.sentences:
            told = other.claim
            return replace(claim, percent=told.percent, percent_against="predecessor", successor_of=told.successor_of)
    return claim


def _compares(claim: Claim, price: Claim) -> bool:
    return claim.percent_against == "predecessor" and claim.new_price is None and claim.vendor == price.vendor


def _percent_of_all(change: Claim) -> Decimal | None:
    """The percent of a change that names no price and no meter."""
    return change.percent if change.new_price is None and change.meter is None else None


def _same_thing(one: Said, two: Said) -> bool:
    """Whether both may be about one price."""
    left, right = one.claim, two.claim
    if left.free and right.free and _FAMILY[left.kind] == _FAMILY[right.kind] and _one_offer(left, right):
        return True
    if (left.percent_against == "predecessor") != (right.percent_against == "predecessor"):
        return False
    if left.vendor != right.vendor or _FAMILY[left.kind] != _FAMILY[right.kind]:
        return False
    unnamed = None in (left.model_id, right.model_id)
    if _bare(left) and _bare(right):
        if (left.kind in _ENDED) != (right.kind in _ENDED) and not _same_model(left, right):
            return False
        return not (one.rule.each and two.rule.each) or unnamed or _same_model(left, right)
    if None not in (left.meter, right.meter) and left.meter != right.meter:
        return False
    if _unitless_title(one, two) or _unitless_title(two, one):
        return True
    of_a_plan = "subscription" in (left.meter, right.meter)
    if of_a_plan and (left.meter == right.meter or (left.free and right.free and unnamed)):
        return True
    if _shorter_name_of(left, right) and not one.sentences & two.sentences and _share_a_figure(left, right):
        return left.new_price is None and right.new_price is None and left.meter == right.meter
    if not (one.named and two.named) and left.meter == right.meter and _share_a_figure(left, right):
        return True
    return _same_model(left, right) or (unnamed and _of_one_sentence(one, two))


def _unitless_title(one: Said, two: Said) -> bool:
    """Whether one is a title that leaves out the unit and the end of the name: "Swan3 上线：输入 1 元"."""
    left, right = one.claim, two.claim
    if not one.title or two.title or left.unit or not right.unit or left.new_price is None:
        return False
    return left.new_price == right.new_price and left.meter == right.meter and _shorter_name_of(left, right)


def _shorter_name_of(one: Claim, two: Claim) -> bool:
    """Whether one name is the other with its end left off, as in a title: Codestral for Codestral 25.08."""
    names = sorted((_bare_name(one.model), _bare_name(two.model)), key=len)
    return names[0] != names[1] and names[1].startswith(names[0])


def _one_offer(one: Claim, two: Claim) -> bool:
    """Whether two claims that something is free are of one seller: the maker's model there, or all that it sells."""
    if one.vendor != two.vendor:
        return {one.maker, two.maker} & {one.vendor, two.vendor} != set() and _same_model(one, two)
    return sells_others(one.vendor) and one.vendor not in OF_ALL_TRADES and None in (one.model_id, two.model_id)


def _same_model(one: Claim, two: Claim) -> bool:
    names = [_bare_name(each.model) for each in (one, two)]
    if names[0] == names[1]:
        return True
    if one.model_id and two.model_id:
        return one.model_id == two.model_id
    return names[0] in names[1] or names[1] in names[0] or _share_a_figure(one, two)


def _bare_name(model: str) -> str:
    """A name without the company's in front, without marks: "阶跃星辰 Step-Audio" → stepaudio."""
    return re.sub(r"[\s\-]", "", re.sub(r"^[\u4e00-\u9fff]+\s+(?=[A-Za-z])", "", model).lower())


def _share_a_figure(one: Claim, two: Claim) -> bool:
    pairs = [(getattr(one, name), getattr(two, name)) for name in ("new_price", "percent", "ratio")]
    return any(left is not None and left == right for left, right in pairs)


def _agree(one: Claim, two: Claim) -> bool:
    """No figure of one contradicts the other's."""
    return all(_equal(one, two, name) for name in _FIGURES if None not in (getattr(one, name), getattr(two, name)))


def _equal(one: Claim, two: Claim, name: str) -> bool:
    """Whether two figures are the same: 0.002 per thousand tokens is 2 per million."""
    left, right = getattr(one, name), getattr(two, name)
    if left is not None and right is not None and name.endswith("_price") and one.unit == two.unit == "token":
        return bool(left / one.per == right / two.per and one.currency == two.currency)
    return bool(left == right)


def _says(one: Claim, two: Claim) -> bool:
    """Whether one says every figure of two."""
    return one.free >= two.free and all(getattr(two, name) is None or _equal(one, two, name) for name in _FIGURES)


def _joined(one: Claim, two: Claim) -> Claim:
    """What both say; the kind, the quote and the dates of the one with more figures."""
    more, less = (one, two) if _weight(one) >= _weight(two) else (two, one)
    seller = next((each for each in (one, two) if each.maker), more)
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


def _said_better(said: Said, kept: Sequence[Said]) -> bool:
    """Whether another claim says it with figures, or says more of the same price."""
    others = [other for other in kept if other is not said and other.claim.vendor == said.claim.vendor]
    if said.rule.weak and not any(_priced_promotion(other.claim) for other in others):
        return True
    if said.term == "first" and any(other.term == "later" and other.claim.new_price is not None for other in others):
        return True
    return any(_better(other, said) for other in others)


def _priced_promotion(claim: Claim) -> bool:
    """A new plan without a price of its own counts only beside one of these."""
    return claim.kind is ClaimKind.PROMOTION and (claim.new_price is not None or claim.ratio is not None)


def _better(other: Said, said: Said) -> bool:
    claim, rival = said.claim, other.claim
    same_family = _FAMILY[rival.kind] == _FAMILY[claim.kind]
    if _compares(claim, rival) and rival.new_price is not None and rival.percent_against == "predecessor":
        return True
    if _worked_out(claim, rival) or _turned_into(said, other) or _summed_up(claim, rival):
        return True
    if claim.kind in _LIMITS and claim.kind is rival.kind and _same_model(claim, rival) and _vaguer(claim, rival):
        return True
    if claim.kind in _ENDED and rival.kind not in _ENDED:
        return False
    if _named_alone(said, other):
        return True
    if _bare(claim) and not _bare(rival):
        settled = claim.kind is ClaimKind.PLAN_CHANGED and rival.kind is not ClaimKind.PROMOTION
        return same_family or (settled and (_of_one(said, other) or _heads(said, other)))
    if _bare(claim) and claim.kind is ClaimKind.PLAN_CHANGED and rival.kind in (*_CHANGES, *_ENDED):
        return _of_one(said, other)
    if claim.new_price is not None and claim.new_price == rival.new_price and claim.currency == rival.currency:
        return claim.kind in _RANK and rival.kind in _RANK and _RANK.index(rival.kind) > _RANK.index(claim.kind)
    return False


def _named_alone(said: Said, other: Said) -> bool:
    """Whether a title says of a family, "文心大模型", what the text says of its models by their names."""
    claim, rival = said.claim, other.claim
    if not said.title or other.title or not claim.free or claim.model_id is not None or rival.model_id is None:
        return False
    return claim.kind is rival.kind and claim.vendor == rival.vendor


def _turned_into(said: Said, other: Said) -> bool:
    """Whether a change without a price is what the prices of its sentence are about."""
    claim, rival = said.claim, other.claim
    if claim.new_price is not None or rival.new_price is None or claim.free:
        return False
    offered = claim.kind is ClaimKind.PROMOTION
    if offered and not _of_offers(said, other):
        return False
    told = claim.percent is None or claim.percent == rival.percent
    return (
        (claim.kind in (*_CHANGES, ClaimKind.PROMOTION))
        and told
        and (bool(other.sentences & said.sentences) or (offered and _same_model(claim, rival)))
        and rival.kind is claim.kind
        and claim.vendor == rival.vendor
    )


def _worked_out(claim: Claim, rival: Claim) -> bool:
    """Whether a percent without a price is how far the old and new price of another claim are apart."""
    if claim.percent is None or claim.new_price is not None or claim.percent_against:
        return False
    if not rival.old_price or rival.new_price is None or rival.kind is not claim.kind:
        return False
    return abs(abs(rival.new_price / rival.old_price - 1) * 100 - claim.percent) < 1


def _summed_up(claim: Claim, rival: Claim) -> bool:
    """Whether a percent only sums up the prices that are told: "降幅分别为 50% 和 40%"."""
    if claim.kind not in _CHANGES or rival.kind is not claim.kind or rival.new_price is None:
        return False
    return claim.new_price is None and claim.meter is None and _same_model(claim, rival)


def _of_offers(said: Said, other: Said) -> bool:
    """Whether an offer's price is what its ratio comes to: "五折优惠，折后价格为 2.1 元"."""
    told = (said.claim.ratio, said.claim.percent) == (other.claim.ratio, other.claim.percent)
    return told or "折后" in other.claim.quote or "优惠后" in other.claim.quote


def _vaguer(claim: Claim, rival: Claim) -> bool:
    """Whether a limit is only told as a ratio where the other tells what it was and is."""
    return claim.new_price is None and claim.percent is None and None not in (rival.new_price, rival.old_price)


def _heads(said: Said, other: Said) -> bool:
    """Whether one ends with a colon and the other is in the list behind it."""
    return said.colon and 0 < other.sentence - said.sentence <= _LIST


def _of_one(one: Said, two: Said) -> bool:
    return _same_model(one.claim, two.claim) or bool(one.sentences & two.sentences)


def _bare(claim: Claim) -> bool:
    return not claim.free and all(getattr(claim, name) is None for name in _FIGURES)
