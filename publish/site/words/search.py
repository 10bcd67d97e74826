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
        "en": "Nothing is known under these words. Part of a name is enough, in either language; the words of an event "
        "are matched whole.",
        "zh": "没有找到相关内容。厂商和模型可只写名称的一部分，中英文均可；消息中的词须写全。",
    },
    "say a word": {"en": "Name a vendor, a model, or a word of an event.", "zh": "请输入厂商、模型或消息中的词。"},
    "all stories": {"en": "All stories of it", "zh": "查看全部相关新闻"},
    "all events": {"en": "All of it on the wire", "zh": "在快讯中查看全部"},
}
