"""The life of one crawl process: started, spoken to, and ended for good, with everything that it started itself."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from pipeline.types import Rendering
from spiders.frames import Frame, Unpacker
from spiders.orders import CrawlSettings
from spiders.wire import Charge, pack_charge

_PIECE = 1_048_576
_SET_PIPE_SIZE = 1031
_SET_CHILD_SUBREAPER = 36
_MOMENT = 0.2
"""Seconds in which a sound process ends when its input does."""


class Child:
    """`python -m spiders.worker` in a process group of its own, with a pipe each way that never blocks us."""

    def __init__(self, settings: CrawlSettings, rendering: Rendering) -> None:
        self._scratch = TemporaryDirectory(prefix="pricewire-", ignore_cleanup_errors=True)
        self._renders = rendering is Rendering.BROWSER
        log = settings.log_path.open("ab") if settings.log_path else None
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-m", "spiders.worker", self._scratch.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log or subprocess.DEVNULL,
            start_new_session=True,
            cwd=Path(__file__).parent.parent,
        )
        if log:
            log.close()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input = self._process.stdin
        self._output = self._process.stdout
        for pipe in (self._input, self._output):
            os.set_blocking(pipe.fileno(), False)
            with suppress(OSError):
                fcntl.fcntl(pipe.fileno(), _SET_PIPE_SIZE, _PIECE)
        self._unsent = bytearray(pack_charge(Charge(settings, rendering)))
        self._unpacker = Unpacker()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the process has ended by itself, or by someone else's hand."""
        return self._process.poll() is not None

    @property
    def readable(self) -> int:
        """The descriptor on which answers come."""
        return self._output.fileno()

    @property
    def writable(self) -> int | None:
        """The descriptor that takes what is still to be sent; None if nothing is."""
        return self._input.fileno() if self._unsent else None

    def send(self, frame: bytes) -> None:
        """Put `frame` behind what is still to be sent."""
        self._unsent += frame

    def write(self) -> None:
        """Send as much as the pipe takes now."""
        try:
            sent = os.write(self._input.fileno(), self._unsent[:_PIECE])
        except BlockingIOError:
            return
        except BrokenPipeError:
            self._unsent.clear()
            return
        del self._unsent[:sent]

    def read(self) -> list[Frame] | None:
        """The frames that have come in; None once the process has ended."""
        try:
            data = os.read(self._output.fileno(), _PIECE)
        except BlockingIOError:
            return []
        return list(self._unpacker.feed(data)) if data else None

    def end(self) -> str:
        """End the process and all that it started, and say how it ended.

        It is asked first, by the end of its input, and has a moment to comply.
        """
        with _adopting():
            family = self._family()
            with suppress(OSError):
                self._input.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_MOMENT)
            family |= self._family()
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            for pid in family:
                _kill(pid)
            code = self._process.wait()
            _reap(family)
        self._output.close()
        self._scratch.cleanup()
        return how_it_ended(code)

    def _family(self) -> set[int]:
        """The processes that this one started, and theirs. Only a browser is started at all."""
        return offspring(self._scratch.name) if self._renders else set()


def how_it_ended(code: int) -> str:
    """-9 → "was killed by SIGKILL"; 1 → "ended with code 1"."""
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"


def offspring(scratch: str) -> set[int]:
    """Processes that were told of the folder `scratch`, and all that these started; none where /proc does not tell.

    A browser puts itself into a process group of its own, and outlives whoever started it:
    neither the group nor the family tree finds it reliably, the folder that it writes to does.
    """
    parents: dict[int, int] = {}
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            pid = int(entry.name)
            parents[pid] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if scratch.encode() in (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes():
                found.add(pid)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _reap(pids: set[int], patience: float = 1.0) -> None:
    """Wait for those of `pids` that have become our children, so that none stays as a zombie."""
    until = monotonic() + patience
    waiting = set(pids)
    while waiting and monotonic() < until:
        for pid in tuple(waiting):
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            if not Path(f"/proc/{pid}").exists():
                waiting.discard(pid)
        if waiting:
            sleep(0.005)


@contextmanager
def _adopting() -> Iterator[None]:
    """While this holds, orphaned processes become our children: in a container nobody else may reap them."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        yield
        return
    prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
