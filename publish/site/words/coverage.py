"""The words of the coverage: how each page fares."""

from __future__ import annotations

from publish.vocabulary import Words

WORDS: dict[str, Words] = {
    "title": {"en": "Coverage", "zh": "监测范围"},
    "means": {
        "en": "A page that could not be read is not a page without change. This is when each was looked at, when what "
        "it shows changed, and what stands in the way.",
        "zh": "读不到的页面不等于没有变动。这里列出每个页面何时检查过、内容何时变动过，以及受阻的原因。",
    },
    "watched": {"en": "pages watched", "zh": "个监测页面"},
    "failing": {"en": "failing", "zh": "个失败"},
    "late": {"en": "overdue", "zh": "个逾期"},
    "waiting": {"en": "not looked at yet", "zh": "个尚未检查"},
    "held changes": {"en": "changes held", "zh": "项变动待核实"},
    "last check": {"en": "last check", "zh": "最近检查"},
    "pages of prices": {"en": "Pages of prices, limits and changes", "zh": "价格、限额与更新日志页面"},
    "news": {"en": "News sources", "zh": "新闻来源"},
    "news means": {
        "en": "What they tell are claims. A price is never taken from them: it is looked up on the vendor's page.",
        "zh": "新闻里的说法只是消息来源，价格一律以厂商页面为准。",
    },
    "page": {"en": "Page", "zh": "页面"},
    "fare": {"en": "State", "zh": "状态"},
    "checked": {"en": "Last checked", "zh": "最近检查"},
    "changed": {"en": "Last changed", "zh": "最近变动"},
    "failed": {"en": "Last failed", "zh": "最近失败"},
    "rates": {"en": "Prices", "zh": "价格数"},
    "held": {"en": "Held", "zh": "待核实"},
    "no pages": {"en": "No page of this vendor is watched.", "zh": "未监测该厂商的任何页面。"},
    "nothing": {"en": "No page is watched yet.", "zh": "尚未监测任何页面。"},
}
