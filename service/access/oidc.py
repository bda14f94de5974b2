"""A provider of identity (OpenID Connect): its settings, and what its claims say of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scoring.errors import KompasError
from service.access.roles import ROLES

LOOPBACK = ("localhost", "127.0.0.1", "::1")
NAMES = ("preferred_username", "upn", "email", "sub")  # the first that is there names an account


@dataclass(frozen=True, slots=True)
class Oidc:
    """A provider.

    Attributes:
        issuer: its address, exactly as its tokens say it (KOMPAS_OIDC_ISSUER).
        client_id, client_secret: what it knows us by; no secret for a public client.
        name: what the button calls it (KOMPAS_OIDC_NAME).
        roles: value of its claim -> our roles (KOMPAS_OIDC_ROLES: "A=owner;B=author,approver").
        roles_claim: the claim, or the way to it: "realm_access.roles" (KOMPAS_OIDC_ROLES_CLAIM).
        scopes: what is asked for (KOMPAS_OIDC_SCOPES).
    """

    issuer: str
    client_id: str
    client_secret: str
    roles: Mapping[str, tuple[str, ...]]
    name: str = "OpenID Connect"
    roles_claim: str = "roles"
    scopes: str = "openid profile email"

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> Oidc | None:
        """Return the provider that the environment names, None where it names none.

        Raises:
            KompasError: where a setting is missing or does not do.
        """

        def get(name: str, otherwise: str = "") -> str:
            return environment.get(f"KOMPAS_OIDC_{name}", "").strip() or otherwise

        issuer = get("ISSUER")
        if not issuer:
            return None
        parts = urlsplit(issuer)
        if parts.scheme != "https" and not (
            parts.scheme == "http" and parts.hostname in LOOPBACK  # a provider under test
        ):
            raise KompasError(
                "KOMPAS_OIDC_ISSUER", f"{issuer[:70]!r} does not do.", "Give an https address."
            )
        if not get("CLIENT_ID"):
            raise KompasError(
                "KOMPAS_OIDC_CLIENT_ID", "is not set.", "Set it to what the provider knows us by."
            )
        scopes = get("SCOPES", "openid profile email")
        if "openid" not in scopes.split():
            raise KompasError("KOMPAS_OIDC_SCOPES", "lacks openid.", "Add openid to it.")
        return Oidc(
            issuer=issuer,
            client_id=get("CLIENT_ID"),
            client_secret=get("CLIENT_SECRET"),
            roles=_mapping(get("ROLES")),
            name=get("NAME", "OpenID Connect"),
            roles_claim=get("ROLES_CLAIM", "roles"),
            scopes=scopes,
        )

    def roles_of(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the roles that somebody's claims give, in our order; none for nobody we know."""
        given = {role for value in _texts(self.claim(claims)) for role in self.roles.get(value, ())}
        return tuple(role for role in ROLES if role in given)

    def claim(self, claims: Mapping[str, Any]) -> Any:
        """Return what the claim of roles holds, None where it is not there.

        A claim of just that name goes first: names may be addresses, which have dots.
        """
        if self.roles_claim in claims:
            return claims[self.roles_claim]
        found: Any = claims
        for step in self.roles_claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        return found


def name_of(claims: Mapping[str, Any]) -> str:
    """Return what the audit may call somebody: 2 to 50 characters that a name may have."""
    for claim in NAMES:
        text = claims.get(claim)
        if isinstance(text, str):
            name = re.sub(r"[^a-z0-9._@-]+", "-", text.lower())[:50].strip("._@-")
            if len(name) > 1:
                return name
    return "user"


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a claim: of a list, or of one text, whole and by its parts."""
    if isinstance(value, str):
        yield value
        yield from (part for part in re.split(r"[\s,;]+", value) if part)
    elif isinstance(value, (list, tuple)):
        yield from (text for text in value if isinstance(text, str))


def _mapping(text: str) -> dict[str, tuple[str, ...]]:
    mapping: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        value, _, given = part.rpartition("=")  # a distinguished name has '=' of its own
        roles = tuple(role.strip() for role in given.split(","))
        if not value or set(roles) - set(ROLES):
            raise KompasError(
                "KOMPAS_OIDC_ROLES",
                f"{part[:70]!r} does not do.",
                f"Write VALUE=ROLE;VALUE=ROLE,ROLE with roles of {', '.join(ROLES)}.",
            )
        mapping[value.strip()] = (*mapping.get(value.strip(), ()), *roles)
    if not mapping:
        raise KompasError(
            "KOMPAS_OIDC_ROLES", "is not set, so nobody could sign in.", "Write VALUE=ROLE;…"
        )
    return mapping
