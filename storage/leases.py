"""Who may do alone what only one program at a time may do: a named row with an end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, or_

from storage.tables import leases
from storage.upserts import insert_into


def acquire(c: Connection, name: str, holder: str, now: datetime, ttl: timedelta) -> bool:
    """Take the lease until `now + ttl` if it is free, run out, or the holder's own already; False: another has it."""
    values = {"name": name, "holder": holder, "until": now + ttl}
    free = or_(leases.c.until <= now, leases.c.holder == holder)
    taken = (
        insert_into(c, leases)
        .values(values)
        .on_conflict_do_update(index_elements=["name"], set_={"holder": holder, "until": now + ttl}, where=free)
    )
    return c.execute(taken.returning(leases.c.name)).first() is not None


def release(c: Connection, name: str, holder: str) -> None:
    """Give the lease back; nothing happens where another has it."""
    c.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
