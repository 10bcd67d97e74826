"""The column types that both databases keep alike: moments that know their zone, and numbers that lose nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def moment_text(moment: datetime) -> str:
    """`2024-05-21T02:00:00.000000Z`: fixed width, so that text sorts as time does."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone cannot be kept: {moment.isoformat()}")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; a naive one is refused with `ValueError`."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone cannot be kept: {moment.isoformat()}")
    return moment.astimezone(UTC)


class Moment(TypeDecorator[datetime]):
    """A UTC-aware time: `timestamptz` on PostgreSQL, sortable text on SQLite. Naive times are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return moment_text(value) if dialect.name == "sqlite" else utc(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else utc(value)


class Prose(TypeDecorator[str]):
    """Text from outside. The one character that PostgreSQL cannot keep, NUL, becomes U+FFFD in both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if value and "\0" in value else value


class Exact(TypeDecorator[Decimal]):
    """A `Decimal` as the text it was written with: 0.30 stays 0.30. Compare with `cast(column, Numeric)`, or better a
    column made for comparing."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)
