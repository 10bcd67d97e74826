"""The claims of a headline and of the text below it → every thing told once, where it is told best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.types import Claim, ClaimKind

_EFFORT: Final = re.compile(r"(?:-(?:low|medium|high|minimal|thinking|preview|latest|instruct|\d{2,8}))+")
"""What a name has behind that of the model itself."""
_NEXT_SENTENCE: Final = 3
"""Characters between two sentences of one line, at most."""
_FAMILIES: Final = {
    ClaimKind.PRICE_CUT: "down",
    ClaimKind.BECAME_FREE: "down",
    ClaimKind.PROMOTION: "down",
    ClaimKind.FREE_TIER_ADDED: "down",
    ClaimKind.PRICE_RISE: "up",
    ClaimKind.FREE_ENDED: "up",
    ClaimKind.FREE_TIER_REMOVED: "up",
    ClaimKind.FREE_TIER_CHANGED: "limit",
    ClaimKind.RATE_LIMIT_CHANGED: "limit",
}


def distinct(headlines: Sequence[Claim], body: Sequence[Claim]) -> list[Claim]:
    """The claims of the body; of the headlines those that the body says nothing of, or not in figures."""
    if any(map(has_figure, headlines)) and body and not any(map(has_figure, body)):
        families = {_family(claim) for claim in headlines if has_figure(claim)}
        body = [claim for claim in body if _family(claim) not in families]
        headlines = [claim for claim in headlines if has_figure(claim)]
    told = {_family(claim) for claim in body}
    if not body:
        headlines = _last_of_each(headlines)
    kept = [claim for claim in headlines if not body or (has_figure(claim) and _family(claim) not in told)]
    return _told_best([_directed(claim, body) for claim in (*kept, *body)])


def _last_of_each(headlines: Sequence[Claim]) -> list[Claim]:
    """The headlines without those that say the same kind of thing in general that a later one says too."""
    last = {(claim.vendor, claim.kind, claim.model): claim for claim in headlines}
    return [claim for claim in headlines if has_figure(claim) or last[claim.vendor, claim.kind, claim.model] is claim]


def _directed(claim: Claim, body: Sequence[Claim]) -> Claim:
    """The price of a model of which the text says elsewhere that it is cut or raised is the price after that."""
    if claim.kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE or claim.successor_of or claim.percent_against:
        return claim
    moved = {
        other.kind
        for other in body
        if other.kind in (ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE)
        and other.quote != claim.quote
        and claim.model
        and _same_model(claim, other)
    }
    return replace(claim, kind=moved.pop()) if len(moved) == 1 else claim


def has_figure(claim: Claim) -> bool:
    """Whether a claim says how much."""
    return bool(claim.new_price is not None or claim.percent or claim.ratio or claim.free)


def _family(claim: Claim) -> str:
    return _FAMILIES.get(claim.kind, claim.kind)


def _told_best(found: Sequence[Claim]) -> list[Claim]:
    """Without what another claim of the same vendor and direction says as well, or better."""
    kept: list[Claim] = []
    for claim in sorted(_with_percents(found), key=_weight, reverse=True):
        if not any(_adds_nothing(claim, other) for other in kept):
            kept.append(claim)
    return kept


def _with_percents(found: Sequence[Claim]) -> list[Claim]:
    """A percent that stands alone is said with the prices of the same model and meter that have none."""
    alone = [claim for claim in found if claim.percent and claim.new_price is None]
    kept = list(found)
    for claim in alone:
        own = [at for at, other in enumerate(kept) if _goes_with(claim, other)]
        for at in own:
            kept[at] = replace(kept[at], percent=claim.percent, percent_bound=claim.percent_bound)
        if own:
            kept.remove(claim)
    return kept


def _goes_with(claim: Claim, other: Claim) -> bool:
    return (
        other.new_price is not None
        and other.percent is None
        and (claim.vendor, claim.kind) == (other.vendor, other.kind)
        and (bool(claim.model and other.model) or claim.quote == other.quote)
        and _same_model(claim, other)
        and claim.meter in (None, other.meter)
        and claim.ends == other.ends
    )


def _weight(claim: Claim) -> tuple[int, int, int]:
    figures = (claim.new_price, claim.old_price, claim.percent, claim.ratio)
    times = (claim.ends or claim.ends_printed, claim.effective, claim.meter)
    return sum(map(_is_said, figures)) + claim.free, bool(claim.model), sum(map(_is_said, times))


def _is_said(value: object) -> bool:
    return value is not None and value != ""


def _adds_nothing(claim: Claim, other: Claim) -> bool:
    if claim.vendor != other.vendor or not _are_alike(claim, other):
        return False
    if not has_figure(claim):
        if _family(claim) in ("limit", ClaimKind.PLAN_CHANGED):
            if claim.kind == other.kind and not claim.model and has_figure(other) and _family(claim) == "limit":
                return True
            if _leads_to(claim, other):
                return True
            return claim.quote == other.quote or (claim.model != "" and claim.model == other.model)
        named_beside = bool(claim.model and other.model) and claim.quote == other.quote
        return _same_model(claim, other) or (claim.kind == other.kind and has_figure(other) and not named_beside)
    if not claim.model and claim.percent_bound == "max" and other.model:
        return True
    return (not claim.model or _same_model(claim, other)) and _same_figures(claim, other)


def _leads_to(claim: Claim, other: Claim) -> bool:
    """Whether a sentence that names no price stands right before the one that prints it."""
    gap = other.start - (claim.start + len(claim.quote))
    return claim.kind == other.kind and other.new_price is not None and not claim.model and 0 <= gap <= _NEXT_SENTENCE


def _are_alike(claim: Claim, other: Claim) -> bool:
    """Whether two claims may tell one thing: both of a price that moves the same way, or both of something free."""
    prices = (ClaimKind.PRICE_CUT, ClaimKind.PROMOTION)
    if claim.kind == other.kind or (claim.kind in prices and other.kind in prices):
        return True
    return _family(claim) == _family(other) and (claim.free or other.free) and claim.free == other.free


def _same_model(claim: Claim, other: Claim) -> bool:
    if claim.model_id and other.model_id:
        short, long = sorted((claim.model_id, other.model_id), key=len)
        return short == long or (long.startswith(f"{short}-") and _EFFORT.fullmatch(long[len(short) :]) is not None)
    one, two = claim.model.lower(), other.model.lower()
    return one in two or two in one


def _same_figures(claim: Claim, other: Claim) -> bool:
    """Whether each figure of the one is in the other too, for the same meter."""
    if claim.meter not in (None, other.meter) or (claim.free and not other.free):
        return False
    pairs: Iterable[tuple[object, object]] = (
        (claim.new_price, other.new_price),
        (claim.old_price, other.old_price),
        (claim.percent, other.percent),
        (claim.ratio, other.ratio),
    )
    return all(one is None or one == two for one, two in pairs)
