"""Names as they are compared: case does not matter, and a model's id says who made it."""

from pipeline.about import folded, maker_of

__all__ = ["folded", "maker_of"]
