"""What is done to accounts: made, changed, shut; each with its line in the audit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scoring.errors import KompasError
from service.access import passwords
from service.access.oidc import name_of
from service.access.roles import ROLES, may
from service.store import audit, users
from service.store.users import User
from service.store.workspace import Workspace

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
LANGUAGES = ("da", "en")
PROVIDER = "provider"  # what the audit calls the provider of identity


def create(
    workspace: Workspace,
    actor: str,
    name: str,
    roles: Iterable[str],
    *,
    password: str = "",
    issuer: str = "",
    subject: str = "",
    display: str = "",
) -> User:
    """Make an account, with a password or for somebody whom a provider vouches for.

    Raises:
        KompasError: where name, roles or password do not do, or the name is taken.
    """
    if not NAME.fullmatch(name):
        raise KompasError(
            "name", f"{name[:70]!r} does not do.", "Use 2 to 64 of a-z, 0-9, '.', '_', '@', '-'."
        )
    user = User(
        name=name,
        display=_display(display or name),
        roles=_roles(roles),
        password=passwords.hashed(password, name) if not issuer else "",
        issuer=issuer,
        subject=subject,
        language="da",
        created_at=_now(),
        disabled_at="",
    )
    with workspace.writing():
        if users.named(workspace, name):
            raise KompasError("name", f"There is a {name} already.", "Choose another name.")
        users.put(workspace, user)
        details = {"roles": list(user.roles), **({"issuer": issuer} if issuer else {})}
        audit.record(workspace, actor, "user.create", name, details)
    return user


def change(
    workspace: Workspace, actor: str, name: str, *, reason: str = "", **changes: Any
) -> User:
    """Change display, roles, language, password (in clear) or active of an account.

    A reason is kept in the audit.

    Raises:
        KompasError: where there is no such account or a value does not do; or where nobody would
            be left who may do everything.
    """
    with workspace.writing():
        before = users.named(workspace, name)
        if before is None:
            raise KompasError("name", f"There is no {name[:70]!r}.", "See the list of users.")
        after = _changed(before, changes)
        if after == before:
            return after
        users.put(workspace, after)
        owners = [u for u in users.everybody(workspace) if u.active and may(u.roles, "own")]
        if before.active and may(before.roles, "own") and not owners:
            raise KompasError(
                "owners",
                f"{name} is the last owner.",
                "Make somebody else owner before you change this one.",
            )
        told = {key: _told(before, after, key) for key in changes if key != "language"}
        if told:
            told |= {"reason": reason} if reason else {}
            audit.record(workspace, actor, "user.change", name, told)
    return after


def vouched_for(
    workspace: Workspace, issuer: str, claims: Mapping[str, Any], roles: tuple[str, ...]
) -> User | None:
    """Return the account of whom a provider vouches for, with the roles that it gives them now.

    It is found by issuer and subject alone, and made where it is missing: a name that fits a local
    account's gives nothing. Nobody gets in without a role, or whose account was shut.

    Raises:
        KompasError: where the claims do not say who it is.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise KompasError("sub", "is missing.", "Ask the provider to say who signs in.")
    with workspace.writing():
        user = users.from_provider(workspace, issuer, subject)
        if user is None and roles:
            name, display = _free_name(workspace, name_of(claims)), claims.get("name")
            return create(
                workspace,
                PROVIDER,
                name,
                roles,
                issuer=issuer,
                subject=subject,
                display=display if isinstance(display, str) else "",
            )
        if user is not None and user.roles != roles:
            told = {"roles": {"old": list(user.roles), "new": list(roles)}}
            user = replace(user, roles=roles)
            users.put(workspace, user)
            audit.record(workspace, PROVIDER, "user.change", user.name, told)
    return user if user and user.active and user.roles else None


def _free_name(workspace: Workspace, wanted: str) -> str:
    name, number = wanted, 2
    while users.named(workspace, name):
        name, number = f"{wanted}-{number}", number + 1
    return name


def signed_in(workspace: Workspace, name: str, password: str) -> User | None:
    """Return the active local account whose password this is, None for anything else."""
    user = users.named(workspace, name)
    kept = user.password if user and user.active else ""
    if not passwords.fits(kept, password) or user is None:
        return None
    if passwords.outdated(kept):
        user = replace(user, password=passwords.hashed(password))
        with workspace.writing():
            users.put(workspace, user)
    return user


def _changed(user: User, changes: dict[str, Any]) -> User:
    values: dict[str, Any] = {}
    for key, value in changes.items():
        if key == "roles":
            values["roles"] = _roles(value)
        elif key == "display":
            values["display"] = _display(value)
        elif key == "password" and not user.issuer:
            values["password"] = passwords.hashed(value, user.name)
        elif key == "language" and value in LANGUAGES:
            values["language"] = value
        elif key == "active":
            values["disabled_at"] = "" if value else user.disabled_at or _now()
        else:
            raise KompasError(key, f"{str(value)[:70]!r} does not do.", "Choose one of the list.")
    return replace(user, **values)


def _told(before: User, after: User, key: str) -> Any:
    if key == "password":
        return "set"
    old, new = getattr(before, key), getattr(after, key)
    return {"old": old, "new": new} if old != new else old


def _roles(roles: Iterable[str]) -> tuple[str, ...]:
    given = set(roles)
    if not given or given - set(ROLES):
        raise KompasError(
            "roles",
            f"{', '.join(sorted(given - set(ROLES))) or 'none'} cannot be given.",
            f"Choose of {', '.join(ROLES)}.",
        )
    return tuple(role for role in ROLES if role in given)


def _display(text: str) -> str:
    return " ".join(text.split())[:80]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
