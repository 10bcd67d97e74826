"""An engine for a PostgreSQL database, through psycopg 3."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, create_engine, event

CONNECT_SECONDS = 10


def postgres_engine(address: URL) -> Engine:
    # Planned for the values of each question: a plan for any values fits neither a name that few events have nor one
    # that many have.
    arguments: dict[str, int | None] = {"prepare_threshold": None}
    if "connect_timeout" not in address.query:
        arguments["connect_timeout"] = CONNECT_SECONDS
    engine = create_engine(address, connect_args=arguments, pool_pre_ping=True, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("writes", True):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
