"""A claim and a change → whether they are of the same thing and whether their figures agree, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from pipeline.corroborate.figures import (
    Figures,
    delta_agrees,
    old_price_agrees,
    price_agrees,
    size_agrees,
    size_said,
    sizes,
)
from pipeline.corroborate.kinds import PROMOTIONS, Fit, fit, way_said
from pipeline.corroborate.subjects import Same, concerns, same_meter, same_model
from pipeline.identify import change_of
from pipeline.types import Change, Claim, ClaimKind, Event, Rate

NAMES = {Same.YES: "model {0}", Same.SERIES: "{0} is one of {1}", Same.UNNAMED: "no model is named", Same.NO: ""}
LIMITS = frozenset({ClaimKind.RATE_LIMIT_CHANGED, ClaimKind.FREE_TIER_CHANGED})


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


NO_MATCH = Match(False, False, Figures.SILENT, 0, ())


def about(claim: Claim, event: Event) -> bool:
    """Whether the claim tells of this event, whenever either was seen."""
    return match(claim, event).is_about


def match(claim: Claim, event: Event) -> Match:
    """How far the claim and the event are the same; of an event with parts, the part that fits best."""
    if not concerns(claim, event.vendor):
        return NO_MATCH
    return compare(claim, change_of(event))


def compare(claim: Claim, change: Change, *, strict: bool = False) -> Match:
    """As `match`, where the vendor is known to be the same; see `concerns`.

    Figures that are printed have to agree; only where none is, or nothing on a page could be one, subject and direction
    are enough. With `strict`, as for a witness, a figure has to agree, and a bound ("up to 50 %") to be met.
    """
    if is_position(claim):
        return NO_MATCH
    claim = of_the_price_itself(claim)
    steps = change.parts or (change,)
    return max((_compare(claim, step, strict) for step in steps), key=lambda found: (found.score, found.same_subject))


def of_the_price_itself(claim: Claim) -> Claim:
    """The claim without what is said against the market, a competitor or a predecessor: of that no page tells."""
    if not claim.percent_against and not claim.successor_of:
        return claim
    return replace(claim, percent=None, ratio=None, percent_bound="", old_price=None)


def names_a_figure(claim: Claim) -> bool:
    """Whether there is anything of the price itself that a page could show otherwise."""
    claim = of_the_price_itself(claim)
    free = claim.free or claim.kind in (ClaimKind.BECAME_FREE, ClaimKind.FREE_ENDED)
    return free or claim.new_price is not None or size_said(claim) is not None


def is_position(claim: Claim) -> bool:
    """Whether all that a claim of a cut or rise says is how a price lies to others: nothing that a page could show."""
    against = bool(claim.percent_against or claim.successor_of)
    return against and (way_said(claim) != 0 or claim.kind is ClaimKind.PROMOTION) and not names_a_figure(claim)


def _compare(claim: Claim, change: Change, strict: bool) -> Match:
    model = same_model(claim, change.model, change.model_id)
    if model is Same.NO or not same_meter(claim, change.meter):
        return NO_MATCH
    fits = fit(claim, change)
    figures, reasons = _figures(claim, change, strict or model is Same.UNNAMED)
    told = tuple(filter(None, (NAMES[model].format(change.model, claim.model), *reasons)))
    unsaid = figures is Figures.SILENT and not strict and (change.new is None or not names_a_figure(claim))
    enough = figures is Figures.AGREE or (unsaid and fits is Fit.YES and model is not Same.UNNAMED)
    if fits is Fit.NO or not enough:
        return Match(True, fits is not Fit.NO, figures, 0, told)
    score = 10 * model + 20 * (figures is Figures.AGREE) + 4 * (claim.meter is not None and change.meter is not None)
    score += 3 * (fits is Fit.YES) + 2 * _has_old_price(claim, change) + max(0, 2 - len(change.terms))
    return Match(True, True, figures, score, told)


def _has_old_price(claim: Claim, change: Change) -> bool:
    return change.old is not None and old_price_agrees(claim, change.old) is True


def _figures(claim: Claim, change: Change, strict: bool) -> tuple[Figures, list[str]]:
    """A price decides where it can be compared; else a size; else an amount of what is no rate."""
    if change.new is None:
        return _amounts(claim, change)
    price = _price(claim, change.old, change.new, promoted=change.kind in PROMOTIONS)
    if price is not None:
        return _as(price), [_said(price, "price")]
    moved = [size_agrees(claim, size, strict=strict) for size in sizes(change.old, change.new)]
    if not moved or moved[0] is None:
        return Figures.SILENT, []
    return _as(any(moved)), [_said(any(moved), "size")]


def _price(claim: Claim, old: Rate | None, new: Rate, *, promoted: bool) -> bool | None:
    """Whether the new price is the claimed one; of a promotion, the price asked, not the list price that stands."""
    if claim.is_delta:
        return None if old is None else delta_agrees(claim, old, new)
    agrees = price_agrees(claim, replace(new, list_price=None) if promoted else new)
    if agrees is None and claim.kind is ClaimKind.FREE_ENDED and old is not None:
        return old_price_agrees(claim, old)
    return agrees


def _amounts(claim: Claim, change: Change) -> tuple[Figures, list[str]]:
    """Of a limit: the number itself."""
    shown = _number(change.detail.get("new", ""))
    if claim.new_price is None or shown is None or claim.kind not in LIMITS:
        return Figures.SILENT, []
    return _as(shown == claim.new_price), [_said(shown == claim.new_price, "amount")]


def _number(printed: str) -> Decimal | None:
    try:
        return Decimal(printed.replace(",", ""))
    except InvalidOperation:
        return None


def _as(agrees: bool) -> Figures:
    return Figures.AGREE if agrees else Figures.DIFFER


def _said(agrees: bool, what: str) -> str:
    return f"the {what} {'agrees' if agrees else 'differs'}"
