"""Alembic's entry: runs the steps on the connection it is given, or on the URL of `-x url=…`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine

from storage.columns import Exact, Moment, Prose
from storage.subscription_tables import metadata


def _render(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Steps are frozen: they name the columns' types of their day, not ours."""
    if kind == "type" and isinstance(item, Moment):
        return 'sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")'
    if kind == "type" and isinstance(item, (Exact, Prose)):
        return "sa.Text()"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=_render,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as opened:
        _run(opened)
