"""The words of an event's page."""

from __future__ import annotations

from pipeline.types import EventState
from publish.site.words import story
from publish.vocabulary import Words

STATES: dict[EventState, Words] = {
    EventState.PUBLISHED: {"en": "published", "zh": "已发布"},
    EventState.HELD: {"en": "held", "zh": "待核实"},
    EventState.DROPPED: {"en": "dropped", "zh": "未采信"},
    EventState.CORRECTED: {"en": "corrected", "zh": "已更正"},
    EventState.RETRACTED: {"en": "retracted", "zh": "已撤回"},
}

WORDS: dict[str, Words] = {
    **story.TOLD,
    "wire": {"en": "The wire", "zh": "快讯"},
    "retracted": {
        "en": "This was retracted. It stays here under its address, so that whoever read it learns so.",
        "zh": "此消息已撤回。页面保留在原地址，以便读过的人知晓。",
    },
    "corrected": {"en": "This was corrected. First it said:", "zh": "此消息已更正。最初的内容是："},
    "seen": {"en": "Seen", "zh": "观察到"},
    "told": {"en": "Told", "zh": "发布于"},
    "holds from": {"en": "Holds from", "zh": "生效时间"},
    "what changed": {"en": "Before and after", "zh": "变动前后"},
    "war since": {"en": "The whole price war, as far as it went", "zh": "这场价格战的全貌与后续"},
    "beside": {"en": "Side by side", "zh": "两家价格对照"},
    "on the page": {"en": "As the page showed it", "zh": "页面原样"},
    "on the page means": {
        "en": "Drawn from the bytes that the vendor served; the marked cells are what was read.",
        "zh": "由厂商当时返回的原始内容绘出，标出的单元格即读取的内容。",
    },
    "printed": {"en": "Printed:", "zh": "原文："},
    "no picture": {
        "en": "The place cannot be drawn as a table; the bytes below are the evidence.",
        "zh": "此处无法绘成表格，以下面的原始内容为证。",
    },
    "not there": {"en": "It does not stand on this page.", "zh": "此页面上没有这一项。"},
    "not before": {"en": "It was not on the page before.", "zh": "此前页面上没有。"},
    "rows left out": {"en": "rows left out", "zh": "省略若干行"},
    "captured": {"en": "Captured", "zh": "抓取于"},
    "as served": {"en": "The page as it was served (text)", "zh": "页面原始内容（文本）"},
    "judged": {"en": "How it was judged", "zh": "判定经过"},
    "state": {"en": "State", "zh": "状态"},
    "reason": {"en": "Reason", "zh": "理由"},
    "witness": {"en": "Witness", "zh": "佐证"},
    "at": {"en": "When", "zh": "时间"},
    "members": {"en": "Told under this headline", "zh": "归入此条的变动"},
    "told under": {"en": "Told under", "zh": "归入"},
    "in the news": {"en": "In the news", "zh": "相关报道"},
    "no news": {
        "en": "No article that was read tells of it.",
        "zh": "读到的报道中没有提及。",
    },
    "not asked": {
        "en": "An event of this kind is reckoned from prices; it is not looked for in the news.",
        "zh": "此类消息由价格推算得出，不在报道中查找对应。",
    },
    "verify": {"en": "Check it yourself", "zh": "自行核验"},
    "verify means": {
        "en": "With the data of this wire, this derives the event again from the bytes and shows the place in them:",
        "zh": "使用本站数据运行以下命令，即可由原始内容重新推导出这条消息，并指出所在位置：",
    },
    "bytes": {"en": "sha256 of the bytes", "zh": "原始内容的 sha256"},
    "place": {"en": "Place on the page:", "zh": "页面位置："},
    "source": {"en": "Source page:", "zh": "来源页面："},
    "as data": {"en": "This event as JSON", "zh": "以 JSON 查看"},
    "model": {"en": "The model:", "zh": "查看模型："},
    "also": {"en": "Evidence", "zh": "证据"},
}
