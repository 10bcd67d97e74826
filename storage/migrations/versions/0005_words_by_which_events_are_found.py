"""Words by which events are found, and their conditions, as mentions; the newest standing by its time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.about import search_words_of, terms_of_event
from pipeline.types import Event
from storage.packing import event_of

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHUNK = 1_000
MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
EVENTS = sa.table(
    "events",
    sa.column("id", sa.Text()),
    sa.column("observed_at", MOMENT),
    sa.column("fact", sa.Text()),
    sa.column("correction", sa.Text()),
    sa.column("words", sa.Text()),
)
MENTIONS = sa.table(
    "mentions",
    sa.column("role", sa.Text()),
    sa.column("name", sa.Text()),
    sa.column("observed_at", MOMENT),
    sa.column("event_id", sa.Text()),
)


def upgrade() -> None:
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standings_at"), ["at"], unique=False)
    _forget()
    for rows in _events():
        found = [(row, event_of(row.correction or row.fact)) for row in rows]
        words = [{"key": row.id, "text": f" {' '.join(sorted(search_words_of(event)))} "} for row, event in found]
        named = [mention for row, event in found for mention in _mentions(row, event)]
        renewed = sa.update(EVENTS).where(EVENTS.c.id == sa.bindparam("key")).values(words=sa.bindparam("text"))
        op.get_bind().execute(renewed, words)
        if named:
            op.get_bind().execute(sa.insert(MENTIONS), named)


def downgrade() -> None:
    """The words stay as they are: what was kept of them before cannot be told."""
    _forget()
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standings_at"))


def _forget() -> None:
    op.execute(sa.delete(MENTIONS).where(MENTIONS.c.role.in_(["term", "word"])))


def _events() -> Iterator[list[Any]]:
    after = ""
    while True:
        asked = sa.select(EVENTS).where(EVENTS.c.id > after).order_by(EVENTS.c.id).limit(CHUNK)
        rows = list(op.get_bind().execute(asked))
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _mentions(row: Any, event: Event) -> Iterator[dict[str, Any]]:
    words = {word for word in search_words_of(event) if len(word) > 1}
    for role, names in (("term", terms_of_event(event)), ("word", words)):
        for name in sorted(names):
            yield {"role": role, "name": name, "observed_at": row.observed_at, "event_id": row.id}
