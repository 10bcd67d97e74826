"""Bodies: kept once, found again byte for byte, never half written, never wrong without a word."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.bodies import DEEPEST, Bodies
from storage.errors import BodyDamaged, BodyMissing, Unreachable

AHEAD = datetime.now(UTC) + timedelta(days=1)
PAGE = "".join(f"<tr><td>model-{n}</td><td>${n * 7919 % 997}.{n}</td></tr>" for n in range(4000)).encode()


@pytest.fixture
def bodies(tmp_path: Path) -> Bodies:
    return Bodies(tmp_path / "bodies")


def size_of(bodies: Bodies, sha: str) -> int:
    return bodies.path(sha).stat().st_size


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_every_version_of_a_page_comes_back_byte_for_byte(bodies: Bodies, versions: list[bytes]) -> None:
    like = None
    for body in versions:
        like = bodies.put(body, like)
        assert like == sha256(body).hexdigest()
    for body in versions:
        assert bodies.get(sha256(body).hexdigest()) == body


def test_a_body_is_kept_once(bodies: Bodies) -> None:
    first = bodies.put(PAGE)
    written = bodies.path(first).stat().st_mtime_ns
    assert bodies.put(PAGE) == first
    assert bodies.put(PAGE, like=first) == first
    assert list(bodies.all()) == [first]
    assert bodies.path(first).stat().st_mtime_ns == written


def test_the_next_version_of_a_page_costs_next_to_nothing(bodies: Bodies) -> None:
    first = bodies.put(PAGE)
    second = bodies.put(PAGE.replace(b"model-7<", b"model-7b<"), like=first)
    assert size_of(bodies, second) < 200 < 10_000 < size_of(bodies, first)


def test_a_page_of_megabytes_is_compared_from_end_to_end(bodies: Bodies) -> None:
    large = random.Random(1).randbytes(6_000_000)
    first = bodies.put(large)
    second = bodies.put(large[:3_000_000] + b"new" + large[3_000_000:], like=first)
    assert size_of(bodies, second) < 20_000
    assert bodies.get(second)[2_999_998:3_000_005] == large[2_999_998:3_000_000] + b"new" + large[3_000_000:3_000_002]


def test_no_body_hangs_on_a_long_chain_of_others(bodies: Bodies) -> None:
    like = None
    kept = []
    for n in range(DEEPEST + 5):
        like = bodies.put(PAGE + str(n).encode(), like)
        kept.append(like)
    whole = [sha for sha in kept if size_of(bodies, sha) > 10_000]
    assert whole == [kept[0], kept[DEEPEST + 1]]
    assert bodies.get(kept[-1]) == PAGE + str(DEEPEST + 4).encode()


def test_a_base_that_is_missing_is_no_base(bodies: Bodies) -> None:
    sha = bodies.put(PAGE, like="ab" * 32)
    assert bodies.get(sha) == PAGE


@pytest.mark.parametrize("kept", [b"", b"PWB1", b"nonsense" * 20])
def test_a_damaged_body_does_not_stop_the_next(bodies: Bodies, kept: bytes) -> None:
    first = bodies.put(PAGE)
    bodies.path(first).write_bytes(kept)
    assert bodies.get(bodies.put(PAGE + b"2", like=first)) == PAGE + b"2"


def test_a_body_that_was_never_put_is_missing_and_named(bodies: Bodies) -> None:
    with pytest.raises(BodyMissing, match="cd" * 32):
        bodies.get("cd" * 32)


@pytest.mark.parametrize("at", [0, 4, 10, 60, -1])
def test_a_flipped_bit_is_told_never_returned(bodies: Bodies, at: int) -> None:
    sha = bodies.put(PAGE)
    kept = bytearray(bodies.path(sha).read_bytes())
    kept[at] ^= 0x10
    bodies.path(sha).write_bytes(kept)
    try:
        assert bodies.get(sha) == PAGE  # a flip in the depth alone changes no byte of the body
        assert at == 4
    except (BodyDamaged, BodyMissing) as told:
        assert sha in str(told) or at == 10


def test_a_truncated_file_is_damage(bodies: Bodies) -> None:
    sha = bodies.put(PAGE)
    bodies.path(sha).write_bytes(bodies.path(sha).read_bytes()[:20])
    with pytest.raises(BodyDamaged):
        bodies.get(sha)


def test_a_body_that_is_another_is_damage(bodies: Bodies) -> None:
    one, other = bodies.put(b"one"), bodies.put(b"other")
    bodies.path(one).write_bytes(bodies.path(other).read_bytes())
    with pytest.raises(BodyDamaged, match=one):
        bodies.get(one)


def test_a_write_that_fails_leaves_no_half_body(bodies: Bodies) -> None:
    sha = sha256(PAGE).hexdigest()
    bodies.folder.mkdir()
    (bodies.folder / sha[:2]).write_text("a file where a folder has to be")
    with pytest.raises(Unreachable, match="cannot be written"):
        bodies.put(PAGE)
    assert not bodies.has(sha)


def test_prune_keeps_what_is_in_use_and_what_that_is_packed_against(bodies: Bodies) -> None:
    base = bodies.put(PAGE)
    used = bodies.put(PAGE + b"2", like=base)
    orphan = bodies.put(b"nobody speaks of me")
    assert bodies.prune(keep={used}, before=AHEAD) == 1
    assert bodies.get(used) == PAGE + b"2"
    assert bodies.has(base) and not bodies.has(orphan)


def test_prune_spares_a_body_put_for_a_transaction_still_open(bodies: Bodies) -> None:
    young = bodies.put(b"young")
    assert bodies.prune(keep=set(), before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert bodies.has(young)


def test_prune_removes_what_a_killed_program_left_unfinished(bodies: Bodies) -> None:
    sha = bodies.put(b"whole")
    unfinished = bodies.path(sha).with_name("half.1a2b.tmp")
    unfinished.write_bytes(b"ha")
    bodies.prune(keep={sha}, before=datetime.now(UTC) - timedelta(hours=1))
    assert unfinished.exists()
    bodies.prune(keep={sha}, before=AHEAD)
    assert not unfinished.exists() and bodies.has(sha)
