"""Words on the command line → the values that the rooms take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import click


class Moment(click.ParamType[datetime]):
    """A day or a time in UTC: 2024-05-20, 2024-05-20T10:00, 2024-05-20T10:00+08:00."""

    name = "day or time"

    def __init__(self, *, end_of_day: bool = False) -> None:
        self.end_of_day = end_of_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"expected a day or time such as 2024-05-20 or 2024-05-20T10:00+08:00, found {value!r}", param, ctx
            )
        if self.end_of_day and len(value) == len("2024-05-20"):
            moment += timedelta(days=1) - timedelta(microseconds=1)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Percentage(click.ParamType[Decimal]):
    """A positive number: 5, 2.5."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            number = Decimal(str(value).rstrip("%"))
        except InvalidOperation:
            self.fail(f"expected a number such as 5, found {value!r}", param, ctx)
        if not number.is_finite() or number < 0:
            self.fail(f"expected a positive number, found {value!r}", param, ctx)
        return number


def one_of(kind: type[Any]) -> click.Choice[str]:
    """A choice among the values of an enum."""
    return click.Choice([member.value for member in kind], case_sensitive=False)


def options(*decorators: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator, in the order given."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate
