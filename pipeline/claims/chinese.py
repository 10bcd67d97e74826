"""A Chinese passage with its mentions and figures → the claims it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Final

from pipeline.claims.chinese_amounts import Amount, amounts
from pipeline.claims.chinese_clauses import Clause, clauses_of
from pipeline.claims.chinese_cues import OF_ALL_TRADES, Rule, Told, off_topic, rules_for, span_of, stirs, vetoed
from pipeline.claims.chinese_dates import dated
from pipeline.claims.chinese_once import once
from pipeline.claims.chinese_plans import names_a_plan, of_the_level, term_of
from pipeline.claims.chinese_said import Said
from pipeline.claims.chinese_scope import scope_of
from pipeline.claims.chinese_subjects import Subject, Subjects
from pipeline.claims.mentions import sells_others
from pipeline.claims.passage import Passage, quote_of
from pipeline.claims.printed import Figure, Mention
from pipeline.types import Claim, ClaimKind

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_OF_PLANS: Final = frozenset({ClaimKind.PLAN_CHANGED, ClaimKind.PROMOTION})
_MOST: Final = 300
"""Claims of one article; what makes more is a table, not a text."""
_SHORTEST_QUOTE: Final = 16
_LIMITS: Final = frozenset({ClaimKind.RATE_LIMIT_CHANGED, ClaimKind.FREE_TIER_CHANGED})
_GENERATION: Final = re.compile("上一代|上代|前代|前一代|前作|上一版本?|旧版")
_SHORT: Final = 1500
"""Characters of an article that is about one thing."""
_QUESTION: Final = 12
"""Clauses of an article that is no more than a question."""
_OF_THE_TEXT: Final = ("rumour", "denial")
"""Vetoes that hold for all of the text when the title says them."""
_OF_THE_SENTENCE: Final = (*_OF_THE_TEXT, "explainer", "other_goods")
"""Vetoes that hold for all of a sentence."""
_MOVES: Final = frozenset({ClaimKind.PRICE_CUT, ClaimKind.PRICE_RISE})
_TURNED: Final = {ClaimKind.PRICE_CUT: ClaimKind.PRICE_RISE, ClaimKind.PROMOTION: ClaimKind.PRICE_RISE}


def claims_in(passage: Passage, mentions: Sequence[Mention], figures: Sequence[Figure]) -> list[Claim]:
    """The claims of the sentences that are written in Chinese, each told once."""
    if not _HAN.search(passage.plain) or off_topic(passage.article.title):
        return []
    told = Told(clauses_of(passage, mentions, figures))
    if any(span_of(clause, veto) for clause in told.title() for veto in _OF_THE_TEXT):
        return []
    return once(islice(_said(passage, told), _MOST))


def _said(passage: Passage, told: Told) -> Iterator[Said]:
    """Every claim of every clause with the rule that found it, repetitions and all."""
    subjects = Subjects(passage, told)
    for clause in told.clauses:
        if not _silent(told, clause):
            for rule, said in _first_fit(told, clause):
                for claim in _claims(passage, told, subjects, clause, rule, said):
                    yield Said(
                        claim, rule, clause.sentence, _term(told, clause), told.heads(clause),
                        subjects.named_in(clause), leads=clause.colon, title=clause.paragraph == 0,
                        launched=told.says(clause, "in:title:launch"),
                        new_plan=told.says(clause, "in:article:plan_new"),
                        adjusted=told.says(clause, "in:sentence:adjusted"),
                    )  # fmt: skip
        if told.says(clause, "@model") or not _only_compared(told, clause):
            subjects.remember(clause)


def _term(told: Told, clause: Clause) -> str:
    """Which months of a plan a clause prices: those it names, else those named before it in the sentence."""
    if not clause.printed("money"):
        return ""
    for each in reversed([each for each in told.sentence(clause) if each.start <= clause.start]):
        if span_of(each, "later_months"):
            return "later"
        if span_of(each, "first_month"):
            return "first"
    return ""


def _first_fit(told: Told, clause: Clause) -> Iterator[tuple[Rule, list[Amount]]]:
    """The first rule that fits the clause and finds the figures it needs, with the amounts; nothing where none does."""
    for rule in rules_for(told, clause):
        said = amounts(rule.takes, told, clause)
        if said:
            if not _hushed(told, clause, rule):
                yield rule, said
            return


def _silent(told: Told, clause: Clause) -> bool:
    """Whether nothing that the clause says is a claim."""
    if not stirs(clause) or (not _HAN.search(clause.dense) and not clause.printed("money")):
        return True
    if clause.asked and clause.paragraph == 0:
        return True
    if told.says(clause, "in:title:explainer") and not _announced(told, clause):
        return True
    if vetoed(clause) or any(_hangs_over(told, clause, veto) for veto in _OF_THE_SENTENCE):
        return True
    return _of_everybody(told, clause) or _only_compared(told, clause)


def _hangs_over(told: Told, clause: Clause, veto: str) -> bool:
    """Whether its sentence says the veto; a rumour ends where somebody announces: "传出收购之际，甲宣布…"."""
    said = [each for each in told.sentence(clause) if span_of(each, veto)]
    if (
        veto == "other_goods"
        and span_of(clause, "moves_price")
        and any(each.kind != "company" for each in clause.mentions)
    ):
        return clause in said
    if veto != "rumour" or not said:
        return bool(said)
    between = [each for each in told.sentence(clause) if said[-1].start < each.start <= clause.start]
    return not any(span_of(each, "announces") for each in between)


def _announced(told: Told, clause: Clause) -> bool:
    """Whether a review of many vendors tells what one of them announced, and when: "5月21日，百度宣布…"."""
    if clause.paragraph == 0 or not told.says(clause, "in:sentence:announced"):
        return False
    return any(each.company for part in told.sentence(clause) for each in part.mentions)


def _of_everybody(told: Told, clause: Clause) -> bool:
    """Whether it is a figure of speech of the whole market, "价格打到了零", and not of what is named beside it."""
    if span_of(clause, "to_nothing") is None or any(clause.printed(kind) for kind in ("money", "percent", "ratio")):
        return False
    return span_of(clause, "whole_market") is not None or not any(each.company for each in clause.mentions)


def _only_compared(told: Told, clause: Clause) -> bool:
    """Whether it is the official price, named only to compare another seller's with it."""
    return span_of(clause, "official") is not None and _contrasted(told, clause)


def _hushed(told: Told, clause: Clause, rule: Rule) -> bool:
    """Whether the title, or the clause before, takes back what the rule would claim."""
    if rule.kind in (*_LIMITS, ClaimKind.PROMOTION) and span_of(clause, "once"):
        return True
    if rule.kind in _LIMITS:
        return told.says(clause, "in:title:reset")
    if rule.kind is ClaimKind.PLAN_CHANGED:
        return any(
            each.colon for each in told.sentence(clause) if each.start < clause.start and span_of(each, "unchanged")
        )
    if rule.kind is not ClaimKind.MODEL_LAUNCHED_WITH_PRICE:
        return False
    if span_of(clause, "recap") or _only_asked(told):
        return True
    if told.says(clause, "restored") and told.says(clause, "in:sentence:promotion"):
        return True
    earlier = [each for each in told.sentence(clause) if each.start < clause.start]
    if not clause.dense.startswith(("而", "但")) and any(span_of(each, "compare_head") for each in earlier):
        return True
    before = [each for each in told.sentence(clause) if each.start < clause.start and span_of(each, "unchanged")]
    return any(each.colon or not told.says(clause, "@model") for each in before)


def _only_asked(told: Told) -> bool:
    """Whether the article is a question about what things cost, and says of nobody that he does something."""
    if len(told.clauses) > _QUESTION or not any(each.asked for each in told.title()):
        return False
    says = ("launch", "announces", "cut", "rise", "market", "plan_new")
    return not any(span_of(each, cue) for each in told.clauses for cue in says)


def _contrasted(told: Told, clause: Clause) -> bool:
    """Whether a price of its own follows after "而…", or that of a company that sells others' models."""
    after = [each for each in told.sentence(clause) if each.start > clause.start and each.printed("money")]
    return any(each.dense.startswith("而") or _of_another_seller(each, clause) for each in after)


def _of_another_seller(clause: Clause, than: Clause) -> bool:
    here = {each.company for each in than.mentions}
    named = {each.company for each in clause.mentions if each.kind == "company"} - here
    return any(company and sells_others(company) and company not in OF_ALL_TRADES for company in named)


def _claims(
    passage: Passage, told: Told, subjects: Subjects, clause: Clause, rule: Rule, said: Sequence[Amount]
) -> Iterator[Claim]:
    place = _place(clause, rule)
    about = subjects.of(clause, place, rule.each or "分别" in clause.dense, rule.kind in _OF_PLANS)
    for subject, amount in _pairs(about, said, rule):
        if _believed(passage, told, clause, rule, subject, amount):
            claim = _claim(passage, told, clause, rule, subject, amount)
            if _of_plans(told, clause, claim):
                prices = [each.new for each in said if each.new]
                level = of_the_level(passage, told, clause, subject, amount.new, prices)
                claim = _for_a_term(told, clause, replace(claim, model=level.model))
            yield claim


def _of_plans(told: Told, clause: Clause, claim: Claim) -> bool:
    """Whether the price is one that subscribers pay."""
    if claim.meter not in (None, "subscription") or claim.unit not in ("", "month", "year", "seat"):
        return False
    return (
        claim.meter is not None or told.says(clause, "in:sentence:per_month") or told.says(clause, "in:sentence:plan")
    )


def _for_a_term(told: Told, clause: Clause, claim: Claim) -> Claim:
    """The claim with how long one pays its price for, where nothing beside the figure says so."""
    if claim.unit or claim.new_price is None:
        return claim
    unit, printed = term_of(told, clause)
    return replace(claim, unit=unit, unit_printed=printed)


def _pairs(about: Sequence[Subject], said: Sequence[Amount], rule: Rule) -> list[tuple[Subject, Amount]]:
    """Who each amount is of: "分别为" deals them out in order, as many to each."""
    if len(about) > 1 and len(said) > 1 and len(said) % len(about) == 0:
        share = len(said) // len(about)
        return [(about[at // share], amount) for at, amount in enumerate(said)]
    named = about if rule.each else about[-1:]
    return [(subject, amount) for subject in named for amount in said]


def _place(clause: Clause, rule: Rule) -> int:
    """Where the clause says what the rule is about."""
    spans = [span for group in rule.says for cue in group if cue[0] not in "#@" and (span := _span(clause, cue))]
    return max((end for _, end in spans), default=clause.end)


def _span(clause: Clause, cue: str) -> tuple[int, int] | None:
    return None if ":" in cue else span_of(clause, cue)


def _believed(passage: Passage, told: Told, clause: Clause, rule: Rule, subject: Subject, amount: Amount) -> bool:
    """Whether the subject is near enough, and is about AI; a bare "降价" of a long article needs it in its sentence."""
    of_all_trades = subject.kind == "company" and subject.vendor in OF_ALL_TRADES and not names_a_plan(subject)
    if of_all_trades and not _of_models(told, clause):
        return False
    if amount.bare and rule.kind in _MOVES and not (told.says(clause, "of_money") or rule.successor):
        return False
    if len(passage.whole) <= _SHORT:
        return True
    return clause.sentence - subject.sentence <= (0 if amount.bare else 8)


def _of_models(told: Told, clause: Clause) -> bool:
    if told.says(clause, "in:sentence:hardware"):
        return False
    if any(each.kind != "company" for part in told.title() for each in part.mentions):
        return True
    return any(told.says(clause, cue) for cue in ("in:sentence:ai", "in:title:ai"))


def _claim(passage: Passage, told: Told, clause: Clause, rule: Rule, subject: Subject, amount: Amount) -> Claim:
    start, end = _quoted(passage, told, clause)
    price = amount.price
    return dated(passage, told, clause, Claim(
        vendor=subject.vendor, model=subject.model, model_id=subject.model_id, maker=subject.maker,
        kind=_kind(rule, amount), quote=passage.whole[start:end], start=start,
        meter=_meter(clause, rule, subject, amount),
        old_price=_value(amount.old), new_price=_value(amount.new), currency=price.currency if price else None,
        per=price.per if price else Decimal(1), unit=price.unit if price else "",
        unit_printed=price.unit_printed if price else "",
        percent=abs(amount.percent.value) if amount.percent else None,
        percent_bound=amount.percent.bound if amount.percent else "",
        percent_against=amount.against or ("predecessor" if rule.successor and amount.percent else ""),
        scope=scope_of(passage, told, clause), successor_of=_predecessor(clause) if rule.successor else "",
        ratio=amount.ratio.value if amount.ratio else None, free=amount.free,
        recap=told.says(clause, "in:sentence:recap"),
    ))  # fmt: skip


def _predecessor(clause: Clause) -> str:
    """The model that the clause compares with, as printed; else what it is called: 上一代."""
    compared = span_of(clause, "predecessor")
    after = compared[0] if compared else clause.start
    named = [each for each in clause.mentions if each.kind == "model" and each.start >= after]
    if named:
        return named[-1].printed
    called = _GENERATION.search(clause.dense)
    return called[0] if called else ""


def _value(figure: Figure | None) -> Decimal | None:
    """A price or a number of calls; the old one of two ratios is neither."""
    return figure.value if figure and figure.kind != "ratio" else None


def _kind(rule: Rule, amount: Amount) -> ClaimKind:
    return _TURNED.get(rule.kind, rule.kind) if amount.rises else rule.kind


def _meter(clause: Clause, rule: Rule, subject: Subject, amount: Amount) -> str | None:
    if amount.meter is None and (rule.kind is ClaimKind.PLAN_CHANGED or names_a_plan(subject)):
        return "subscription"
    if amount.meter is None and amount.new and span_of(clause, "per_month") and span_of(clause, "plan"):
        return "subscription"
    return amount.meter


def _quoted(passage: Passage, told: Told, clause: Clause) -> tuple[int, int]:
    """The clause; with those before it in the sentence where it is too short to stand alone."""
    start = clause.start
    for before in reversed([each for each in told.sentence(clause) if each.start < clause.start]):
        if clause.end - start >= _SHORTEST_QUOTE:
            break
        start = before.start
    return quote_of(passage, start, clause.end)
