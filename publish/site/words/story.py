"""The words of the stories: what is told, by whom, and how it stands."""

from __future__ import annotations

from publish.vocabulary import Words

TOLD: dict[str, Words] = {
    "claims": {"en": "What is claimed", "zh": "报道的说法"},
    "articles": {"en": "{count} articles", "zh": "{count} 篇报道"},
    "one article": {"en": "1 article", "zh": "1 篇报道"},
    "event": {"en": "The event", "zh": "对应的消息"},
}

FILTERS: dict[str, Words] = {
    "vendor": {"en": "Vendor", "zh": "厂商"},
    "state": {"en": "Against the pages", "zh": "与页面对照"},
}

ANY: dict[str, Words] = {
    "vendor": {"en": "All vendors", "zh": "全部厂商"},
    "state": {"en": "Confirmed or not", "zh": "证实与否均可"},
}

WORDS: dict[str, Words] = {
    **TOLD,
    "title": {"en": "Stories", "zh": "新闻"},
    "means": {
        "en": "What articles say of prices, each story once however often it is reposted, and how it stands against "
        "the pages that are watched. A claim is what is told, not what is so.",
        "zh": "报道中关于价格的说法，同一件事无论转载多少次只列一次，并与监测页面相对照。说法只是所传，不等于事实。",
    },
    "filters": {"en": "Narrow the stories", "zh": "筛选新闻"},
    "q": {"en": "Words", "zh": "关键词"},
    "show": {"en": "Show", "zh": "筛选"},
    "clear": {"en": "Clear", "zh": "清除"},
    "also": {"en": "Also narrowed to", "zh": "同时限定"},
    "shown": {"en": "Stories shown: {count}", "zh": "显示 {count} 条新闻"},
    "nothing matches": {"en": "No story matches.", "zh": "没有符合条件的新闻。"},
    "nothing older": {"en": "There is nothing older.", "zh": "没有更早的新闻。"},
    "nothing": {"en": "No article that was read says anything of prices yet.", "zh": "读到的报道尚未提及价格。"},
    "checked": {"en": "The last source was checked {ago}.", "zh": "最近一次检查新闻来源：{ago}。"},
    "events": {"en": "Events that it tells of", "zh": "对应的消息"},
    "no events": {"en": "No event of a watched page matches it.", "zh": "监测页面上没有与之对应的变动。"},
    "first told": {"en": "First told", "zh": "最早见于"},
    "last told": {"en": "Last told", "zh": "最近见于"},
    "origins": {"en": "Told independently by", "zh": "独立来源"},
    "one origin": {"en": "All of one origin:", "zh": "同一来源："},
    "all": {"en": "Stories", "zh": "新闻"},
}
