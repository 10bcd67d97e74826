"""A Chinese passage with its mentions and figures → the claims it makes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.claims.passage import Passage
from pipeline.claims.printed import Figure, Mention
from pipeline.types import Claim


def claims_in(passage: Passage, mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[Claim]:
    """The claims of the sentences that are written in Chinese."""
    return []
