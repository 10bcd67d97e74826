"""How the API is served: who may write, how often one may ask, for how long an answer holds."""

from __future__ import annotations

from dataclasses import dataclass, field

SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """Without a token nothing can be written by anyone."""

    tokens: frozenset[str] = field(default=frozenset(), repr=False)
    """Each lets its holder correct and retract events; take one out and it is revoked."""
    per_minute: int = 120
    """Questions one client may ask a minute in the long run; 0: as many as it likes."""
    burst: int = 60
    """Questions one client may ask at once after a rest."""
    max_age: int = 60
    """Seconds for which a proxy may serve an answer again unasked."""
    version: str = ""

    def __post_init__(self) -> None:
        if any(len(token) < SHORTEST_TOKEN or not token.isascii() for token in self.tokens):
            raise ValueError(f"write token: at least {SHORTEST_TOKEN} ASCII characters were expected: fewer found")
        if self.per_minute < 0 or self.burst < 1:
            raise ValueError("rate limit: 0 or more a minute and at least 1 at once were expected")
