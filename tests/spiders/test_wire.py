"""What goes over the pipe comes out the same."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.types import Capture, Failed, Page, Rendering, Unchanged, Validators, Why
from spiders.frames import Frame, Unpacker, pack
from spiders.orders import CrawlSettings
from spiders.wire import (
    Answer,
    Charge,
    Job,
    Recorded,
    pack_answer,
    pack_charge,
    pack_job,
    unpack_answer,
    unpack_charge,
    unpack_job,
)

NOW = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def only(packed: bytes) -> Frame:
    (frame,) = Unpacker().feed(packed)
    return frame


@given(
    frames=st.lists(st.tuples(st.dictionaries(st.text(), st.text()), st.lists(st.binary()))),
    cuts=st.lists(st.integers(1, 50), min_size=1),
)
def test_frames_come_out_whole_however_the_pipe_cuts_them(frames, cuts):
    stream = b"".join(pack({"said": header}, *blobs) for header, blobs in frames)
    unpacker, came = Unpacker(), []
    while stream:
        for cut in cuts:
            came += unpacker.feed(stream[:cut])
            stream = stream[cut:]
    assert came == [Frame({"said": header}, tuple(blobs)) for header, blobs in frames]


def test_a_charge_survives():
    charge = Charge(CrawlSettings(allow_hosts=frozenset({"a", "b:1"}), contact="我"), Rendering.BROWSER)
    assert unpack_charge(only(pack_charge(charge))) == charge


def test_a_job_survives():
    page = Page("acme/p", "acme", "https://acme.example/价格", lang="zh", hosts=("www.acme.example",))
    job = Job(7, page, Validators('"e"', None), Recorded("/a.warc.gz", 12, NOW))
    assert unpack_job(only(pack_job(job))) == job
    assert unpack_job(only(pack_job(Job(8, page)))) == Job(8, page)


def test_every_kind_of_answer_survives():
    capture = Capture(
        "acme/p", "https://acme.example/", NOW, 200, b"", EMPTY, "text/html", None, (("a", "b"), ("a", "ü")), True,
        (("https://acme.example/api", b"\x00{}"), ("https://acme.example/b", b"")),
    )  # fmt: skip
    for fetch in (
        capture,
        Unchanged("acme/p", "https://acme.example/", NOW),
        Failed("acme/p", "https://acme.example/", NOW, Why.TOO_MANY, "often", 429, 60),
    ):
        assert unpack_answer(only(pack_answer(Answer(3, fetch)))) == Answer(3, fetch)
