"""The words of the pages that say what went wrong."""

from __future__ import annotations

from publish.vocabulary import Words

TITLES: dict[int, Words] = {
    400: {"en": "This question cannot be answered", "zh": "无法回答这个查询"},
    404: {"en": "There is nothing here", "zh": "这里没有内容"},
    405: {"en": "This page can only be read", "zh": "此页面只能读取"},
    500: {"en": "Something went wrong", "zh": "出错了"},
    503: {"en": "The database does not answer", "zh": "数据库没有响应"},
}

WORDS: dict[str, Words] = {
    "why 400": {
        "en": "Part of the address is not what it should be, and nothing is guessed: wrong filters show a wrong wire.",
        "zh": "地址中有一部分不符合要求。我们不做猜测：错误的筛选条件会给出错误的结果。",
    },
    "why 404": {
        "en": "The address is unknown. Ids of events never change, so a link that once worked still works.",
        "zh": "没有这个地址。消息的编号永不改变，曾经有效的链接始终有效。",
    },
    "why 503": {"en": "Please try again in half a minute.", "zh": "请半分钟后重试。"},
    "expected": {"en": "What was expected:", "zh": "具体原因（英文）："},
    "to the wire": {"en": "To the wire", "zh": "回到快讯"},
}
