"""One model, one id, however a vendor prints it; and no id for what is not known to be a model."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import names
from pipeline.names import clean_name, maker_of, model_id, sold_by

SEEN = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
SAME: dict[str, list[str]] = SEEN["same"]
UNKNOWN: list[str] = [*SEEN["none"]["names"], "x" * 500]


@pytest.mark.parametrize(
    ("identity", "printed"), [(identity, name) for identity, all_ in SAME.items() for name in all_]
)
def test_a_model_has_one_id_at_every_vendor_and_date(identity: str, printed: str) -> None:
    assert model_id(printed) == identity


@pytest.mark.parametrize("printed", UNKNOWN)
def test_what_is_not_known_to_be_one_model_has_no_id(printed: str) -> None:
    assert model_id(printed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DeepSeek-V2", "deepseek-chat"),
        ("gpt-4o", "gpt-4o-mini"),
        ("gpt-4o", "gpt-4o-2024-11-20"),
        ("gpt-4", "gpt-4-0314"),
        ("claude-3.5-sonnet", "claude-3.7-sonnet"),
        ("ERNIE-Speed-8K", "ERNIE-Speed-128K"),
        ("ERNIE-Bot", "ERNIE-Bot-8k"),
        ("moonshot-v1-8k", "moonshot-v1-32k"),
        ("qwen3-235b-a22b-2507", "qwen3-235b-a22b-thinking-2507"),
        ("Titan-embed-text-v1", "titan-embed-text-v2"),
        ("gemini-1.5-pro-002", "gemini-1.5-pro-001"),
        ("command-r", "command-r-plus"),
        ("text-embedding-004", "text-embedding-005"),
        ("GLM-4-Flash", "GLM-4-FlashX"),
        ("doubao-pro-32k", "doubao-pro-256k"),
    ],
)
def test_two_models_are_not_joined_because_they_look_alike(one: str, other: str) -> None:
    assert model_id(one) is not None
    assert model_id(other) is not None
    assert model_id(one) != model_id(other)


def test_a_common_name_is_believed_where_its_maker_prints_it() -> None:
    assert model_id("Embedding-2", "zhipu") == "zhipu/embedding-2"
    assert model_id("nova-2", "deepgram") == "deepgram/nova-2"
    assert model_id("GPT-4o", "zhipu") == "openai/gpt-4o"


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("GPT‑4o", "GPT-4o"),
        ("  Kimi\u00a0K3 \u200b NEW ", "Kimi K3"),
        ("【热门】GLM-5", "GLM-5"),
        ("GLM-5 推荐", "GLM-5"),
        ("GLM-4-Flash免费", "GLM-4-Flash"),
        ("Claude Opus 4 (deprecated)", "Claude Opus 4"),
        ("Kimi K2 [New]", "Kimi K2"),
        ("[GPT-4o](https://a.example/b_(c)) ", "GPT-4o"),
        ("**`gpt-4o`**", "gpt-4o"),
        ("gpt\\-4o\\_mini", "gpt-4o_mini"),
        ("GPT-4o¹", "GPT-4o"),
        ("GPT-4o[2]", "GPT-4o"),
        ("deepseek-chat (1)", "deepseek-chat"),
        ("deepseek-chat*", "deepseek-chat"),
        ("ＧＬＭ－４", "GLM-4"),
        ("Gemini 9 Flash Image 🍌", "Gemini 9 Flash Image"),
        ("Gemini 3 Pro Preview", "Gemini 3 Pro Preview"),
        ("gpt-4o-2024-08-06", "gpt-4o-2024-08-06"),
        ("Grok 4 new", "Grok 4 new"),
        ("NEW", "NEW"),
        ("New Bing", "New Bing"),
        ("HOT Kimi K9", "Kimi K9"),
        ("DeepSeek-V4-Flash 正式版 原厂直供", "DeepSeek-V4-Flash 正式版 原厂直供"),
        ("text_embedding_3", "text_embedding_3"),
        ("GLM-4V:", "GLM-4V"),
        ("豆包·主力模型", "豆包·主力模型"),
        ("", ""),
    ],
)
def test_a_name_loses_what_is_not_part_of_it_and_nothing_else(printed: str, clean: str) -> None:
    assert clean_name(printed) == clean


def test_a_maker_is_read_from_the_id_and_sold_by_a_vendor() -> None:
    assert maker_of("openai/gpt-4o") == "openai"
    assert maker_of(None) is None
    assert sold_by("bytedance") == "volcengine"
    assert sold_by("openai") == "openai"


def test_no_family_is_claimed_by_two_makers() -> None:
    claims = [family for said in names._DATA["maker"].values() for family in said.get("families", ())]
    assert len(claims) == len(set(claims))


def test_three_thousand_names_take_no_time() -> None:
    printed = [f"host-{i % 7}/openai/gpt-{i % 9}.{i}-turbo-2024-0{1 + i % 9}-11" for i in range(3_000)]
    start = time.process_time()
    for name in printed:
        model_id(name)
    assert time.process_time() - start < 0.5


@given(
    st.text(alphabet=st.sampled_from("gpt4o-claude3.5/:@ ()[]【】*_`\\新NEW豆包·v2024") | st.characters(), max_size=150)
)
def test_any_text_is_cleaned_once_and_for_all(text: str) -> None:
    clean = clean_name(text)
    assert clean_name(clean) == clean
    identity = model_id(text)
    assert identity is None or identity.count("/") == 1


@given(st.sampled_from(sorted(SAME)))
def test_an_id_is_its_own_name(identity: str) -> None:
    assert model_id(identity) == identity
