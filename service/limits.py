"""How often somebody may ask: for sign-ins by address, for the API by token or address.

This is `limits`, the library that Flask-Limiter is made of: Flask-Limiter itself hooks into every
request and costs 100 µs of each, twice what looking up a score does. Each worker counts for itself,
in memory; of an address only a hash under a key that dies with the worker.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import limits
from flask import Flask, current_app, request
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from service.config import Config

_KEY = secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits of an installation and what was counted."""

    limiter: FixedWindowRateLimiter
    sign_in: list[limits.RateLimitItem]
    api: list[limits.RateLimitItem]


def register(app: Flask, config: Config) -> None:
    """Give the application its limits."""
    app.extensions["kompas_rates"] = Rates(
        FixedWindowRateLimiter(MemoryStorage()),
        limits.parse_many(config.sign_in_rate),
        limits.parse_many(config.rate) if config.rate else [],
    )


def sign_in_allowed() -> bool:
    """Tell whether the request's address may try to sign in, so often has it failed."""
    rates: Rates = current_app.extensions["kompas_rates"]
    key = _key(_address())
    return all(rates.limiter.test(item, "sign-in", key) for item in rates.sign_in)


def sign_in_tried() -> None:
    """Count a try to sign in that came to nothing, or that costs somebody else's time."""
    rates: Rates = current_app.extensions["kompas_rates"]
    _hit(rates, rates.sign_in, "sign-in", _address())


def api_allowed(token: str) -> bool:
    """Count a request to the API; tell whether this token, or the address without one, may ask."""
    rates: Rates = current_app.extensions["kompas_rates"]
    return not rates.api or _hit(rates, rates.api, "api", token or _address())


def _hit(rates: Rates, items: list[limits.RateLimitItem], what: str, who: str) -> bool:
    hits = [rates.limiter.hit(item, what, _key(who)) for item in items]  # each limit counts it
    return all(hits)


def _key(who: str) -> str:
    return hashlib.blake2b(who.encode(), key=_KEY, digest_size=16).hexdigest()


def _address() -> str:
    return request.remote_addr or ""
