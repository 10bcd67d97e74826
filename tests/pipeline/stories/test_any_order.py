"""Whatever the order in which reports come, the stories are the same and keep their ids."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given, settings

from pipeline.stories import stories
from pipeline.types import Claim, ClaimKind, Reported, Story
from tests.pipeline.stories.newsroom import claim, report, together

MODELS = st.sampled_from(
    [("openai", "GPT-4o"), ("openai", "GPT-4o mini"), ("google", "Veo 3"), ("alibaba", "Qwen-Long")]
)
KINDS = st.sampled_from([ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE, ClaimKind.BECAME_FREE, ClaimKind.PROMOTION])


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    vendor, model = draw(MODELS)
    kind = draw(KINDS)
    percent = None if kind is ClaimKind.BECAME_FREE else draw(st.sampled_from([None, "20", "50"]))
    meter = draw(st.sampled_from([None, "input", "output"]))
    return claim(vendor, model, kind, percent=percent, meter=meter, free=kind is ClaimKind.BECAME_FREE)


@st.composite
def newspapers(draw: st.DrawFn) -> list[Reported]:
    """Reports over a year, no two with one name."""
    told = draw(st.lists(st.tuples(st.lists(claims(), max_size=3), st.integers(0, 365)), max_size=12))
    return [report(f"r{number}", *said, at=at) for number, (said, at) in enumerate(told)]


@settings(max_examples=60, deadline=None)
@given(newspapers(), st.randoms())
def test_the_order_of_a_batch_does_not_matter(reports: list[Reported], chance: st.DataObject) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert stories(shuffled) == stories(reports)


@settings(max_examples=60, deadline=None)
@given(newspapers())
def test_every_claim_is_in_one_story(reports: list[Reported]) -> None:
    inside = [member for story in stories(reports) for member in story.claims]
    assert sorted(inside) == sorted((each.id, index) for each in reports for index in range(len(each.claims)))


@settings(max_examples=60, deadline=None)
@given(newspapers(), st.randoms())
def test_stories_only_grow_and_keep_their_ids(reports: list[Reported], chance: st.DataObject) -> None:
    chance.shuffle(reports)  # type: ignore[attr-defined]
    known: dict[str, Story] = {}
    for number, each in enumerate(reports):
        for story in stories([each], known.values(), reports[:number]):
            before = known.get(story.id)
            assert before is None or set(before.claims) < set(story.claims)
            known[story.id] = story
    inside = [member for story in known.values() for member in story.claims]
    assert len(inside) == len(set(inside)) == sum(len(each.claims) for each in reports)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(MODELS, KINDS), unique=True, max_size=8), st.randoms())
def test_clear_events_give_the_same_stories_one_by_one_and_at_once(
    events: list[tuple[tuple[str, str], ClaimKind]], chance: st.DataObject
) -> None:
    """Clear: each told three times within days, and no other of that company's models in those weeks."""
    reports = [
        report(f"e{number}-{copy}", claim(*model, kind, percent="50"), at=60 * number + copy)
        for number, (model, kind) in enumerate(events)
        for copy in range(3)
    ]
    chance.shuffle(reports)  # type: ignore[attr-defined]
    known: dict[str, Story] = {}
    for number, each in enumerate(reports):
        known |= {story.id: story for story in stories([each], known.values(), reports[:number])}
    assert together(tuple(known.values())) == together(stories(reports))
    assert len(known) == len(events)


def test_reading_the_same_reports_again_changes_nothing() -> None:
    reports = [report("a", claim("openai", "GPT-4o", ClaimKind.PRICE_CUT, percent="50")), report("b", at=1)]
    first = stories(reports)
    assert stories(reports, first, reports) == first
