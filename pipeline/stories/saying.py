"""The claims of a story → the one that says it best."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.types import Claim


def fullest(claims: Iterable[Claim]) -> Claim:
    """The claim with the most figures, the first told among equals. ValueError: there is none."""
    return max(claims, key=_said)


def _said(claim: Claim) -> tuple[int, int]:
    """(a known model, how many figures)."""
    figures = (claim.new_price, claim.old_price, claim.percent, claim.ratio, claim.effective, claim.meter)
    return int(claim.model_id is not None), sum(figure is not None for figure in figures) + claim.free
