"""Long computations that somebody may no longer want: a later preview overtakes an earlier one."""

from __future__ import annotations

from collections.abc import Callable

Cancelled = Callable[[], bool]
Progress = Callable[[int, int], None]  # done, of so many


class OvertakenError(Exception):
    """Nobody waits for the result any more; what was computed is thrown away."""


def never() -> bool:
    """Return False: it is wanted to the end."""
    return False


def silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""


def check(cancelled: Cancelled) -> None:
    """Raise OvertakenError where the result is no longer wanted."""
    if cancelled():
        raise OvertakenError
