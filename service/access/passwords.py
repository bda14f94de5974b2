"""Passwords of local accounts: argon2id with the library's current parameters."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scoring.errors import KompasError

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher()


def hashed(password: str, name: str = "") -> str:
    """Return the hash to keep.

    Raises:
        KompasError: where the password is too short, too long, or the user's own name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise KompasError(
            "password",
            f"has {len(password)} characters.",
            f"Use {SHORTEST} to {LONGEST}: several words are easy to remember.",
        )
    if len(set(password)) < 5 or (name and name.lower() in password.lower()):
        raise KompasError("password", "is easy to guess.", "Use several words of your own.")
    return _HASHER.hash(password)


def made() -> str:
    """Return a new password for somebody else: 16 characters that nobody confuses."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def fits(kept: str, password: str) -> bool:
    """Tell whether a password is the one whose hash was kept.

    Where none is kept it takes as long, so that nobody learns which accounts there are.
    """
    try:
        return _HASHER.verify(kept or _nobodys(), password[: LONGEST + 1]) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Tell whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")
