"""The words of the price wars and of the gaps between resellers and makers."""

from __future__ import annotations

from publish.vocabulary import Words

HEADINGS: dict[str, Words] = {
    "down": {
        "en": "{first} cut first, {followers} followed within {span}",
        "zh": "{first} 率先降价，{followers} 家在{span}内跟进",
    },
    "opened": {
        "en": "{first} came first with a lower price, {followers} followed within {span}",
        "zh": "{first} 率先推出低价，{followers} 家在{span}内跟进",
    },
    "up": {
        "en": "{first} raised first, {followers} followed within {span}",
        "zh": "{first} 率先涨价，{followers} 家在{span}内跟进",
    },
}
"""By the direction of the prices; `opened` where the first mover cut nothing that it had asked before."""

WARS: dict[str, Words] = {
    "title": {"en": "Price wars", "zh": "价格战"},
    "means": {
        "en": "Three or more makers that moved their prices the same way, each within a week of the one before. "
        "The clock counts from the first mover.",
        "zh": "三家以上原厂同向调价，且每家与前一家相隔不超过一周。时间从最先行动者起算。",
    },
    "nothing": {"en": "No price war is on record yet.", "zh": "尚无价格战记录。"},
    "hours": {"en": "{} hours", "zh": " {} 小时"},
    "days": {"en": "{} days", "zh": " {} 天"},
    "vendor": {"en": "Vendor", "zh": "厂商"},
    "at": {"en": "Moved", "zh": "行动时间"},
    "after": {"en": "After the first", "zh": "距首家"},
    "depth": {"en": "Deepest", "zh": "最大幅度"},
    "models": {"en": "What moved", "zh": "涉及模型"},
    "events": {"en": "Events", "zh": "消息"},
    "first": {"en": "first mover", "zh": "最先行动"},
    "lag": {"en": "+{} h", "zh": "+{} 小时"},
    "free": {"en": "became free", "zh": "转为免费"},
    "first price": {"en": "a first price", "zh": "首次定价"},
    "untouched": {"en": "Flagship models left untouched", "zh": "未动的旗舰模型"},
    "all touched": {
        "en": "No flagship model of these vendors is known to have been left out.",
        "zh": "未见这些厂商有旗舰模型未参与调价。",
    },
    "tightened": {"en": "Limits tightened meanwhile", "zh": "同期收紧的限额"},
    "chart": {
        "en": "A lane for each vendor, a mark for each move; the table below says the same.",
        "zh": "每家厂商一行，每次变动一个标记；下表内容相同。",
    },
    "more": {"en": "and {} more", "zh": "等，另有 {} 个"},
    "key cut": {"en": "● price moved", "zh": "● 价格变动"},
    "key free": {"en": "○ became free", "zh": "○ 转为免费"},
    "gaps": {"en": "Reseller gaps", "zh": "转售差价"},
}

GAPS: dict[str, Words] = {
    "title": {"en": "Reseller gaps", "zh": "转售差价"},
    "means": {
        "en": "Where a reseller's, host's or cloud's price now lies 5 % or more under the maker's own list price of "
        "the same model, meter and terms, in the same currency. A promotion of the reseller's counts, one of "
        "the maker's does not. Both pages must have been read within two days.",
        "zh": "同一模型、同一计费项与条件、同一币种下，转售商、托管平台或云厂商的现价比原厂列表价低 5% 以上。"
        "转售方的优惠价计入，原厂的优惠价不计。两边页面须在两天内读取过。",
    },
    "nothing": {
        "en": "No gap is known now: none is wide enough, or one of the two pages was not read within two days.",
        "zh": "目前没有已知差价：幅度不足，或其中一方页面两天内未能读取。",
    },
    "model": {"en": "Model", "zh": "模型"},
    "reseller": {"en": "Reseller", "zh": "转售商"},
    "asked": {"en": "Asked there", "zh": "转售价"},
    "maker": {"en": "Maker", "zh": "原厂"},
    "listed": {"en": "Maker's list price", "zh": "原厂列表价"},
    "gap": {"en": "Lower by", "zh": "低"},
    "read": {"en": "read", "zh": "读取于"},
    "more": {"en": "{} more gaps are not shown.", "zh": "另有 {} 项差价未显示。"},
    "wars": {"en": "Price wars", "zh": "价格战"},
}
