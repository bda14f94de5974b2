"""Tokens of the API: made and shown once, kept as hashes, known to who serves within seconds.

A token is "kompas_", 32 random characters, and 6 that are a checksum of the rest: whoever finds a
leaked one (a scanner of repositories, say) can tell that it is one without asking us.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import string
import time
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

from scoring.errors import KompasError
from service.errors import UnavailableError
from service.store import audit, tokens
from service.store.tokens import Token
from service.store.workspace import Workspace

PREFIX, RANDOM, CHECK = "kompas_", 32, 6
SCOPES = ("scores", "admin")
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
LONGEST_NAME = 80
AFTER = 2.0  # seconds after which a worker reads them again


def create(
    workspace: Workspace, actor: str, name: str, scope: str, expires_on: str = ""
) -> tuple[str, Token]:
    """Make a token; return it as it is shown, this once, and as it is kept.

    Raises:
        KompasError: where name, scope or day does not do.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise KompasError(
            "name",
            f"{name[:70]!r} does not do.",
            f"Write in 1 to {LONGEST_NAME} characters who uses it.",
        )
    if scope not in SCOPES:
        raise KompasError("scope", f"{scope[:40]!r} cannot be given.", "Choose one of the list.")
    if expires_on:
        _check_day(expires_on)
    shown = _new()
    token = Token(0, name, hashed(shown), scope, actor, _now(), expires_on, "")
    with workspace.writing():
        number = tokens.add(workspace, token)
        details = {"name": name, "scope": scope, "expires_on": expires_on}
        audit.record(workspace, actor, "token.create", str(number), details)
    kept = tokens.numbered(workspace, number)
    assert kept is not None
    return shown, kept


def revoke(workspace: Workspace, actor: str, number: int, reason: str) -> None:
    """Revoke a token for good; revoking it again changes nothing.

    Raises:
        KompasError: where there is no such token or no reason.
    """
    reason = _reason(reason)
    with workspace.writing():
        token = tokens.numbered(workspace, number)
        if token is None:
            raise KompasError("token", f"There is no token {number}.", "See the list of tokens.")
        if not token.revoked_at:
            tokens.revoke(workspace, number, _now())
            details = {"name": token.name, "reason": reason}
            audit.record(workspace, actor, "token.revoke", str(number), details)


def reopen(workspace: Workspace, actor: str, reason: str) -> None:
    """Let callers without a token in again: take those off the list that are good for nothing.

    Raises:
        KompasError: where a token is still good, or no reason is given.
    """
    reason = _reason(reason)
    with workspace.writing():
        known = tokens.everything(workspace)
        if any(is_good(token) for token in known):
            raise KompasError("token", "A token is still in use.", "Revoke it first.")
        tokens.forget(workspace, [token.id for token in known])
        audit.record(workspace, actor, "token.reopen", "", {"count": len(known), "reason": reason})


def is_good(token: Token) -> bool:
    """Tell whether a token lets anybody in today."""
    return not token.revoked_at and not _past(token.expires_on)


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def looks_right(text: str) -> bool:
    """Tell whether a text is formed as our tokens are, its checksum included."""
    body, check = text[:-CHECK], text[-CHECK:]
    return (
        text.startswith(PREFIX)
        and len(text) == len(PREFIX) + RANDOM + CHECK
        and text.isascii()
        and _checksum(body) == check
    )


class Known:
    """The tokens of a workspace as a worker knows them: in memory, at most some seconds old."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._next = 0.0
        self._read = False
        self._good: dict[str, tuple[str, str]] = {}  # hash -> scope, last day
        self._made: frozenset[str] = frozenset()

    def made(self, scope: str) -> bool:
        """Tell whether a token of a scope was made, even if it is good no more.

        Callers need one from then on: nobody opens the API to all by revoking a leaked token.

        Raises:
            UnavailableError: where the tokens could never be read.
        """
        self._renew()
        return scope in self._made

    def scope(self, token: str) -> str:
        """Return what a token is good for today, "" for nothing.

        Raises:
            UnavailableError: where the tokens could never be read.
        """
        self._renew()
        found = self._good.get(hashed(token)) if looks_right(token) else None
        return found[0] if found and not _past(found[1]) else ""

    def _renew(self) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        try:  # takes 0.2 ms, so it is simply read again
            rows = tokens.serving(self._folder)
        except sqlite3.Error as error:
            if not self._read:  # nobody is let in on the chance that there are none
                raise UnavailableError(
                    "tokens_unreadable",
                    "The workspace cannot be read just now. Try again shortly.",
                ) from error
        else:
            self._good = {digest: (scope, until) for digest, scope, until, gone in rows if not gone}
            self._made = frozenset(scope for _, scope, _, _ in rows)
            self._read = True
        self._next = now + AFTER


def _new() -> str:
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return body + _checksum(body)


def _checksum(body: str) -> str:
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(CHECK):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def _past(day: str) -> bool:
    return bool(day) and date.today().isoformat() > day


def _check_day(text: str) -> None:
    try:
        good = date.fromisoformat(text).isoformat() == text and not _past(text)
    except ValueError:
        good = False
    if not good:
        raise KompasError(
            "expires_on", f"{text[:40]!r} does not do.", "Choose a day that is not past, or none."
        )


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not 3 <= len(reason) <= 500:
        raise KompasError("reason", "is missing or too long.", "Write in 3 to 500 characters why.")
    return reason


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
