"""A claim → the rates that it says held before and hold now; and whether two claims say the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.corroborate.compare import of_the_price_itself
from pipeline.corroborate.figures import price_agrees, size_agrees, size_said
from pipeline.types import Claim, ClaimKind, Rate, State


def claimed_rates(claim: Claim) -> tuple[Rate | None, Rate | None]:
    """(old, new) as the claim prints them; None for what it does not print whole: a price without a unit is none."""
    claim = of_the_price_itself(claim)
    free = claim.free or claim.kind is ClaimKind.BECAME_FREE
    new = _free(claim) if free else None if claim.is_delta else _priced(claim, claim.new_price)
    old = _free(claim) if claim.kind is ClaimKind.FREE_ENDED else _priced(claim, claim.old_price)
    return old, new


def same_claim(one: Claim, other: Claim) -> bool:
    """Whether two claims of one vendor, model and meter say the same of its price; in two currencies, the same size."""
    if one is other:
        return True
    new = claimed_rates(one)[1]
    if new is not None and (agrees := price_agrees(of_the_price_itself(other), new)) is not None:
        return agrees
    said = size_said(one)
    if said is None or one.kind is not other.kind:
        return False
    return size_agrees(other, said if one.kind is ClaimKind.PRICE_RISE else -said, strict=True) is True


def _priced(claim: Claim, price: Decimal | None) -> Rate | None:
    if price is None or not claim.unit:
        return None
    bare = Rate(claim.model, claim.meter or "", printed=claim.quote, model_id=claim.model_id)
    return replace(bare, unit_price=price, currency=claim.currency, per=claim.per, unit=claim.unit)


def _free(claim: Claim) -> Rate:
    return Rate(
        claim.model, claim.meter or "", (), State.FREE, Decimal(0), printed=claim.quote, model_id=claim.model_id
    )
