"""The provider of identity as Authlib's client: its addresses are fetched when first needed."""

from __future__ import annotations

import time
from typing import Any

import requests
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from service.access.oidc import Oidc

DISCOVERY = "/.well-known/openid-configuration"
WAIT = 5  # seconds for each answer of the provider
KEPT = 3600  # seconds that its addresses are remembered
PAUSE = 10  # seconds in which one that does not answer is not asked again: workers are few
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
SIGNED = ("RS", "PS", "ES", "Ed")  # by a key of the provider's alone, never by a shared secret


class ProviderDownError(Exception):
    """The provider cannot be reached, or does not answer as one; it says by what error."""


class Provider:
    """The provider of an installation."""

    def __init__(self, app: Flask, settings: Oidc) -> None:
        self.settings = settings
        self._down_until = 0.0
        self._client: Any = OAuth(app).register(
            "provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret or None,
            server_metadata_url=settings.issuer.rstrip("/") + DISCOVERY,
            client_kwargs={
                "scope": settings.scopes,
                "code_challenge_method": "S256",
                "default_timeout": WAIT,
                **({} if settings.client_secret else {"token_endpoint_auth_method": "none"}),
            },
        )

    def leave_for(self, back: str) -> Any:
        """Return the redirect to the provider's door; the session remembers state and nonce.

        Raises:
            ProviderDownError: where it cannot be reached.
        """
        self._discover()
        return self._client.authorize_redirect(back)

    def claims(self) -> dict[str, Any]:
        """Return the claims of who comes back with a code, checked.

        Raises:
            authlib's OAuthError, joserfc's JoseError: where something does not fit.
            ProviderDownError: where the provider does not answer.
        """
        self._discover()
        try:
            token = self._client.authorize_access_token(
                claims_options={
                    "iss": {"essential": True, "values": [self.settings.issuer]},
                    "aud": {"essential": True, "values": [self.settings.client_id]},
                }
            )
            claims = dict(token.get("userinfo") or {})
            more = self._client.server_metadata.get("userinfo_endpoint")
            if claims and more and self.settings.claim(claims) is None:
                said = dict(self._client.userinfo(token=token))
                # Whose it is stands in the signed token; a userinfo of somebody else counts nothing
                claims = said | claims if said.get("sub") == claims.get("sub") else claims
        except JoseError:  # is a ValueError too
            raise
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise ProviderDownError(type(error).__name__) from error
        return claims

    def sign_out_address(self, back: str) -> str:
        """Return where somebody ends their session at the provider too, "" where one cannot."""
        metadata = self._client.server_metadata
        if not metadata.get("end_session_endpoint"):
            return ""
        made = self._client.create_logout_url(
            post_logout_redirect_uri=back, client_id=self.settings.client_id
        )
        return str(made["url"])

    def _discover(self) -> None:
        now = time.monotonic()
        if now < self._down_until:
            raise ProviderDownError("Asked a moment ago")
        client = self._client
        if time.time() - client.server_metadata.get("_loaded_at", 0) > KEPT:
            client.server_metadata = {}
        try:
            metadata = client.load_server_metadata()
            _check(metadata, self.settings.issuer)
            if "jwks" not in metadata:
                KeySet.import_key_set(client.fetch_jwk_set())
        except (requests.RequestException, JoseError, ValueError, KeyError, TypeError) as error:
            client.server_metadata = {}
            self._down_until = now + PAUSE
            raise ProviderDownError(type(error).__name__) from error


def provider() -> Provider | None:
    """Return the provider of the installation, None where there are local accounts alone."""
    found: Provider | None = current_app.extensions.get("kompas_provider")
    return found


def _check(metadata: dict[str, Any], issuer: str) -> None:
    """Raise a ValueError where what a provider tells of itself cannot be trusted or used."""
    if any(not isinstance(metadata.get(name), str) for name in NEEDED):
        raise ValueError("an address is missing")
    if metadata["issuer"] != issuer:
        raise ValueError("it is another issuer")
    scheme = issuer.partition(":")[0]
    if any(not metadata[name].startswith(f"{scheme}:") for name in NEEDED):
        raise ValueError("an address is not safe")
    known = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [
        name for name in known if isinstance(name, str) and name.startswith(SIGNED)
    ]
