"""What a client takes into the form in which it is answered: JSON, CSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from http import HTTPStatus

from publish.api.problems import Refused


class Form(StrEnum):
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv",
    Form.PARQUET: "application/vnd.apache.parquet",
}


def form_for(asked: Form | None, accept: str) -> Form:
    """The form asked for by name, else the one that the Accept header likes best. Raises `Refused` (406)."""
    if asked is not None:
        return asked
    if not accept.strip():
        return Form.JSON
    ranges = list(_ranges(accept))
    weight, form = max(((_weight(MEDIA_TYPES[form], ranges), -n, form) for n, form in enumerate(Form)))[::2]
    if weight <= 0:
        raise Refused(HTTPStatus.NOT_ACCEPTABLE, f"There is {', '.join(MEDIA_TYPES.values())}.")
    return form


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """(media range, weight) of each; one that is not understood is left out."""
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [value.removeprefix("q=") for value in parameters if value.startswith("q=")]
        try:
            yield media, float(weights[0]) if weights else 1.0
        except ValueError:
            continue


def _weight(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """By the most specific range that fits, as RFC 9110, 12.5.1 has it."""
    kind = media_type.partition("/")[0]
    for fitting in (media_type, f"{kind}/*", "*/*"):
        weights = [weight for media, weight in ranges if media == fitting]
        if weights:
            return max(weights)
    return 0.0
