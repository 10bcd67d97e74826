"""A question or a form that was refused → the sentence that says why, in the reader's language."""

from __future__ import annotations

import re

from pipeline.query_text import BadBasket
from pipeline.subscriptions import BadSubscription
from publish.letters.mail import BadAddress
from publish.money import Lang
from publish.site.words.errors import EXPECTED, FORMS, FOUND, VALUES

Refusal = BadBasket | BadSubscription | BadAddress
_VALUES = re.compile(r"(?:only \w+, )?one (?:or both )?of (.+)")


def refusal_words(error: Refusal, lang: Lang) -> str:
    """In English the error says it itself; in Chinese what was expected of the part, the values that may be given
    where they are a list, and what was found."""
    if lang == "en":
        return str(error)
    if isinstance(error, BadAddress):
        return EXPECTED["address"]
    said = _form_words(error) or EXPECTED.get(error.part)
    if said is None:
        return str(error)
    values = _VALUES.fullmatch(error.expected)
    said += VALUES.format(values=values[1]) if values else ""
    return said + (FOUND.format(found=error.found) if error.found else "")


def _form_words(error: BadBasket | BadSubscription) -> str | None:
    """Where not the value is wrong but how much was given for a parameter."""
    for form, words in FORMS.items() if " " not in error.part else ():
        match = form.fullmatch(error.expected)
        if match:
            return words.format(*match.groups(), part=error.part)
    return None
