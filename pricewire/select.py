"""Words on the command line → the pages they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.types import Page
from pricewire.cli import Failure

if TYPE_CHECKING:
    from spiders.declarations import Catalogue


def selected(catalogue: Catalogue, words: Sequence[str]) -> tuple[Page, ...]:
    """The pages that the words name; all for none. Fails with the near names where a word names nothing."""
    from spiders.declarations import UnknownWord

    try:
        return catalogue.select(words)
    except UnknownWord as error:
        raise Failure(str(error)) from error
