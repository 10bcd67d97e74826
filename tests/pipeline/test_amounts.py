"""Printed prices as vendors print them, and what is read from each."""

from __future__ import annotations

import pytest

from pipeline.amounts import amounts
from pipeline.quotes import Quote, decimal_of
from pipeline.types import State


def said(quote: Quote) -> str:
    """`label: value currency / per unit (list value) [note]`; "?" is a currency that the text does not name."""
    if quote.state is None:
        return "absent"
    price = quote.state.value if quote.value is None else f"{quote.value.normalize():f} {quote.currency or '?'}"
    if quote.state is State.FREE:
        price = f"free {quote.currency}" if quote.currency else "free"
    if quote.unit:
        price += f" / {quote.unit.per.normalize():f} {quote.unit.name}"
    if quote.list_value is not None:
        price += f" (list {quote.list_value.normalize():f})"
    note = f" [{quote.note}]" if quote.note else ""
    return f"{quote.label}: {price}{note}".removeprefix(": ").replace("\n", " ")


PRINTED = (
    ("$3", ["3 USD"]),
    ("$3.00", ["3 USD"]),
    ("$ 3.00", ["3 USD"]),
    ("US$3.00", ["3 USD"]),
    ("USD 3.00", ["3 USD"]),
    ("3.00 USD", ["3 USD"]),
    ("3$", ["3 USD"]),
    ("0.25$ / 1M tokens", ["0.25 USD / 1000000 token"]),
    ("$.50", ["0.5 USD"]),
    ("$1,234.50", ["1234.5 USD"]),
    ("$0.000015", ["0.000015 USD"]),
    ("¥12", ["12 CNY"]),
    ("CN¥12", ["12 CNY"]),
    ("12元", ["12 CNY"]),
    ("12 元", ["12 CNY"]),
    ("12 元/百万tokens", ["12 CNY / 1000000 token"]),
    ("0.008元/千tokens", ["0.008 CNY / 1000 token"]),
    ("0.0080 元/千tokens", ["0.008 CNY / 1000 token"]),
    ("0.8元/1K tokens", ["0.8 CNY / 1000 token"]),
    ("8元/万字符", ["8 CNY / 10000 character"]),
    ("0.02元/次", ["0.02 CNY / 1 request"]),
    ("0.2元/张", ["0.2 CNY / 1 image"]),
    ("1.2元/分钟", ["1.2 CNY / 1 minute"]),
    ("0.0002元/秒", ["0.0002 CNY / 1 second"]),
    ("3元/小时", ["3 CNY / 1 hour"]),
    ("250元/天*算力单元", ["250 CNY / 1 day_compute_unit"]),
    ("100 元 / 算力单元 / 天", ["100 CNY / 1 compute_unit_day"]),
    ("0.04元 / GB / 小时", ["0.04 CNY / 1 gb_hour"]),
    ("110 万元 / 年", ["1100000 CNY / 1 year"]),
    ("5厘", ["0.005 CNY"]),
    ("0.3分/千tokens", ["0.003 CNY / 1000 token"]),
    ("人民币12元", ["12 CNY"]),
    ("RMB 12", ["12 CNY"]),
    ("€0.25", ["0.25 EUR"]),
    ("0,25 €", ["0.25 EUR"]),
    ("0.25€ / 1M tokens", ["0.25 EUR / 1000000 token"]),
    ("£2", ["2 GBP"]),
    ("50 cents", ["0.5 USD"]),
    ("$2 / MTok", ["2 USD / 1000000 token"]),
    ("$2/Mtok", ["2 USD / 1000000 token"]),
    ("$2 /Mt", ["2 USD / 1000000 token"]),
    ("$2 / M tokens", ["2 USD / 1000000 token"]),
    ("$2/M", ["2 USD / 1000000 token"]),
    ("$2 per million tokens", ["2 USD / 1000000 token"]),
    ("$2 per 1M input tokens", ["2 USD / 1000000 token"]),
    ("$2 per 1,000,000 tokens", ["2 USD / 1000000 token"]),
    ("$0.002 per 1K tokens", ["0.002 USD / 1000 token"]),
    ("$0.002 / 1,000 tokens", ["0.002 USD / 1000 token"]),
    ("$1.00 per 1,000,000 tokens per hour", ["1 USD / 1000000 token_hour"]),
    ("$4.50 / 1,000,000 tokens per hour (storage price)", ["4.5 USD / 1000000 token_hour [(storage price)]"]),
    ("$10.00 / 1k calls", ["10 USD / 1000 request"]),
    ("$10 per 1,000 searches", ["10 USD / 1000 request"]),
    ("$0.04 per image", ["0.04 USD / 1 image"]),
    ("$0.04/image", ["0.04 USD / 1 image"]),
    ("$0.002 per megapixel", ["0.002 USD / 1 megapixel"]),
    ("$0.10/second", ["0.1 USD / 1 second"]),
    ("$0.006 / minute", ["0.006 USD / 1 minute"]),
    ("$4/hr", ["4 USD / 1 hour"]),
    ("$2.49 per hour", ["2.49 USD / 1 hour"]),
    ("$0.05 per hour, per container", ["0.05 USD / 1 hour_container"]),
    ("$0.10 / GB per day (1 GB free)", ["0.1 USD / 1 gb_day [(1 GB free)]"]),
    ("$15.00 / 1M characters", ["15 USD / 1000000 character"]),
    ("$0.05/song", ["0.05 USD / 1 song"]),
    ("$1 / 1000 pages", ["1 USD / 1000 page"]),
    ("$20/month", ["20 USD / 1 month"]),
    ("$20 per month", ["20 USD / 1 month"]),
    ("$25 / seat / month", ["25 USD / 1 seat_month"]),
    ("$19 USD per granted seat per month", ["19 USD / 1 seat_month"]),
    ("$30 per user per month", ["30 USD / 1 seat_month"]),
    ("$96 / year", ["96 USD / 1 year"]),
    ("¥ 3.00  / M 输入 tokens", ["3 CNY / 1000000 token"]),
    ("$ 2.50 (¥17.50) / M 输入 tokens", ["2.5 USD / 1000000 token", "17.5 CNY / 1000000 token"]),
    ("$2 / ¥14", ["2 USD", "14 CNY"]),
    ("Input: $3 / MTok", ["Input: 3 USD / 1000000 token"]),
    ("Input $3 Output $15", ["Input: 3 USD", "Output: 15 USD"]),
    ("$3 in / $15 out", ["3 USD [in]", "15 USD [out]"]),
    (
        "$3 in / $15 out per million",
        ["3 USD / 1000000 token [in]", "15 USD / 1000000 token [out]"],
    ),
    ("input: 0.1 / output: 0.4 USD per 1M", ["input: 0.1 USD / 1000000 token", "output: 0.4 USD / 1000000 token"]),
    ("$0.10 / GB of vector-storage per day", ["0.1 USD / 1 gb_day"]),
    ("0.3元/百万tokens(原价0.6元)", ["0.3 CNY / 1000000 token (list 0.6)"]),
    (
        "输入：16元/百万 tokens(约0.0002元/秒)；输出：不计费",
        ["输入: 16 CNY / 1000000 token [(约0.0002元/秒)]", "输出: free"],
    ),
    ("音频：0.18元/分钟；视频：1.2元/分钟", ["音频: 0.18 CNY / 1 minute", "视频: 1.2 CNY / 1 minute"]),
    (
        "文字输入: 0.04元/1K Tokens, 图片输入: 0.08元/1K Tokens",
        ["文字输入: 0.04 CNY / 1000 token", "图片输入: 0.08 CNY / 1000 token"],
    ),
    ("Input: $2\nCached input: $0.50\nOutput: $8", ["Input: 2 USD", "Cached input: 0.5 USD", "Output: 8 USD"]),
    (
        "$1.25, prompts <= 200k tokens\n$2.50, prompts > 200k tokens",
        ["1.25 USD [prompts <= 200k tokens]", "2.5 USD [prompts > 200k tokens]"],
    ),
    (
        "$1.25, prompts <= 200k tokens $2.50, prompts > 200k tokens",
        ["1.25 USD [prompts <= 200k tokens]", "2.5 USD [prompts > 200k tokens]"],
    ),
    ("$0.50 (text / image / video) $1.00 (audio)", ["0.5 USD [(text / image / video)]", "1 USD [(audio)]"]),
    (
        ">256K context: $2.50/M input · $7.50/M output",
        [">256K context: 2.5 USD / 1000000 token [input]", ">256K context: 7.5 USD / 1000000 token [output]"],
    ),
    (
        "Cache: $0.3 / 1M tokens read, $3.75 / 1M tokens write",
        ["Cache: 0.3 USD / 1000000 token [read]", "3.75 USD / 1000000 token [write]"],
    ),
    ("$0.269 /Mt· Cache Read $0.1345 /Mt", ["0.269 USD / 1000000 token", "Cache Read: 0.1345 USD / 1000000 token"]),
    (
        "$10.00 / 1k calls\n+ Search content tokens billed at model rates",
        ["10 USD / 1000 request [+ Search content tokens billed at model rates]"],
    ),
    ("1 GB $0.03, 4 GB $0.12 per container", ["1 GB: 0.03 USD / 1 container", "4 GB: 0.12 USD / 1 container"]),
    ("~~$10.00~~ $8.00", ["8 USD (list 10)"]),
    ("~~¥2~~ ¥1（限时）", ["1 CNY (list 2) [（限时）]"]),
    ("原价：¥10/百万tokens 现价：¥8/百万tokens", ["8 CNY / 1000000 token (list 10)"]),
    ("原价12元 限时5折", ["6 CNY (list 12) [限时5折]"]),
    ("3元(5折)", ["3 CNY [(5折)]"]),
    ("200元+0.008元/千tokens", ["0.008 CNY / 1000 token [+ 200 CNY]"]),
    ("0.12元/千tokens(优惠)", ["0.12 CNY / 1000 token [(优惠)]"]),
    ("$96\n($8 / month)", ["96 USD [($8 / month)]"]),
    ("¥0", ["free CNY"]),
    ("$0.00", ["free USD"]),
    ("$0.0000", ["refused"]),
    ("$2 → $1", ["1 USD (list 2)"]),
    ("$0.50 per 5s video", ["0.5 USD / 1 video"]),
    (
        "$2 per million input tokens and $8 per million output tokens",
        ["2 USD / 1000000 token", "8 USD / 1000000 token"],
    ),
    ("$1 → $2", ["refused"]),
    ("from $0.10 per 1M tokens", ["refused"]),
    ("低至0.1元/百万tokens", ["refused"]),
    ("$2 per 1K image tokens", ["2 USD / 1000 token"]),
    ("Setup $50, $0.02 per image", ["Setup: 50 USD", "0.02 USD / 1 image"]),
    ("¥0.0(限免)", ["free CNY [(限免)]"]),
    ("免费", ["free"]),
    ("限时免费", ["free"]),
    ("公测免费", ["free"]),
    ("不计费", ["free"]),
    ("Free", ["free"]),
    ("free of charge", ["free"]),
    ("No charge", ["free"]),
    ("-", ["absent"]),
    ("—", ["absent"]),
    ("\\", ["absent"]),
    ("/", ["absent"]),
    ("N/A", ["absent"]),
    ("n/a", ["absent"]),
    ("不支持", ["absent"]),
    ("暂不支持", ["absent"]),
    ("即将上线", ["absent"]),
    ("coming soon", ["absent"]),
    ("Not available", ["absent"]),
    ("联系销售", ["contact_sales"]),
    ("商务咨询", ["contact_sales"]),
    ("Contact sales", ["contact_sales"]),
    ("Contact us for pricing", ["contact_sales"]),
    ("Custom", ["contact_sales"]),
    ("included", ["bundled"]),
    ("控制台查看", ["console_only"]),
    ("384K", []),
    ("128,000 tokens", []),
    ("1M", []),
    ("GPT-4o", []),
    ("50% off", []),
    ("5折", []),
    ("2024-05-13", []),
    ("v2.5", []),
    ("数 千万", []),
    ("$0012345678900123456789", ["refused"]),
)

IN_A_COLUMN_OF_PRICES = (
    ("3", ["3 ?"]),
    ("3.00", ["3 ?"]),
    ("0.0175 + 图片费用[2]", ["0.0175 ? [+ 图片费用[2]]"]),
    ("2.1 * 0.6", ["1.26 ? (list 2.1)"]),
    ("(0.12 / minute) + (0.012 / 1kToken)", ["0.12 ? / 1 minute", "0.012 ? / 1000 token"]),
    ("0.04CA/1K Tokens", ["0.04 ? / 1000 token"]),
    ("0.280 / image", ["0.28 ? / 1 image"]),
    ("~~4~~ 2", ["2 ? (list 4)"]),
    ("输入0.5，输出1.2，缓存命中0.1", ["输入: 0.5 ?", "输出: 1.2 ?", "缓存命中: 0.1 ?"]),
    ("1 / 4", ["1 ?", "4 ?"]),
    ("原价0.8 现价0.4", ["0.4 ? (list 0.8)"]),
    ("输入不含视频：46.00\n输入包含视频：28.00", ["输入不含视频: 46 ?", "输入包含视频: 28 ?"]),
    (
        "输出为 480p\n不含视频：46.00\n输出为 1080p\n不含视频：51.00",
        ["输出为 480p 不含视频: 46 ?", "输出为 1080p 不含视频: 51 ?"],
    ),
    ("384K", []),
    ("1M", []),
    ("88.2%", ["refused"]),
    ("2.53~5.62", ["refused"]),
    ("5-10", ["refused"]),
    ("2024-05-13", ["refused"]),
    ("v2", []),
)


@pytest.mark.parametrize(("text", "expected"), PRINTED)
def test_a_printed_price_is_read_as_it_is_meant(text: str, expected: list[str]) -> None:
    found = amounts(text)
    assert (["refused"] if found.refused else [said(quote) for quote in found.quotes]) == expected


@pytest.mark.parametrize(("text", "expected"), IN_A_COLUMN_OF_PRICES)
def test_a_bare_number_is_a_price_only_where_its_column_says_so(text: str, expected: list[str]) -> None:
    found = amounts(text, bare=True)
    assert (["refused"] if found.refused else [said(quote) for quote in found.quotes]) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234", "1234"), ("1,234.5", "1234.5"), ("0,25", "0.25"), (".5", "0.5"), ("12", "12"), ("1" * 30, "None")],
)
def test_a_number_is_read_with_its_separators(text: str, value: str) -> None:
    assert str(decimal_of(text)) == value


def test_a_text_too_long_to_be_a_price_is_refused() -> None:
    assert amounts("$1 " + "x" * 5_000).refused
    assert amounts("x" * 5_000) == amounts("x" * 5_001)
