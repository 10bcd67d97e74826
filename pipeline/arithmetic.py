"""A claim and what is known beside it → whether its figures add up, and what the headline leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pipeline.types import Change, Claim, Event, Rate


class Sums(StrEnum):
    """Whether a printed size fits the prices."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    BASELINE_UNKNOWN = "baseline_unknown"
    """Against "the industry", or against a price that nobody prints and we do not know."""
    NOTHING_TO_CHECK = "nothing_to_check"
    """No size is printed."""


class Beside(StrEnum):
    """What has to be said beside the headline."""

    INPUT_ONLY = "input_only"
    """Only the input price is named: the output price is unknown, not unchanged."""
    FLAGSHIP_UNTOUCHED = "flagship_untouched"
    CACHE_RAISED = "cache_raised"
    LIMITS_TIGHTENED = "limits_tightened"
    PERCENT_IS_MAX = "percent_is_max"
    OLD_FROM_HISTORY = "old_from_history"


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside a claim; all of it optional."""

    known_old: Rate | None = None
    """The rate before the claim, from our own history."""
    siblings: tuple[Change, ...] = ()
    """What else moved at this vendor at the time: the parts of the event, or its neighbours in the capture."""
    selling: tuple[Rate, ...] = ()
    """The rates that the vendor asks: which models are its best."""
    market: tuple[Rate, ...] = ()
    """Rates of other vendors: which of them a position against the market may mean."""
    limits: tuple[Event, ...] = ()
    """Events of the vendor's limits within the window."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to be said beside the headline, with its figures by name, ready for words."""

    kind: Beside
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A claim, reckoned up."""

    verdict: Sums
    said: Decimal | None = None
    """The printed size in percent, without a sign; for "a quarter of the price", 75."""
    computed: Decimal | None = None
    """(new − old) ÷ old × 100, without a sign, to four places."""
    old: Decimal | None = None
    """The old price in the claim's own unit and currency: printed, or from our history."""
    exact_old: Decimal | None = None
    """The old price with which what is said would be exact: 0.0005 less 97 % needs 0.0167."""
    implied: tuple[Decimal, Decimal] | None = None
    """The baselines that would round to what is said, from and to; never asserted."""
    candidates: tuple[Rate, ...] = ()
    """Known rates of other vendors that lie in `implied`; shown, never asserted."""
    notes: tuple[Note, ...] = ()


def arithmetic(claim: Claim, around: Around = Around()) -> Arithmetic:
    """Reckon up a claim. A size fits where it differs by less than one in its last printed place, so that rounding up,
    rounding down and cutting off all pass: 97 % said of 97.5 %."""
    raise NotImplementedError
