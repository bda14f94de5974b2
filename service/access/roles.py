"""What each role may do. A user may have several roles; what one of them may, the user may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Need = Literal["read", "data", "rules", "approve", "own"]
ROLES: dict[str, frozenset[Need]] = {
    "viewer": frozenset({"read"}),
    "steward": frozenset({"read", "data"}),
    "author": frozenset({"read", "rules"}),
    "approver": frozenset({"read", "approve"}),
    "owner": frozenset({"read", "data", "rules", "approve", "own"}),
}


def may(roles: Iterable[str], need: Need) -> bool:
    """Tell whether somebody with these roles may do what needs `need`; other roles may nothing."""
    return any(need in ROLES.get(role, frozenset()) for role in roles)
