"""Which browser there is to render pages with, and what to say where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

EXECUTABLES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FIX = "install one: apt-get install chromium-headless-shell, or: playwright install --only-shell chromium"

AT_ONCE = 2
"""Pages open in the browser at one time."""


class NoBrowser(Exception):
    """No browser that could render a page; the text says what is missing and how to get it."""


def executable(wish: str | None) -> str | None:
    """Path of the browser to use: the one wished for, or Debian's; None leaves it to Playwright to find its own.

    Raises `NoBrowser` where the one wished for is not there.
    """
    if wish is None:
        return next((path for name in EXECUTABLES if (path := shutil.which(name))), None)
    if not Path(wish).is_file():
        raise NoBrowser(f"no browser at {wish}; {FIX}")
    return wish
