"""Any text → claims whose quotes are its own, in time that grows with its length."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims import claims_of
from pipeline.types import Article

_SAID = (
    "OpenAI|Claude Opus 4.6|DeepSeek|豆包|通义千问|GPT-4o|Windsurf| cut | prices |降价|免费|from | to |$5|$0.10/$0.40"
    "| per million tokens|元/千tokens|0.0005|97%| free | tier| limits |doubled|, |. |。|，|\n- |**|](https://x.example/a)"
    "|[| until September 3|half|(|)|down from|input|output|输入|输出|2.5 折|\u0000|İ|😀|<li>|</li>|plan|$20/month"
    "|rather than |not "
)
_PIECES = re.split(r"\|", _SAID)


@given(st.lists(st.sampled_from(_PIECES), max_size=40), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_every_quote_is_in_it(pieces: list[str], title: str) -> None:
    article = Article(title, "".join(pieces))
    for claim in claims_of(article):
        assert claim.quote
        assert article.whole[claim.start : claim.start + len(claim.quote)] == claim.quote
        assert claim.vendor


def test_claims_stand_in_the_order_of_their_quotes() -> None:
    text = "DeepSeek cut V3 prices by 50%. Mistral raised Mistral Large 2 prices by 20%."
    starts = [claim.start for claim in claims_of(Article("", text))]
    assert len(starts) == 2
    assert all(one <= two for one, two in pairwise(starts))


@pytest.mark.parametrize(
    "piece",
    [
        "cut prices ",
        "$5/$5",
        "free ",
        "GPT-4o ",
        "from $1 to $2 ",
        "97% ",
        "降价",
        "0.5元/",
        "free tier ",
        "plan ",
        "- ",
        "not ",
    ],
)
def test_time_grows_with_length(piece: str) -> None:
    def took(times: int) -> float:
        began = time.process_time()
        claims_of(Article("OpenAI", piece * times))
        return time.process_time() - began

    short = 4_000 // len(piece)
    took(short)
    assert took(short * 8) < 30 * took(short) + 0.5


def test_the_same_article_gives_the_same_claims() -> None:
    article = Article("x", "OpenAI cut GPT-6 Sol from $4/$20 to $2/$10 per million tokens.")
    assert claims_of(article) == claims_of(article)
