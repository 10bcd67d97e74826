"""The words of letters in English and Chinese."""

from __future__ import annotations

from publish.vocabulary import Words

LETTER: dict[str, Words] = {
    "several": {"en": "{title} (and {more} more)", "zh": "{title}（另有 {more} 条）"},
    "daily": {"en": "Today's prices: {title}", "zh": "今日价格：{title}"},
    "weekly": {"en": "This week's prices: {title}", "zh": "本周价格：{title}"},
    "changes": {"en": "{count} changes", "zh": "{count} 条变动"},
    "change": {"en": "1 change", "zh": "1 条变动"},
    "correction": {
        "en": "We told you something that was not right. This is how it stands now:",
        "zh": "此前发给你的消息有误，更正如下：",
    },
    "withdrawal": {
        "en": "We told you something that was not right, and take it back:",
        "zh": "此前发给你的消息有误，现予撤回：",
    },
    "labelled": {"en": "{label}: {text}", "zh": "{label}：{text}"},
    "move": {"en": "{what}: {before} → {now}", "zh": "{what}：{before} → {now}"},
    "sized move": {"en": "{what}: {before} → {now} ({size})", "zh": "{what}：{before} → {now}（{size}）"},
    "article": {"en": "{title} ({site})", "zh": "{title}（{site}）"},
    "left out": {"en": "And {more} more: {link}", "zh": "另有 {more} 条：{link}"},
    "evidence": {"en": "Evidence", "zh": "证据"},
    "page": {"en": "The vendor's page", "zh": "厂商页面"},
    "history": {"en": "All changes on the web", "zh": "在网页上查看全部变动"},
    "why": {
        "en": "You get this because {address} asked for: {basket}.",
        "zh": "你收到此邮件，是因为 {address} 订阅了：{basket}。",
    },
    "all": {"en": "every change", "zh": "全部变动"},
    "unsubscribe": {"en": "Unsubscribe", "zh": "退订"},
    "change it": {"en": "Change what you are told", "zh": "修改订阅"},
    "confirm subject": {"en": "Please confirm: price changes by e-mail", "zh": "请确认：通过邮件接收价格变动"},
    "confirm": {
        "en": "Somebody, we hope you, asked Pricewire to write to this address of: {basket}.",
        "zh": "有人（希望是你本人）请 Pricewire 向此邮箱发送：{basket}。",
    },
    "confirm button": {"en": "Yes, write to me", "zh": "是的，请发给我"},
    "confirm else": {
        "en": "If it was not you, do nothing: nothing more is sent, and the address is forgotten in a week.",
        "zh": "如非本人操作，无需理会：我们不会再发送邮件，一周后将删除此地址。",
    },
    "alert subject": {"en": "Pricewire needs a look: {title}", "zh": "Pricewire 需要查看：{title}"},
    "overtaken": {
        "en": "The cheapest for your work is now {now}: {sum} a month (it was {was}: {then})",
        "zh": "你的用量现在最便宜的是 {now}：每月 {sum}（此前为 {was}：{then}）",
    },
    "overtaken at the same sum": {
        "en": "The cheapest for your work is now {now}, at the same {sum} a month (it was {was}: {then})",
        "zh": "你的用量现在最便宜的是 {now}，每月仍为 {sum}（此前为 {was}：{then}）",
    },
    "then moved": {"en": "{before}, now {after}", "zh": "{before}，现为 {after}"},
    "then stays": {"en": "{before}, unchanged", "zh": "{before}，未变"},
    "then gone": {"en": "{before}, not sold any more", "zh": "{before}，已下架"},
    "at least": {"en": "at least {sum}", "zh": "至少 {sum}"},
    "dearer": {
        "en": "Your month costs {more} more: {after} with {offer}, it was {before}",
        "zh": "你的月费用增加 {more}：{offer} 现为 {after}，此前 {before}",
    },
    "dearer elsewhere": {
        "en": "Your month costs {more} more: {after} with {offer}, it was {before} with {was}",
        "zh": "你的月费用增加 {more}：{offer} 现为 {after}，此前 {was} 为 {before}",
    },
    "free": {"en": "free", "zh": "免费"},
    "reckon": {"en": "The sums, part by part", "zh": "查看费用明细"},
    "your work": {"en": "the costs of your work ({line})", "zh": "你的用量的费用变化（{line}）"},
    "was": {"en": "was {before}", "zh": "此前：{before}"},
}
