"""What a claim and a change are of → whether that is the same vendor, model and meter."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from pipeline.match import folded
from pipeline.names import model_id, sold_by
from pipeline.types import Claim

OTHER_DOORS = {"google": ("vertex",), "amazon": ("bedrock",), "microsoft": ("azure",)}
"""Under these ids too a company sells at prices that it sets itself."""
NO_NAME = re.compile(
    r"主力|旗舰|全系|全线|多款|部分|所有|各|大?模型|产品|系列"
    r"|\b(?:all|every|main|flagship|entire|whole|several|some|its|the|models?|series|family|lineup|apis?)\b",
    re.IGNORECASE,
)
"""Words that speak of models without naming one."""
WHICH_ONES = re.compile(r"主力|旗舰|全系|全线|多款|部分|所有|\b(?:all|main|flagship|entire|whole|several|some)\b", re.I)
MEMBER = re.compile(r"\d+(?:\.\d+)?[km]|\d{2,8}|latest|preview|exp|experimental|beta")
"""What may follow a model's name and leave it the same model: a context length, a date, a stage; not a size ("8b")."""
ONE_OF_A_SERIES = re.compile(r"-(?:\d+(?:\.\d+)?[km]|\d{2,8})$")
"""A name with this at its end is itself a member, and has none."""
METERS_ALIKE = {"input_text": "input", "output_text": "output", "plan": "subscription"}
BOTH = frozenset({"input", "output"})


class Same(IntEnum):
    """How surely a claim and a change are of one model; higher is surer."""

    NO = 0
    UNNAMED = 1
    """The claim names none: "the main Doubao model". Only a figure can tell."""
    SERIES = 2
    """The claim names what the change's model is a member of: ERNIE Speed, ERNIE-Speed-128K."""
    YES = 3


def vendors_of(company: str) -> tuple[str, ...]:
    """The catalogue's ids of the vendors whose own prices a company sets: bytedance → volcengine; google → google and
    vertex. A host or reseller that sells the same models is none of them."""
    return (sold_by(company), *OTHER_DOORS.get(company, ()))


def concerns(claim: Claim, vendor: str) -> bool:
    """Whether the claim is of prices that this vendor sets itself."""
    return vendor in vendors_of(claim.vendor)


def same_model(claim: Claim, model: str, identity: str | None) -> Same:
    """How surely the claim is of the model that a page prints as `model`."""
    if not names_one(claim):
        return Same.UNNAMED
    bare = _bare(claim.model)
    told, shown = folded(bare), folded(model)
    known = claim.model_id or _identity(claim.model, claim.vendor) or _identity(bare, claim.vendor)
    identity = identity or _identity(model, claim.vendor)
    if shown and (shown in (told, folded(claim.model)) or (known is not None and known == identity)):
        return Same.YES
    if ONE_OF_A_SERIES.search(told):
        return Same.NO
    return Same.SERIES if _is_member(known, identity) or _is_member(told, shown) else Same.NO


def names_one(claim: Claim) -> bool:
    """Whether the claim names a model or plan, or only speaks of some: "豆包主力模型", "all models"."""
    return _names_one(claim.model, claim.vendor)


def same_meter(claim: Claim, meter: str | None) -> bool:
    """A claim without a meter is of any; a change without one (of a model, a limit) is of all."""
    if claim.meter is None or meter is None:
        return True
    said, counted = (METERS_ALIKE.get(one, one) for one in (claim.meter, meter))
    return said == counted or (said == "input_output" and counted in BOTH)


@lru_cache(maxsize=4_096)
def _names_one(printed: str, vendor: str) -> bool:
    bare = _bare(printed)
    if not bare:
        return False
    if _identity(bare, vendor) is not None:
        return True
    return WHICH_ONES.search(printed) is None and not _is_family(bare, vendor)


@lru_cache(maxsize=4_096)
def _bare(printed: str) -> str:
    """The name without the words that speak of models: "混元-lite大模型" is 混元-lite."""
    return " ".join(NO_NAME.sub(" ", printed).split())


def _is_family(name: str, vendor: str) -> bool:
    """ "Gemini", "豆包": with a number behind it, it would be a model's name; "ChatGPT Plus 9" would not."""
    return _identity(f"{name} 9", vendor) is not None


def _identity(printed: str, vendor: str) -> str | None:
    return model_id(printed, sold_by(vendor)) or model_id(printed, vendor)


def _is_member(series: str | None, name: str | None) -> bool:
    """Whether `name` is `series` with nothing behind it but what leaves it the same model."""
    if not series or not name or not name.startswith(f"{series}-"):
        return False
    return all(MEMBER.fullmatch(word) for word in name[len(series) + 1 :].split("-"))
