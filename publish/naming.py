"""What an event is about into a noun phrase: "deepseek-v4-flash output (batch)", "12 个模型的缓存读取价"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.types import Change, Event, Rate, Terms, Vendor
from publish.money import Lang
from publish.plain import plain
from publish.spacing import joined
from publish.vocabulary import METERS, METRICS, PHRASES, TERM_VALUES, TERMS

NAME_LIMIT = 80
TERM_LIMIT = 48
NAMES_LIMIT = 80
"""Characters; so many models in so short a list are named, else they are counted."""
MOST_METERS = 3
"""So many meters are named; more are counted."""
MOST_MODELS = 3


def vendor_name(vendor_id: str, vendors: Mapping[str, Vendor], lang: Lang) -> str:
    """The name that the catalogue shows; the id where the vendor is in no catalogue any more."""
    vendor = vendors.get(vendor_id)
    if vendor is None:
        return plain(vendor_id, NAME_LIMIT)
    return plain((vendor.name_zh if lang == "zh" else "") or vendor.name, NAME_LIMIT)


def model_words(event: Event | Change, lang: Lang) -> str | None:
    """The printed name, with the terms that all its parts share; the number of models where a group has several; None
    where the event is about no model."""
    models = _models(event.parts)
    if len(models) > 1:
        return PHRASES["model count"][lang].format(models=len(models))
    name = plain(event.model, NAME_LIMIT)
    return with_terms(name, shared_terms(event.parts), lang) if name else None


def what_words(event: Event | Change, lang: Lang) -> str | None:
    """Model, meter and terms, or how many of them; None where the event is about the vendor as a whole."""
    if event.parts:
        return _group(event, lang)
    model = plain(event.model, NAME_LIMIT)
    return with_terms(_metered(model, event.meter, lang), event.terms, lang) or None


def row_words(part: Event | Change, lang: Lang, model: bool) -> str:
    """What one line of a table is about: its meter and terms, with the model's name where the table has several."""
    name = plain(part.model, NAME_LIMIT) if model or part.meter is None else ""
    meter = meter_words(part.meter, lang) if part.meter else ""
    return with_terms(" ".join(filter(None, (name, meter))), part.terms, lang)


def meter_words(meter: str, lang: Lang) -> str:
    """`audio input`, `音频输入`; a meter that nobody has given words to is spelled as it is."""
    words = METERS.get(meter)
    return words[lang] if words else plain(meter.replace("_", " "), NAME_LIMIT)


def metric_words(metric: str, lang: Lang) -> str:
    """Of a limit: `requests per minute`, `每分钟请求数`."""
    words = METRICS.get(metric.lower())
    return words[lang] if words else plain(metric.replace("_", " "), NAME_LIMIT)


def terms_words(terms: Terms, lang: Lang) -> str:
    """`batch, >200K context`; empty where there are none."""
    return PHRASES["clause comma"][lang].join(_term(name, value, lang) for name, value in terms)


def with_terms(what: str, terms: Terms, lang: Lang) -> str:
    """`what`, with its terms in brackets where it has any."""
    words = terms_words(terms, lang)
    return PHRASES["with terms"][lang].format(what=what, terms=words) if words and what else what or words


def shared_terms(parts: Iterable[Change | Rate]) -> Terms:
    """The terms of the parts or rates where they are the same for all."""
    terms = {part.terms for part in parts}
    return terms.pop() if len(terms) == 1 else ()


def _term(name: str, value: str, lang: Lang) -> str:
    words = TERM_VALUES.get((name, value.lower()))
    if words:
        return words[lang]
    pattern = TERMS.get(name)
    shown = plain(value, TERM_LIMIT)
    return pattern[lang].format(shown) if pattern else f"{plain(name.replace('_', ' '), NAME_LIMIT)} {shown}"


def _metered(model: str, meter: str | None, lang: Lang) -> str:
    if not meter:
        return model
    return PHRASES["meter"][lang].format(model=model, meter=meter_words(meter, lang)).strip()


def _group(event: Event | Change, lang: Lang) -> str:
    """By name where every model has every meter and that is short, else by number."""
    models, meters = _models(event.parts), _unique(part.meter or "" for part in event.parts)
    named = _listed(models, lang)
    complete = len(event.parts) == len(models) * len(meters) == len({(part.model, part.meter) for part in event.parts})
    few = len(models) <= MOST_MODELS and len(meters) <= MOST_METERS and len(named) <= NAMES_LIMIT
    if complete and few and "" not in meters:
        counted = _listed([meter_words(meter, lang) for meter in meters], lang)
        words = PHRASES["meter"][lang].format(model=named, meter=counted)
    elif len(models) == 1:
        return PHRASES["prices of a model"][lang].format(count=len(event.parts), model=models[0])
    elif len(meters) == 1 and meters[0]:
        words = PHRASES["meter of models"][lang].format(meter=meter_words(meters[0], lang), models=len(models))
    else:
        return PHRASES["prices of models"][lang].format(count=len(event.parts), models=len(models))
    return with_terms(words, shared_terms(event.parts), lang)


def _listed(words: list[str], lang: Lang) -> str:
    """`input, output and cache read`, `输入、输出与缓存读取`."""
    head, last = PHRASES["comma"][lang].join(words[:-1]), words[-1]
    return joined(joined(head, PHRASES["and"][lang]), last) if head else last


def _models(parts: Iterable[Change]) -> list[str]:
    return _unique(plain(part.model, NAME_LIMIT) for part in parts)


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
