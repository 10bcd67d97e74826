"""A claim → the witness it is for a held change of a page."""

from __future__ import annotations

from pipeline.types import Claim, Witness


def story_witness(claim: Claim, story: str, vendor: str) -> Witness | None:
    """The witness that a claim of story `story` is for changes on a page of `vendor`; None where it is none: of
    another vendor, a recap, a position against the market, or without a figure."""
    raise NotImplementedError
