"""A data folder → whether `pricewire demo` made it: then its vendors are the demo's, and nothing is crawled from it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pricewire.cli import Failure

if TYPE_CHECKING:
    from spiders.declarations import Catalogue

TOLD = "This is the demo's folder: its vendors and news are those of the demo, and nothing is crawled."
_MARK = "demo.toml"


def mark(data: Path, port: int) -> None:
    """From now on it is the folder of the demo whose site had that port."""
    (data / _MARK).write_text(f"# Made by `pricewire demo`, where its site had this port.\nport = {port}\n")


def is_demo(data: Path) -> bool:
    return (data / _MARK).exists()


def demo_catalogue(data: Path) -> Catalogue:
    """The demo's vendors, with the addresses that their pages had. Raises `Failure`."""
    from schedules.demo import catalogue

    file = data / _MARK
    try:
        port = tomllib.loads(file.read_text())["port"]
    except (OSError, ValueError, KeyError):
        port = None
    if not isinstance(port, int):
        raise Failure(f"{file}: expected the mark of a demo, found something else. Run `pricewire demo` again.")
    return catalogue(port)


def refuse_in_demo(data: Path) -> None:
    """Raises `Failure` in the demo's folder: its site is gone, and no other page and no reader has any business there:
    the next demo throws all of it away."""
    if is_demo(data):
        raise Failure(
            f"{data} is the demo's folder, whose site is only there while `pricewire demo` runs. "
            "Set PRICEWIRE_DATA to a folder of your own, or leave it unset."
        )
