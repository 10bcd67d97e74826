"""What a claim and a change are of → whether that is the same vendor, model and meter."""

from __future__ import annotations

from pipeline.types import Claim


def vendors_of(company: str) -> tuple[str, ...]:
    """The catalogue's ids of the vendors whose own prices a company sets: bytedance → volcengine; google → google and
    vertex. A host or reseller that sells the same models is none of them."""
    raise NotImplementedError


def concerns(claim: Claim, vendor: str) -> bool:
    """Whether the claim is of prices that this vendor sets itself."""
    raise NotImplementedError
