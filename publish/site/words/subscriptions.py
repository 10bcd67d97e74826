"""The words of the pages on which readers subscribe, say yes, change their minds and leave."""

from __future__ import annotations

from publish.vocabulary import Words

WORDS: dict[str, Words] = {
    "title": {"en": "Be told by e-mail", "zh": "邮件订阅"},
    "lead": {
        "en": "Name what you use, and hear of what matters to you: once, soon, and of nothing else.",
        "zh": "说明你所用的模型与厂商，只在相关价格变动时收到通知：及时、一次、不多发。",
    },
    "address": {"en": "Your e-mail address", "zh": "你的邮箱"},
    "basket": {"en": "What you want to hear of", "zh": "关注的内容"},
    "basket help": {
        "en": "The filter of the wire, as its address has it: vendor=deepseek,zhipu&direction=down&size=5. "
        "Empty is everything. A workload with tell=cheapest or more=20 is watched instead (see Compare).",
        "zh": "与快讯页地址中的筛选条件相同，例如 vendor=deepseek,zhipu&direction=down&size=5；留空表示全部。"
        "也可填写用量并加上 tell=cheapest 或 more=20（见“比价”）。",
    },
    "language": {"en": "Language", "zh": "语言"},
    "cadence": {"en": "How soon", "zh": "频率"},
    "at_once": {"en": "At once", "zh": "即时"},
    "daily": {"en": "Once a day", "zh": "每日汇总"},
    "weekly": {"en": "Once a week", "zh": "每周汇总"},
    "hour": {"en": "Hour of a digest", "zh": "汇总发送时间（点）"},
    "weekday": {"en": "Day of a weekly digest", "zh": "每周汇总日"},
    "weekdays": {
        "en": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday",
        "zh": "周一,周二,周三,周四,周五,周六,周日",
    },
    "zone": {"en": "Your time zone", "zh": "时区"},
    "subscribe": {"en": "Subscribe", "zh": "订阅"},
    "kept": {
        "en": "We keep your address, this filter, language, zone and hour, and when you said yes. Nothing else, "
        "for nobody else. Every letter has a link to leave.",
        "zh": "我们仅保存你的邮箱、筛选条件、语言、时区与时间，以及确认订阅的时间，不作他用。每封邮件均可一键退订。",
    },
    "look into your mailbox": {"en": "Look into your mailbox", "zh": "请查收邮件"},
    "asked back": {
        "en": "A letter is on its way that asks whether you meant it. Nothing else is sent before you say yes there.",
        "zh": "我们已发送一封确认邮件；在你确认之前不会发送其他内容。",
    },
    "confirm title": {"en": "Say yes", "zh": "确认订阅"},
    "confirm": {"en": "Write to {address} of: {basket}?", "zh": "确认向 {address} 发送：{basket}？"},
    "yes": {"en": "Yes, write to me", "zh": "确认"},
    "confirmed title": {"en": "You are told from now on", "zh": "订阅已生效"},
    "confirmed": {"en": "{address} hears of: {basket}.", "zh": "{address} 将收到：{basket}。"},
    "unsubscribe title": {"en": "Leave", "zh": "退订"},
    "unsubscribe": {"en": "Write no more to {address} of: {basket}?", "zh": "不再向 {address} 发送：{basket}？"},
    "leave": {"en": "Write no more, and forget me", "zh": "退订并删除我的数据"},
    "left title": {"en": "You are forgotten", "zh": "已退订"},
    "left": {
        "en": "Nothing is sent any more, and nothing is kept of this subscription.",
        "zh": "我们不再发送邮件，并已删除此订阅的全部数据。",
    },
    "change title": {"en": "Your subscription", "zh": "你的订阅"},
    "save": {"en": "Save", "zh": "保存"},
    "saved": {"en": "Saved.", "zh": "已保存。"},
    "paused": {
        "en": "Letters to you came back, so nothing is sent. Saving sends again.",
        "zh": "此前邮件被退回，现已暂停发送；保存后恢复。",
    },
    "export": {"en": "All that is kept of you", "zh": "导出我的数据"},
    "your work": {"en": "the costs of your work ({line})", "zh": "你的用量的费用变化（{line}）"},
    "everything": {"en": "every change", "zh": "全部变动"},
    "too many": {"en": "Too many at once; try again in a minute.", "zh": "操作过于频繁，请稍后再试。"},
    "old link": {
        "en": "This link is too old. The newest letter has one that works.",
        "zh": "此链接已过期，请使用最新邮件中的链接。",
    },
    "bad link": {
        "en": "This link is not whole, or not one of ours. Open it from the letter.",
        "zh": "此链接不完整或无效，请从邮件中打开。",
    },
}
