"""Every kind of event has a title in both languages, and it says what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.types import Event, EventKind, EventState, Rate, State, terms_of
from publish.money import LANGS, Lang
from publish.titles import title
from publish.vocabulary import KINDS, TITLES
from tests.publish.events_of import VENDORS, dollars, event, part, unpriced, yuan

K = EventKind
FREE = unpriced(State.FREE, "input", model="ERNIE Speed")
PEAK = terms_of({"window": "peak"})
OF_AUGUST = datetime(2026, 8, 16, 16, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    event: Event
    en: str
    zh: str


TOLD = [
    Told(
        event(K.PRICE_CUT, dollars("0.66"), dollars("0.60")),
        "DeepSeek cuts deepseek-v4-flash output 9 %: $0.66 → $0.60 per 1M tokens",
        "DeepSeek 下调 deepseek-v4-flash 输出价 9%：0.66 → 0.60 美元/百万 tokens",
    ),
    Told(
        event(K.PRICE_RISE, yuan("0.004"), yuan("0.008"), vendor="baidu"),
        "Baidu raises ERNIE Speed input 100 %: ¥0.004 → ¥0.008 per 1K tokens",
        "百度上调 ERNIE Speed 输入价 100%：0.004 → 0.008 元/千 tokens",
    ),
    Told(
        event(
            K.PRICE_RISE,
            dollars("0.27", "input"),
            dollars("0.30", "input"),
            terms=terms_of({"service_class": "batch", "context": ">200K"}),
        ),
        "DeepSeek raises deepseek-v4-flash input (>200K context, batch) 11.1 %: $0.27 → $0.30 per 1M tokens",
        "DeepSeek 上调 deepseek-v4-flash 输入价（>200K 上下文，批量）11.1%：0.27 → 0.30 美元/百万 tokens",
    ),
    Told(
        event(K.BECAME_FREE, yuan("0.004"), FREE, vendor="baidu"),
        "Baidu makes ERNIE Speed input free (was ¥0.004 per 1K tokens)",
        "百度将 ERNIE Speed 输入价改为免费（此前 0.004 元/千 tokens）",
    ),
    Told(
        event(
            K.BECAME_FREE,
            unpriced(State.CONTACT_SALES, "input", model="Spark Lite"),
            unpriced(State.FREE, "input", model="Spark Lite"),
        ),
        "DeepSeek makes Spark Lite input free (was contact sales)",
        "DeepSeek 将 Spark Lite 输入价改为免费（此前商务咨询）",
    ),
    Told(
        event(K.FREE_ENDED, FREE, yuan("0.5"), vendor="baidu"),
        "Baidu ends free ERNIE Speed input: now ¥0.5 per 1K tokens",
        "百度结束 ERNIE Speed 输入价免费：现为 0.5 元/千 tokens",
    ),
    Told(
        event(K.RATE_ADDED, None, dollars("0.03", "cache_read")),
        "DeepSeek now lists deepseek-v4-flash cache read: $0.03 per 1M tokens",
        "DeepSeek 新增 deepseek-v4-flash 缓存读取价：0.03 美元/百万 tokens",
    ),
    Told(
        event(K.RATE_REMOVED, dollars("0.03", "cache_read"), None),
        "DeepSeek no longer lists deepseek-v4-flash cache read (was $0.03 per 1M tokens)",
        "DeepSeek 不再列出 deepseek-v4-flash 缓存读取价（此前 0.03 美元/百万 tokens）",
    ),
    Told(
        event(
            K.MODEL_ADDED,
            model="deepseek-v5",
            parts=(
                part(K.RATE_ADDED, None, dollars("1.1", model="deepseek-v5")),
                part(K.RATE_ADDED, None, dollars("0.27", "input", model="deepseek-v5")),
            ),
        ),
        "DeepSeek adds deepseek-v5: input $0.27, output $1.10 per 1M tokens",
        "DeepSeek 新增模型 deepseek-v5：输入 0.27 美元，输出 1.10 美元/百万 tokens",
    ),
    Told(
        event(K.MODEL_REMOVED, parts=(part(K.RATE_REMOVED, dollars("0.66"), None),)),
        "DeepSeek no longer lists deepseek-v4-flash (was output $0.66 per 1M tokens)",
        "DeepSeek 不再列出模型 deepseek-v4-flash（此前输出 0.66 美元/百万 tokens）",
    ),
    Told(
        event(K.MODEL_RENAMED, detail={"old_name": "GPT-4o", "new_name": "gpt-4o-latest"}, vendor="openai"),
        "OpenAI renames GPT-4o to gpt-4o-latest",
        "OpenAI 将 GPT-4o 更名为 gpt-4o-latest",
    ),
    Told(
        event(K.PROMOTION_STARTED, dollars("1.10"), dollars("0.55", struck="1.10")),
        "DeepSeek starts a promotion on deepseek-v4-flash output: $1.10 → $0.55 per 1M tokens",
        "DeepSeek 对 deepseek-v4-flash 输出价推出限时优惠：1.10 → 0.55 美元/百万 tokens",
    ),
    Told(
        event(K.PROMOTION_CHANGED, meter="output", detail={"old_ends": "through Nov 21", "new_ends": "none"}),
        "DeepSeek moves the end of its promotion on deepseek-v4-flash output: through Nov 21 → no stated end",
        "DeepSeek 调整 deepseek-v4-flash 输出价限时优惠的截止时间：through Nov 21 → 未写明截止时间",
    ),
    Told(
        event(K.PROMOTION_ENDED, dollars("0.55", struck="1.10"), dollars("1.10")),
        "DeepSeek ends its promotion on deepseek-v4-flash output: $0.55 → $1.10 per 1M tokens",
        "DeepSeek 结束 deepseek-v4-flash 输出价的限时优惠：0.55 → 1.10 美元/百万 tokens",
    ),
    Told(
        event(K.PRICE_CUT, dollars("0.55", struck="1.10"), dollars("0.55"), detail={"promotion": "made permanent"}),
        "DeepSeek makes the promotional price of deepseek-v4-flash output permanent: "
        "list price $1.10 → $0.55 per 1M tokens",
        "DeepSeek 将 deepseek-v4-flash 输出价的优惠价转为长期：列表价 1.10 → 0.55 美元/百万 tokens",
    ),
    Told(
        event(K.ALLOWANCE_ADDED, model="", detail={"allowance": "new_user", "new": "100万 tokens"}, vendor="baidu"),
        "Baidu adds an allowance: 100万 tokens",
        "百度新增赠送额度：100万 tokens",
    ),
    Told(
        event(K.ALLOWANCE_CHANGED, model="qwen", detail={"allowance": "recurring", "old": "1M", "new": "0.5M"}),
        "DeepSeek changes the allowance for qwen: 1M → 0.5M",
        "DeepSeek 调整 qwen 的赠送额度：1M → 0.5M",
    ),
    Told(
        event(K.ALLOWANCE_REMOVED, model="", detail={"allowance": "recurring", "old": "50 free hours per day"}),
        "DeepSeek no longer states an allowance (was 50 free hours per day)",
        "DeepSeek 不再列出赠送额度（此前 50 free hours per day）",
    ),
    Told(
        event(
            K.LIMIT_TIGHTENED,
            model="ERNIE-Speed-8K",
            detail={"metric": "rpm", "old": "10000", "new": "500"},
            vendor="baidu",
        ),
        "Baidu tightens a limit of ERNIE-Speed-8K: requests per minute 10,000 → 500",
        "百度收紧 ERNIE-Speed-8K 的限制：每分钟请求数 10,000 → 500",
    ),
    Told(
        event(K.LIMIT_LOOSENED, model="", detail={"metric": "tpm", "old": "1E+4", "new": "2E+4"}),
        "DeepSeek loosens a limit: tokens per minute 10,000 → 20,000",
        "DeepSeek 放宽限制：每分钟 token 数 10,000 → 20,000",
    ),
    Told(
        event(K.TERMS_CHANGED, dollars("0.6"), unpriced(State.CONTACT_SALES)),
        "DeepSeek changes the terms of deepseek-v4-flash output: $0.60 per 1M tokens → contact sales",
        "DeepSeek 调整 deepseek-v4-flash 输出价的计费条件：0.60 美元/百万 tokens → 商务咨询",
    ),
    Told(
        event(K.ANNOUNCED, dollars("0.6"), dollars("1.2"), effective_from=OF_AUGUST),
        "DeepSeek announces a new price for deepseek-v4-flash output from 2026-08-16 16:00 UTC: "
        "$0.60 → $1.20 per 1M tokens",
        "DeepSeek 宣布 deepseek-v4-flash 输出价自 2026-08-16 16:00 UTC 起调整：0.60 → 1.20 美元/百万 tokens",
    ),
    Told(
        event(
            K.SCHEDULED,
            dollars("0.6"),
            dollars("1.2"),
            terms=PEAK,
            effective_from=datetime(2026, 9, 1, tzinfo=UTC),
        ),
        "DeepSeek schedules deepseek-v4-flash output (peak window) for 2026-09-01: $0.60 → $1.20 per 1M tokens",
        "DeepSeek 排定 deepseek-v4-flash 输出价（高峰时段）于 2026-09-01 调整：0.60 → 1.20 美元/百万 tokens",
    ),
    Told(
        event(K.EFFECTIVE, dollars("0.6"), dollars("1.2")),
        "DeepSeek: the announced price of deepseek-v4-flash output is in force: $0.60 → $1.20 per 1M tokens",
        "DeepSeek 此前宣布的 deepseek-v4-flash 输出价调整已生效：0.60 → 1.20 美元/百万 tokens",
    ),
    Told(
        event(K.SLIPPED, dollars("0.6"), dollars("1.2"), effective_from=OF_AUGUST),
        "DeepSeek puts off the announced change to deepseek-v4-flash output, now for 2026-08-16 16:00 UTC",
        "DeepSeek 推迟此前宣布的 deepseek-v4-flash 输出价调整，改为 2026-08-16 16:00 UTC",
    ),
    Told(
        event(K.CANCELLED, dollars("0.6"), dollars("1.2")),
        "DeepSeek cancels the announced change to deepseek-v4-flash output",
        "DeepSeek 取消此前宣布的 deepseek-v4-flash 输出价调整",
    ),
    Told(
        event(
            K.RESELLER_GAP,
            dollars("5", "input", model="GPT-4o"),
            dollars("2", "input", model="GPT-4o"),
            vendor="deepbricks",
            detail={"other_vendor": "openai"},
        ),
        "Deepbricks asks $2 per 1M tokens for GPT-4o input, where OpenAI's list price is $5 per 1M tokens",
        "Deepbricks 的 GPT-4o 输入价为 2 美元/百万 tokens，OpenAI 列表价为 5 美元/百万 tokens",
    ),
    Told(
        event(
            K.PRICE_WAR,
            parts=(
                part(K.PRICE_CUT, dollars("2"), dollars("1")),
                part(K.PRICE_CUT, dollars("4"), dollars("1")),
            ),
        ),
        "Price war: 2 moves so far in short order, begun by DeepSeek",
        "价格战：短时间内已有 2 次调价，由 DeepSeek 开始",
    ),
    Told(
        event(K.PAGE_CONTRADICTS_CLAIM, dollars("0.1"), dollars("0.2")),
        "DeepSeek's page contradicts a report on deepseek-v4-flash output: "
        "reported $0.10 per 1M tokens, the page says $0.20 per 1M tokens",
        "DeepSeek 页面与关于 deepseek-v4-flash 输出价的报道不符："
        "报道称 0.10 美元/百万 tokens，页面为 0.20 美元/百万 tokens",
    ),
]
GROUPS = [
    Told(
        event(
            K.PRICE_CUT,
            model="deepseek-v4-flash",
            parts=(
                part(K.PRICE_CUT, dollars("0.20", "input"), dollars("0.10", "input")),
                part(K.PRICE_CUT, dollars("0.66"), dollars("0.60")),
            ),
        ),
        "DeepSeek cuts deepseek-v4-flash input and output by up to 50 %",
        "DeepSeek 下调 deepseek-v4-flash 输入与输出价，降幅最高 50%",
    ),
    Told(
        event(
            K.PRICE_RISE,
            model="3 models",
            parts=tuple(
                part(K.PRICE_RISE, dollars(str(n), model=f"m{n}"), dollars(str(2 * n), model=f"m{n}"))
                for n in (1, 2, 3)
            ),
        ),
        "DeepSeek raises m1, m2 and m3 output by 100 %",
        "DeepSeek 上调 m1、m2 与 m3 输出价，涨幅 100%",
    ),
    Told(
        event(
            K.RATE_ADDED,
            model="12 models",
            meter="cache_read",
            parts=tuple(part(K.RATE_ADDED, None, dollars("0.027", "cache_read", model=f"m{n}")) for n in range(12)),
        ),
        "DeepSeek now lists cache read prices of 12 models: $0.027 per 1M tokens",
        "DeepSeek 新增 12 个模型的缓存读取价：0.027 美元/百万 tokens",
    ),
    Told(
        event(
            K.BECAME_FREE,
            model="ERNIE Speed",
            vendor="baidu",
            parts=(
                part(K.BECAME_FREE, yuan("0.004"), FREE),
                part(K.BECAME_FREE, yuan("0.008", "output"), unpriced(State.FREE, "output", model="ERNIE Speed")),
            ),
        ),
        "Baidu makes ERNIE Speed input and output free (was input ¥0.004, output ¥0.008 per 1K tokens)",
        "百度将 ERNIE Speed 输入与输出价改为免费（此前输入 0.004 元，输出 0.008 元/千 tokens）",
    ),
    Told(
        event(
            K.BECAME_FREE,
            model="2 models",
            vendor="baidu",
            parts=tuple(
                part(
                    K.BECAME_FREE,
                    unpriced(State.CONTACT_SALES, meter, model=model),
                    unpriced(State.FREE, meter, model=model),
                )
                for model in ("文心极速", "文心轻量")
                for meter in ("input", "output")
            ),
        ),
        "Baidu makes 文心极速 and 文心轻量 input and output free (was contact sales)",
        "百度将文心极速与文心轻量 输入与输出价改为免费（此前商务咨询）",
    ),
    Told(
        event(
            K.PRICE_CUT,
            parts=(
                part(K.PRICE_CUT, dollars("2", "input", model="m1"), dollars("1", "input", model="m1")),
                part(K.PRICE_CUT, dollars("2", model="m1"), dollars("1", model="m1")),
                part(K.PRICE_CUT, dollars("2", model="m2"), dollars("1", model="m2")),
            ),
        ),
        "DeepSeek cuts 3 prices of 2 models by 50 %",
        "DeepSeek 下调 2 个模型的 3 项价格，降幅 50%",
    ),
]

BATCH = terms_of({"service_class": "batch"})
SEARCH = Rate("m", "web_search", BATCH, unit_price=Decimal("0.01"), currency="USD", unit="request")
NEW_MODELS = [
    Told(
        event(
            K.MODEL_ADDED,
            model="m:batch",
            parts=tuple(
                part(K.RATE_ADDED, None, rate)
                for rate in (
                    SEARCH,
                    dollars("1.1", model="m", terms=BATCH),
                    dollars("0.27", "input", model="m", terms=BATCH),
                )
            ),
        ),
        "DeepSeek adds m:batch (batch): input $0.27, output $1.10 per 1M tokens",
        "DeepSeek 新增模型 m:batch（批量）：输入 0.27 美元，输出 1.10 美元/百万 tokens",
    ),
    Told(
        event(
            K.MODEL_ADDED,
            model="m",
            parts=(
                part(K.RATE_ADDED, None, dollars("2", "input", model="m")),
                part(K.RATE_ADDED, None, dollars("1", "input", model="m", terms=BATCH)),
            ),
        ),
        "DeepSeek adds m: input $2, input (batch) $1 per 1M tokens",
        "DeepSeek 新增模型 m：输入 2 美元，输入（批量）1 美元/百万 tokens",
    ),
    Told(
        event(
            K.MODEL_REMOVED,
            model="m:free",
            parts=tuple(
                part(K.RATE_REMOVED, unpriced(State.FREE, meter, model="m:free"), None) for meter in ("input", "output")
            ),
        ),
        "DeepSeek no longer lists m:free (was free)",
        "DeepSeek 不再列出模型 m:free（此前免费）",
    ),
]


def test_a_title_does_not_grow_with_what_a_page_calls_its_prices() -> None:
    parts = tuple(
        part(K.RATE_ADDED, None, dollars(str(n), model="m", terms=terms_of({"variant": f"{n} " + "with words " * 30})))
        for n in (1, 2, 3)
    )
    words = title(event(K.MODEL_ADDED, model="m", parts=parts), VENDORS, "en")
    assert words == f"DeepSeek adds m: output (1 {'with words ' * 4}w…) $1 per 1M tokens"


def _lines() -> list[object]:
    return [
        pytest.param(told.event, lang, words, id=f"{told.event.kind}-{lang}")
        for told in (*TOLD, *GROUPS, *NEW_MODELS)
        for lang, words in (("en", told.en), ("zh", told.zh))
    ]


@pytest.mark.parametrize(("told", "lang", "words"), _lines())
def test_a_title_says_who_did_what_by_how_much(told: Event, lang: Lang, words: str) -> None:
    assert title(told, VENDORS, lang) == words


def test_the_table_of_titles_above_has_every_kind() -> None:
    assert {told.event.kind for told in TOLD} == set(EventKind)


@pytest.mark.parametrize("kind", list(EventKind))
@pytest.mark.parametrize("lang", LANGS)
def test_an_event_of_which_nothing_is_known_has_a_title_all_the_same(kind: EventKind, lang: Lang) -> None:
    bare = event(kind, model="", vendor="nobody")
    assert "nobody" in title(bare, {}, lang)
    assert KINDS[kind][lang]
    assert TITLES[kind][lang]


@pytest.mark.parametrize("lang", LANGS)
def test_free_is_never_a_percentage(lang: Lang) -> None:
    for told in (*TOLD, *GROUPS):
        if told.event.kind in (K.BECAME_FREE, K.FREE_ENDED):
            assert "%" not in title(told.event, VENDORS, lang)


def test_a_promotion_beside_a_cut_does_not_hide_the_list_price() -> None:
    cut = event(K.PRICE_CUT, dollars("0.5", struck="1"), dollars("0.5", struck="0.8"))
    assert title(cut, VENDORS, "en") == "DeepSeek cuts deepseek-v4-flash output 20 %: $1 → $0.80 per 1M tokens"


@pytest.mark.parametrize(
    ("state", "en", "zh"),
    [
        (EventState.CORRECTED, "Corrected: DeepSeek cuts ", "更正：DeepSeek 下调"),
        (EventState.RETRACTED, "Retracted: DeepSeek cuts ", "撤回：DeepSeek 下调"),
        (EventState.HELD, "Held: DeepSeek cuts ", "待核实：DeepSeek 下调"),
        (EventState.DROPPED, "Dropped: DeepSeek cuts ", "未采信：DeepSeek 下调"),
    ],
)
def test_an_event_that_no_longer_stands_says_so_first(state: EventState, en: str, zh: str) -> None:
    told = event(K.PRICE_CUT, dollars("0.66"), dollars("0.60"), state=state)
    assert title(told, VENDORS, "en").startswith(en)
    assert title(told, VENDORS, "zh").startswith(zh)


def test_a_name_from_a_page_cannot_fill_in_a_field_or_turn_the_line_round() -> None:
    trick = "\u202e{vendor} {old!r} \x00{0}"
    told = event(K.PRICE_CUT, dollars("2", model=trick), dollars("1", model=trick))
    assert title(told, VENDORS, "en") == "DeepSeek cuts {vendor} {old!r} {0} output 50 %: $2 → $1 per 1M tokens"


def test_a_vendor_in_no_catalogue_is_called_by_its_id() -> None:
    assert title(TOLD[0].event, {}, "en").startswith("deepseek cuts ")
