"""Two claims → what their articles show beyond figures and names: the same words, the same page, the model meant."""

from __future__ import annotations

from pipeline.stories.likeness import alike
from pipeline.stories.told import Told


def echoed(one: Told, two: Told) -> bool:
    """Whether the one tells it in the other's words, or both point at one page, or the one at the other."""
    if not one.links.isdisjoint(two.links) or one.page in two.links or two.page in one.links:
        return True
    return alike(one.quote, two.quote)


def means(one: Told, two: Told) -> bool:
    """Whether one article names a line, and beside it the model of the other, which it claims nothing else of."""
    return _takes(one, two) or _takes(two, one)


def _takes(line: Told, model: Told) -> bool:
    """The article that names the line also names the model, and neither claims something of both."""
    missing = model.name.words - line.name.words
    if not line.name.words < model.name.words or not missing <= line.beside:
        return False
    return line.name not in model.others and model.name not in line.others
