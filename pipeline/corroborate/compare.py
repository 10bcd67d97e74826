"""A claim and a change → whether they are of the same thing and whether their figures agree, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.types import Change, Claim, Event


class Figures(StrEnum):
    """How the figures of a claim stand to those of a change."""

    AGREE = "agree"
    DIFFER = "differ"
    SILENT = "silent"
    """Nothing can be compared: no figure printed, or another currency and no percentage."""


@dataclass(frozen=True, slots=True)
class Match:
    """How far a claim and a change are the same."""

    same_subject: bool
    """Vendor, model and meter are the same, whatever happened to the price."""
    same_direction: bool
    """What the claim says happened is what happened."""
    figures: Figures
    score: int
    """0 for no match; else the higher, the surer. Only for choosing among the events of one claim."""
    reasons: tuple[str, ...]
    """English, short, in the order they were found."""

    @property
    def is_about(self) -> bool:
        """The claim tells of this change."""
        return self.score > 0


def about(claim: Claim, event: Event) -> bool:
    """Whether the claim tells of this event, whenever either was seen."""
    return match(claim, event).is_about


def match(claim: Claim, event: Event) -> Match:
    """How far the claim and the event are the same; of an event with parts, the part that fits best."""
    raise NotImplementedError


def compare(claim: Claim, change: Change) -> Match:
    """As `match`, where the vendor is known to be the same; see `concerns`."""
    raise NotImplementedError
