"""Two claims → whether they tell of one price, whether their figures agree, and whether one completes the other."""

from __future__ import annotations

import re

from pipeline.claims.chinese_cues import OF_ALL_TRADES
from pipeline.claims.chinese_plans import names_a_level
from pipeline.claims.chinese_said import ENDED, FAMILY, FIGURES, Said, bare
from pipeline.claims.mentions import sells_others
from pipeline.types import Claim


def same_thing(one: Said, two: Said) -> bool:
    """Whether both may be about one price."""
    left, right = one.claim, two.claim
    if left.free and right.free and FAMILY[left.kind] == FAMILY[right.kind] and _one_offer(left, right):
        return True
    if left.free and left.kind is right.kind and left.vendor == right.vendor and _headline(one, two):
        return True
    if (left.percent_against == "predecessor") != (right.percent_against == "predecessor"):
        return False
    if left.vendor != right.vendor or FAMILY[left.kind] != FAMILY[right.kind]:
        return False
    unnamed = None in (left.model_id, right.model_id)
    if bare(left) and bare(right):
        if (left.kind in ENDED) != (right.kind in ENDED) and not same_model(left, right):
            return False
        return not (one.rule.each and two.rule.each) or unnamed or same_model(left, right)
    if None not in (left.meter, right.meter) and left.meter != right.meter:
        return False
    if _unitless_title(one, two) or _unitless_title(two, one):
        return True
    of_a_plan = "subscription" in (left.meter, right.meter)
    if of_a_plan and (left.meter == right.meter or (left.free and right.free and unnamed)):
        return True
    if _level_left_off(left, right) or _level_left_off(right, left):
        return left.new_price is not None and left.new_price == right.new_price
    if _shorter_name_of(left, right) and not one.sentences & two.sentences and _share_a_figure(left, right):
        return left.new_price is None and right.new_price is None and left.meter == right.meter
    if not (one.named and two.named) and left.meter == right.meter and _share_a_figure(left, right):
        return True
    return same_model(left, right) or (unnamed and of_one_sentence(one, two))


def completes(new: Said, old: Said) -> bool:
    """Whether two claims of one price are one claim: the figures of one are the other's, or belong to them."""
    if _in_other_words(new.claim, old.claim) or _in_other_words(old.claim, new.claim):
        return True
    if new.claim.new_price is not None and old.claim.new_price is not None and not new.claim.percent_against:
        return True
    return _says(new.claim, old.claim) or _says(old.claim, new.claim) or of_one_sentence(new, old)


def agree(one: Claim, two: Claim) -> bool:
    """No figure of one contradicts the other's."""
    return all(_equal(one, two, name) for name in FIGURES if None not in (getattr(one, name), getattr(two, name)))


def _headline(one: Said, two: Said) -> bool:
    """Whether one is the title and the other tells the same of something without a name of its own."""
    return (
        one.title != two.title and one.claim.free and two.claim.free and not (one.claim.model_id or two.claim.model_id)
    )


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


def _level_left_off(one: Claim, two: Claim) -> bool:
    """Whether one names the plan and the other its level too, as a title and its text do."""
    return _shorter_name_of(one, two) and names_a_level(one.model) and not names_a_level(two.model)


def _one_offer(one: Claim, two: Claim) -> bool:
    """Whether two claims that something is free are of one seller: the maker's model there, or all that it sells."""
    if one.vendor != two.vendor:
        return {one.maker, two.maker} & {one.vendor, two.vendor} != set() and same_model(one, two)
    return sells_others(one.vendor) and one.vendor not in OF_ALL_TRADES and None in (one.model_id, two.model_id)


def same_model(one: Claim, two: Claim) -> bool:
    """Whether both name one model, or one of them only its family or figures."""
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


def _equal(one: Claim, two: Claim, name: str) -> bool:
    """Whether two figures are the same: 0.002 per thousand tokens is 2 per million."""
    left, right = getattr(one, name), getattr(two, name)
    if left is not None and right is not None and name.endswith("_price") and one.unit == two.unit == "token":
        return bool(left / one.per == right / two.per and one.currency == two.currency)
    return bool(left == right)


def _says(one: Claim, two: Claim) -> bool:
    """Whether one says every figure of two."""
    return one.free >= two.free and all(getattr(two, name) is None or _equal(one, two, name) for name in FIGURES)


def _in_other_words(one: Claim, two: Claim) -> bool:
    """Whether one says as a percent what two says as a ratio: 75 % less is 2.5 折."""
    return one.percent is not None and two.ratio is not None and one.percent == 100 * (1 - two.ratio)


def of_one_sentence(one: Said, two: Said) -> bool:
    """Whether they are a price and, behind the comma, by how many percent it is less."""
    priced, other = (one.claim, two.claim) if one.claim.new_price is not None else (two.claim, one.claim)
    if not one.sentences & two.sentences or priced.new_price is None or other.percent is None:
        return False
    if other.percent_against == "predecessor":
        return False
    return other.new_price is None and other.ratio is None and priced.percent is None
