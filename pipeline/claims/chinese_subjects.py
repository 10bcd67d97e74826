"""A clause → whom it speaks of: the models or plans it names, or those named last, and who sells them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.claims.chinese_clauses import Clause
from pipeline.claims.chinese_cues import OF_ALL_TRADES, Told
from pipeline.claims.mentions import sells_others
from pipeline.claims.passage import Passage
from pipeline.claims.printed import Mention
from pipeline.names import model_id

_COMPARED: Final = re.compile(
    r"(?:比|较|相比|相较|对比|相比于|相较于|低于|高于|对标|约为|仅为|价格为|替代|兼容|(?<!不再)支持|适配|接入|类似|媲美|超越|逼近|优于|追平|持平|看齐|接近|不输|超过|领先)\s*(?:于|了)?\s*$"
)
_CLASS: Final = re.compile(r"\s?(?:同?级别?(?!联)|水平|水准)")
"""What follows a name that only says how good another model is: "GPT-4 级模型"."""
_LONGER: Final = re.compile(
    r"[ \-]?[A-Za-z0-9][A-Za-z0-9.\-]{0,24}"
    r"(?:[ \-](?:Turbo|Pro|Max|Lite|Mini|Flash|Plus|Ultra|Air|Thinking|Speed|Preview|Large|Vision)(?![A-Za-z])){0,3}"
    r"(?: API)?"
    r"|\s?(?:主力|视觉理解|视频生成|图像|通用|轻量|旗舰|推理)?(?:大?模型|API)"
)
_PLAN: Final = re.compile(
    r"(?:[A-Z][\w.]*\s){0,2}(?:Coding|Token|Agent|Code)\s?Plan(?:\s?(?:Lite|Pro|Max|团队版))?|(?:AI\s)?(?:Lite|Pro|Max|Plus|Ultra|Team|Go|入门版|专业版|旗舰版|企业版|基础版|高级版)(?=\s*[`*]*\s*(?:套餐|订阅|会员|计划|档|版))"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about."""

    vendor: str
    model: str
    model_id: str | None = None
    maker: str | None = None
    kind: str = "company"
    """company, model, product or plan: how it was named."""
    clause: int = 0
    """Where: offset of the clause that names it."""
    sentence: int = 0
    paragraph: int = 0


_ASIDE: Final = re.compile(
    r"(?:在|(?<!旗下)的|与|和|及|、|通过|于|向|为|给|联合|携手|经|用|从|到|至|接入|(?<!不再)支持|适配|兼容|搭载|登陆|对标|等|基于|包括|包含|如|使用|调用|集成|解锁|整合|/|\(|（)$"
)
"""What stands before a name that is only named by the way: "在 GitHub", "适配 Cursor、Cline"."""
_PRAISED: Final = re.compile(
    r"(?:其中)?(?:性能|能力|效果|价格|参数|尺寸)?(?:更|最|较|轻|旗舰|入门)[\u4e00-\u9fff]{0,6}的"
)
"""Before a name at the head of a clause, only to say how good it is: "性能更强的 Qwen-VL-Max"."""
_PLACE: Final = re.compile("(?:已在|现已在|可在|可通过|并在|同步在|登陆)$")
"""Before where something is to be had: "已在千帆平台开放调用"."""
_CALLED: Final = re.compile(r"模型\s{0,3}([A-Z][A-Za-z0-9.\-]*(?:\s[A-Z0-9][A-Za-z0-9.\-]*){0,3})(?![A-Za-z])")
"""The name of a model that no list of names has: "匿名模型 Pony Alpha"."""
_FOR: Final = re.compile(r"(?:为|面向|向|给)\s*$")
_USERS: Final = re.compile(r"\s*(?:的|等|付费|免费)?\s*(?:用户|开发者|订阅者|客户)")
"""Whom an offer is made to: "为 Hermes Agent 用户"."""
_OPENING: Final = re.compile(
    r"^(?:[“「][^”」]{1,12}[”」]|[\d.,年月日号（）()\-—:：“\"]|近日|日前|今日|今天|昨日|当日|当天|凌晨|上午|下午|晚间?|随后|不过|但|而|同时|此外|另外|目前|其中?|据|以|在|自|起|国外|国内|消息|🎉)*$"
)
_ACTS: Final = re.compile(
    r"\S{0,8}?\s*(?:宣布|发布|推出|上线|公布|官宣|也|称|表示|官方|平台|自身|则|已|将|正式|跟进|随即|随后|更是|团队|旗下|加入|入局)"
)
"""What follows a company that does something of its own."""
_ANNOUNCED: Final = re.compile(
    r"(?:宣布|发布|推出|开源|旗下)[^，。]{0,6}$"
    r"|(?:宣布|发布|推出|上线|公布|官宣|开源|升级|上新|旗下|上架|正式|全新|最新|新增|首个|旗舰|模型|产品|服务)(?:了|的)?$"
)


_HOLDS: Final = re.compile("(?:支持|适配|兼容|接入|内置|包含|包括|涵盖|集成|可使?用|可选|采用)$")
"""What stands before the models that a plan holds."""
_OWNED: Final = re.compile(r"\s*(?:的|旗下的?|推出的|发布的|自研的?)\s*(?:新?模型|大模型)?\s*")
"""Between a company and what is its own: "OpenAI 的 GPT-4"."""
_SPEAKS: Final = re.compile(
    r"\s*(?:官方|团队|方面|还|也|同时|并|进一步)*\s*(?:表示|称|指出|强调|解释称?|说明|介绍称?|提到|回应称?)\s*"
)
_JOINED: Final = re.compile(r"\s*(?:、|,|和|及|与|以及|或|/)?\s*")


class Subjects:
    """Whom each clause speaks of, told in the order of the passage."""

    def __init__(self, passage: Passage, told: Told) -> None:
        self._passage, self._told = passage, told
        self._last: list[Subject] = []
        self._leading = {each.company for clause in told.title() for each in clause.mentions}
        self._lead = self._first_named(told.title()) or self._first_named(told.clauses[:8])

    def of(self, clause: Clause, place: int, each: bool, plan: bool) -> list[Subject]:
        """The subjects of what the clause says at a place: one, or each that is named. Empty where nobody is.

        `plan` prefers a plan that is named to the models it holds.
        """
        own = self._own(clause)
        actor = self._actor(clause)
        planned = self._planned(clause, own, actor) if plan or not own else None
        if planned:
            return [planned]
        if own:
            return self._chosen(own, clause, place, each)
        if self._last:
            return _distinct(
                self._sold_by(actor, subject, clause) for subject in (self._last if each else self._last[-1:])
            )
        named = (
            [actor]
            if actor
            else [each for each in clause.mentions if each.company and not self._compared(each, clause)]
        )
        return [self._subject(mention, clause) for mention in named[:1]]

    def _planned(self, clause: Clause, own: Sequence[Mention], actor: Mention | None) -> Subject | None:
        """A plan that the clause names by a word alone: "Token Plan", "Pro 会员"; its vendor is who was named last."""
        found = _PLAN.search(self._passage.plain, clause.start, clause.end)
        if found is None:
            return None
        holder = next((each for each in own if each.kind in ("plan", "product")), None) or actor
        vendor = holder.company if holder else (self._last[-1].vendor if self._last else "")
        if not vendor:
            return None
        return Subject(vendor, found[0].strip(), None, None, "plan", clause.start, clause.sentence, clause.paragraph)

    def named_in(self, clause: Clause) -> bool:
        """Whether the clause itself says what it is about."""
        return bool(self._own(clause))

    def remember(self, clause: Clause) -> None:
        """Lets the clauses that follow speak of whom this one names."""
        actor = self._actor(clause)
        own = [each for each in self._own(clause) if self._is_topic(each, clause) or _its_own(actor, each)]
        own = own or ([actor] if actor else [])
        named = [self._subject(mention, clause) for mention in own if mention.company]
        if not named or self._only_holds(own[0], clause):
            return
        if self._only_speaks(named[0], own[0], clause):
            self._last = [_said_again(each, clause) for each in self._last]
            return
        same = self._last and self._last[-1].sentence == clause.sentence
        if named[0].kind == "company" and same and self._last[-1].kind != "company":
            if not _ACTS.match(self._passage.plain, own[0].end):
                return
            self._last = [self._sold_by(own[0], subject, clause) for subject in self._last]
        else:
            self._last = named

    def _only_holds(self, mention: Mention, clause: Clause) -> bool:
        """Whether the clause only says which models the plan holds that the sentence is about."""
        last = self._last[-1] if self._last else None
        if last is None or last.kind not in ("plan", "product") or last.sentence != clause.sentence:
            return False
        return mention.kind == "model" and _HOLDS.search(_before_list(self._passage.plain, clause, mention)) is not None

    def _only_speaks(self, said: Subject, mention: Mention, clause: Clause) -> bool:
        """Whether the clause only says that the company speaks: what follows is of what was named before."""
        last = self._last[-1] if self._last else None
        if last is None or said.kind != "company" or last.kind == "company" or last.vendor != said.vendor:
            return False
        return _SPEAKS.fullmatch(self._passage.plain, mention.end, clause.end) is not None

    def _own(self, clause: Clause) -> list[Mention]:
        """The models, products and plans that a clause names, save those it compares with."""
        named = [self._as_model(each, clause) for each in clause.mentions if each.company]
        kept = [each for each in named if each.kind != "company" and self._meant(each, clause)]
        models = [each for each in kept if each.kind == "model"]
        return models or kept

    def _as_model(self, mention: Mention, clause: Clause) -> Mention:
        """A family that goes by its company's name, with what makes it a model: 混元-lite, 讯飞星火Lite."""
        longer = None if mention.kind == "model" else _LONGER.match(self._passage.plain, mention.end, clause.end)
        identity = model_id(mention.printed + longer[0], mention.company) if longer else None
        if (
            longer is None
            or identity is None
            or any(mention.end <= each.start < longer.end() for each in clause.mentions)
        ):
            return mention
        printed = mention.printed + longer[0]
        return Mention(mention.start, longer.end(), printed, mention.company, "model", identity, mention.company)

    def _meant(self, mention: Mention, clause: Clause) -> bool:
        """Whether a name is neither compared with nor, being another company's, named by the way."""
        before = self._passage.plain[clause.start : mention.start]
        if self._compared(mention, clause) or (_FOR.search(before) and _USERS.match(self._passage.plain, mention.end)):
            return False
        if any(each.company == mention.company for each in self._before(mention, clause)):
            return True
        if mention.company in self._leading:
            return True
        before = _before_list(self._passage.plain, clause, mention)
        return not _ASIDE.search(before) or (_ANNOUNCED.search(before) or _PRAISED.fullmatch(before)) is not None

    def _compared(self, mention: Mention, clause: Clause) -> bool:
        before = self._passage.plain[clause.start : mention.start]
        return _COMPARED.search(before) is not None or _CLASS.match(self._passage.plain, mention.end) is not None

    def _chosen(self, own: Sequence[Mention], clause: Clause, place: int, each: bool) -> list[Subject]:
        if each:
            return [self._subject(mention, clause) for mention in _listed(own, self._passage.plain, place)]
        before = [mention for mention in own if mention.start <= place]
        return [self._subject(before[-1] if before else own[0], clause)]

    def _subject(self, mention: Mention, clause: Clause) -> Subject:
        seller = self._seller(mention, clause)
        return Subject(
            seller or mention.company, self._printed(mention, clause), mention.model_id,
            (mention.maker or mention.company) if seller else None, mention.kind,
            clause.start, clause.sentence, clause.paragraph,
        )  # fmt: skip

    def _seller(self, mention: Mention, clause: Clause) -> str:
        """Who else sells the model: named before it in the sentence, or whom the title is about."""
        if mention.kind == "company":
            return ""
        maker_named = any(each.start == mention.start and each.kind == "company" for each in clause.mentions)
        for each in reversed(self._before(mention, clause)):
            if each.company == mention.company:
                maker_named = maker_named or each.kind == "company"
            elif maker_named and each.company in OF_ALL_TRADES:
                return ""
            elif each.company and each.kind != "model" and sells_others(each.company) and self._topical(each):
                return each.company
        if maker_named or self._told_of(mention, clause):
            return ""
        lead = self._lead
        if lead and lead.kind != "model" and lead.company != mention.company and sells_others(lead.company):
            return lead.company
        return ""

    def _told_of(self, mention: Mention, clause: Clause) -> bool:
        """Whether the paragraph tells of the maker itself, and the title of nobody."""
        parts = () if self._leading else self._told.paragraph(clause)
        return any(
            each.kind == "company" and each.company == mention.company and each.start < mention.start
            for part in parts
            for each in part.mentions
        )

    def _topical(self, mention: Mention) -> bool:
        before = self._passage.plain[max(0, mention.start - 12) : mention.start]
        return _ASIDE.search(re.sub(r"\s", "", before)) is None

    def _before(self, mention: Mention, clause: Clause) -> list[Mention]:
        return [
            each
            for part in self._told.sentence(clause)
            for each in part.mentions
            if each.start < mention.start and each is not mention
        ]

    def _sold_by(self, actor: Mention | None, subject: Subject, clause: Clause) -> Subject:
        """The subject named before, where a clause names a company besides."""
        if actor is None or not actor.company:
            return subject
        if actor.company == subject.vendor:
            return self._subject(actor, clause) if subject.kind == "company" else subject
        where = clause.start, clause.sentence, clause.paragraph
        if subject.kind == "model" and actor.company == subject.maker:
            return Subject(actor.company, subject.model, subject.model_id, None, "model", *where)
        resells = sells_others(actor.company) and actor.company not in OF_ALL_TRADES
        if subject.kind == "model" and resells and actor.company != subject.maker:
            maker = subject.maker or subject.vendor
            return Subject(actor.company, subject.model, subject.model_id, maker, "model", *where)
        return Subject(actor.company, self._printed(actor, clause), None, None, "company", *where)

    def _actor(self, clause: Clause) -> Mention | None:
        """The first company that the clause names as one that acts."""
        named = [each for each in clause.mentions if each.kind == "company" and each.company]
        topics = [each for each in named if self._is_topic(each, clause)]
        own = [each for each in topics if each.company == topics[0].company and self._announces(each, clause)]
        return next(iter(own or topics), None)

    def _announces(self, mention: Mention, clause: Clause) -> bool:
        """Whether it is the name of what its company brings out: "字节跳动发布豆包视觉理解模型", "百度文心一言"."""
        longer = _LONGER.match(self._passage.plain, mention.end, clause.end)
        if self._passage.plain.startswith("平台", longer.end() if longer else mention.end):
            return False
        if any(each.company == mention.company and each.end == mention.start for each in clause.mentions):
            return True
        before = _before_list(self._passage.plain, clause, mention)
        return longer is not None and _ANNOUNCED.search(before) is not None

    def _is_topic(self, mention: Mention, clause: Clause) -> bool:
        """Whether the text is about it: named in the title, at the head of a clause, or as what is announced."""
        before = _before_list(self._passage.plain, clause, mention)
        if mention.kind != "model" and _PLACE.search(before):
            return False
        if mention.company in self._leading:
            return True
        return _OPENING.search(before) is not None or _ANNOUNCED.search(before) is not None

    def _printed(self, mention: Mention, clause: Clause) -> str:
        """The name as printed, with what follows it: 混元-lite, 豆包主力模型; a plan's where the clause names one."""
        plan = _PLAN.search(self._passage.plain, clause.start, clause.end)
        if mention.kind != "model" and plan is not None:
            if plan[0].startswith(mention.printed):
                return plan[0].strip()
            return mention.printed if plan[0] in mention.printed else f"{mention.printed} {plan[0]}"
        if mention.kind != "company":
            return mention.printed
        if called := self._called(mention, clause):
            return called
        longer = _LONGER.match(self._passage.plain, mention.end, clause.end)
        return mention.printed + (longer[0] if longer else "")

    def _called(self, mention: Mention, clause: Clause) -> str:
        """The name behind "模型" after a company, where no list of names has it; empty where there is none."""
        found = _CALLED.search(self._passage.plain, mention.end, clause.end)
        if found is None or any(each.start < found.end(1) and found.start(1) < each.end for each in clause.mentions):
            return ""
        return found[1].strip()

    def _first_named(self, clauses: Iterable[Clause]) -> Mention | None:
        return next((each for clause in clauses for each in clause.mentions if each.company), None)


def _said_again(subject: Subject, clause: Clause) -> Subject:
    return replace(subject, clause=clause.start, sentence=clause.sentence, paragraph=clause.paragraph)


def _its_own(actor: Mention | None, mention: Mention) -> bool:
    """Whether it is a model of the company that acts: "OpenAI 下调 o5-mini 价格"."""
    return actor is not None and mention.kind == "model" and actor.company == mention.company


def _distinct(subjects: Iterable[Subject]) -> list[Subject]:
    return list(dict.fromkeys(subjects))


def _before_list(text: str, clause: Clause, mention: Mention) -> str:
    """What stands in the clause before a name and the names it is listed with or belongs to, without white space."""
    start = mention.start
    for each in reversed([each for each in clause.mentions if each.start < mention.start]):
        owner = each.company == mention.company and _OWNED.fullmatch(text, each.end, start)
        if not owner and not _JOINED.fullmatch(text, each.end, start):
            break
        start = each.start
    return re.sub(r"\s", "", text[clause.start : start])


def _listed(own: Sequence[Mention], text: str, place: int) -> list[Mention]:
    """The models of the list that ends before a place, or begins after it."""
    before = [mention for mention in own if mention.start <= place]
    return _unique(before or own)


def _unique(named: Sequence[Mention]) -> list[Mention]:
    """Each name once."""
    return list({mention.model_id or mention.printed.lower(): mention for mention in reversed(named)}.values())[::-1]
