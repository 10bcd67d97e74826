"""The words that stand around every page."""

from __future__ import annotations

from publish.vocabulary import Words

NAVIGATION: dict[str, Words] = {
    "/": {"en": "The wire", "zh": "快讯"},
    "/stories": {"en": "Stories", "zh": "新闻"},
    "/models": {"en": "Models", "zh": "模型"},
    "/compare": {"en": "Compare", "zh": "比价"},
    "/wars": {"en": "Price wars", "zh": "价格战"},
    "/vendors": {"en": "Vendors", "zh": "厂商"},
    "/coverage": {"en": "Coverage", "zh": "监测范围"},
    "/about": {"en": "About", "zh": "关于"},
}

FRAME: dict[str, Words] = {
    "site": {"en": "Pricewire", "zh": "Pricewire 模型价格快讯"},
    "tagline": {
        "en": "What changes in the prices of AI models, with the evidence.",
        "zh": "AI 模型价格的每一次变动，均附证据。",
    },
    "skip": {"en": "Skip to the content", "zh": "跳到正文"},
    "pages of the site": {"en": "Site", "zh": "站点导航"},
    "other language": {"en": "中文", "zh": "English"},
    "dark": {"en": "Dark", "zh": "深色"},
    "light": {"en": "Light", "zh": "浅色"},
    "search": {"en": "Search", "zh": "搜索"},
    "search for": {"en": "Vendor, model or word", "zh": "厂商、模型或关键词"},
    "all feeds": {"en": "All feeds (OPML)", "zh": "全部订阅源（OPML）"},
    "interface": {"en": "API", "zh": "接口"},
    "foot": {
        "en": "Times are UTC. Prices are list prices as vendors print them; what you pay is what the vendor tells you.",
        "zh": "时间为 UTC。价格为厂商公布的列表价，实际以厂商为准。",
    },
    "older": {"en": "Older", "zh": "更早"},
    "latest": {"en": "Back to the latest", "zh": "回到最新"},
    "letters": {"en": "E-mail", "zh": "邮件"},
    "before": {"en": "Before", "zh": "原来"},
    "now": {"en": "Now", "zh": "现在"},
    "never": {"en": "never", "zh": "从未"},
}
