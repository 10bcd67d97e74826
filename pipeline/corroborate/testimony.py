"""A claim → the witness it is for a held change of a page."""

from __future__ import annotations

from pipeline.corroborate.compare import names_a_figure
from pipeline.corroborate.subjects import concerns, names_one
from pipeline.types import Claim, Witness


def story_witness(claim: Claim, story: str, vendor: str) -> Witness | None:
    """The witness that a claim of story `story` is for changes on a page of `vendor`.

    None where it is none: of another vendor, a recap, of no named model, or without a figure of the price itself.
    """
    if claim.recap or not concerns(claim, vendor) or not names_one(claim) or not names_a_figure(claim):
        return None
    return Witness(f"story {story}", model=claim.model, model_id=claim.model_id, meter=claim.meter, claim=claim)
