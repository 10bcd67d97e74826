"""The words of the search."""

from __future__ import annotations

from publish.vocabulary import Words

WORDS: dict[str, Words] = {
    "title": {"en": "Search", "zh": "搜索"},
    "for": {"en": "Search: {q}", "zh": "搜索：{q}"},
    "vendors": {"en": "Vendors", "zh": "厂商"},
    "models": {"en": "Models", "zh": "模型"},
    "events": {"en": "Events", "zh": "消息"},
    "stories": {"en": "Stories", "zh": "新闻"},
    "nothing": {
        "en": "Nothing is known under these words. Names are matched whole, in either language.",
        "zh": "没有找到相关内容。请使用完整名称，中英文均可。",
    },
    "say a word": {"en": "Name a vendor, a model, or a word of an event.", "zh": "请输入厂商、模型或消息中的词。"},
    "all events": {"en": "All of it on the wire", "zh": "在快讯中查看全部"},
}
