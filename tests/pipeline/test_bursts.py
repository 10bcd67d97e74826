from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pipeline.aftermath import war_events
from pipeline.bursts import bursts, is_flagship, is_light
from pipeline.identify import event_id
from pipeline.types import Change, Event, EventKind, EventState, Evidence, Rate
from tests.pipeline.sheets import rate

MAY = datetime(2024, 5, 6, tzinfo=UTC)


def told(
    vendor: str, day: float, kind: EventKind, model: str, old: Rate | None = None, new: Rate | None = None
) -> Event:
    at = MAY + timedelta(days=day)
    change = Change(kind, model, "input", (), old, new)
    parts = (Change(EventKind.RATE_ADDED, model, "input", (), None, new),) if kind is EventKind.MODEL_ADDED else ()
    percent = None
    if old and new and old.unit_price and new.unit_price:
        percent = (new.unit_price - old.unit_price) / old.unit_price * 100
    return Event(
        event_id(f"{vendor}/pricing", change, at), kind, EventState.PUBLISHED, vendor, f"{vendor}/pricing", model, None,
        "input", (), old, None if parts else new, percent, at, None, Evidence(None, None, "0" * 64, at, ""), "plain",
        "", parts=parts,
    )  # fmt: skip


def yuan(model: str, price: str) -> Rate:
    return rate(model, price, currency="CNY")


def the_war() -> list[Event]:
    return [
        told("deepseek", 0, EventKind.MODEL_ADDED, "DeepSeek-V2", None, yuan("DeepSeek-V2", "1")),
        told("zhipu", 5, EventKind.PRICE_CUT, "GLM-3-Turbo", yuan("g", "5"), yuan("g", "1")),
        told("openai", 7, EventKind.MODEL_ADDED, "gpt-4o", None, rate("gpt-4o", "5")),
        told("volcengine", 9, EventKind.RATE_ADDED, "Doubao-pro", yuan("d", None), yuan("d", "0.8")),  # type: ignore[arg-type]
        told("alibaba", 15, EventKind.PRICE_CUT, "Qwen-Long", yuan("q", "20"), yuan("q", "0.5")),
        told("baidu", 15.25, EventKind.BECAME_FREE, "ERNIE Speed", yuan("e", "4"), rate("e", "free")),
    ]


def test_a_war_has_its_first_mover_followers_and_the_hours_between() -> None:
    (war,) = bursts(the_war())
    assert [move.vendor for move in war.moves] == ["deepseek", "zhipu", "volcengine", "alibaba", "baidu"]
    assert [move.hours_after_first for move in war.moves] == [0, 120, 216, 360, 366]
    assert (war.direction, war.moves[3].deepest, war.moves[4].became_free) == ("down", Decimal("-97.5"), True)


def test_the_order_of_events_does_not_matter() -> None:
    assert bursts(reversed(the_war())) == bursts(the_war())


def test_a_first_price_that_undercuts_nobody_is_no_move_of_the_war() -> None:
    dear = told("dear", 8, EventKind.MODEL_ADDED, "Dear", None, yuan("Dear", "90"))
    (war,) = bursts([*the_war(), dear])
    assert "dear" not in {move.vendor for move in war.moves}
    assert "openai" not in {move.vendor for move in war.moves}


def test_two_vendors_are_no_war_and_neither_are_moves_weeks_apart() -> None:
    one = told("a", 0, EventKind.PRICE_CUT, "m", rate("m", "5"), rate("m", "4"))
    two = told("b", 1, EventKind.PRICE_CUT, "m", rate("m", "5"), rate("m", "4"))
    late = told("c", 12, EventKind.PRICE_CUT, "m", rate("m", "5"), rate("m", "4"))
    assert bursts([one, two]) == []
    assert bursts([one, two, late]) == []


def test_rises_make_a_war_of_their_own() -> None:
    rises = [told(v, n, EventKind.PRICE_RISE, "m", rate("m", "4"), rate("m", "5")) for n, v in enumerate("abc")]
    assert [war.direction for war in bursts([*the_war(), *rises])] == ["down", "up"]


def test_what_was_not_cut_is_said() -> None:
    (war,) = bursts(the_war(), [("alibaba", "Qwen-Max"), ("alibaba", "Qwen-Long"), ("elsewhere", "Huge Max")])
    assert war.untouched == (("alibaba", "Qwen-Max"),)


def test_a_flagship_that_got_its_first_price_meanwhile_was_not_left_untouched() -> None:
    listed = told("alibaba", 14, EventKind.RATE_ADDED, "Qwen-Max", yuan("q", None), yuan("q", "40"))  # type: ignore[arg-type]
    (war,) = bursts([*the_war(), listed], [("alibaba", "Qwen-Max"), ("baidu", "ERNIE Max")])
    assert war.untouched == (("baidu", "ERNIE Max"),)


def test_a_move_names_every_model_of_a_headline() -> None:
    several = replace(
        told("baidu", 15.25, EventKind.BECAME_FREE, "2 models", yuan("e", "4"), rate("e", "free")),
        parts=tuple(Change(EventKind.BECAME_FREE, name, "input") for name in ("ERNIE Lite", "ERNIE Speed")),
    )
    (war,) = bursts([*the_war()[:-1], several])
    assert war.moves[-1].models == ("ERNIE Lite", "ERNIE Speed")


def test_light_and_flagship_models_are_told_apart_by_their_names() -> None:
    for light in ("ERNIE Lite", "gpt-4o-mini", "GLM-4-Flash", "claude-3-5-haiku", "Llama 3.1 8B"):
        assert is_light(light), light
        assert not is_flagship(light), light
    for flagship in ("qwen-max", "claude-opus-4-5", "hunyuan-pro", "mistral-large-latest", "豆包主力模型"):
        assert is_flagship(flagship), flagship


def test_a_war_is_one_event_whose_id_is_its_first_moves() -> None:
    (war,) = bursts(the_war())
    (event,) = war_events([war], the_war(), MAY)
    (again,) = war_events(bursts(the_war()[:-1]), the_war(), MAY + timedelta(days=1))
    assert event.id == again.id
    assert (event.vendor, event.detail["first_mover"], len(event.parts)) == ("deepseek", "deepseek", 5)
    assert "alibaba +360 h -97.5 %" in event.detail["moves"]
