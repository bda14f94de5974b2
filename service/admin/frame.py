"""The frame of every page: its language, its words, what leads where, its headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, g, render_template, request, url_for

from service.access.roles import Need, may
from service.admin import words
from service.admin.danish import danish
from service.api import language_of
from service.store.snapshot import Language

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of the navigation: the endpoint it leads to, its word, who sees it."""

    endpoint: str
    word: str
    needs: Need


WAYS = (
    Way("home.overview", "overview", "read"),
    Way("rules.versions", "rules", "read"),
    Way("catalogue.search", "catalogue", "read"),
    Way("uploads.start", "uploads", "data"),
    Way("reviews.queue", "reviews", "read"),
    Way("gaps.ranked", "gaps", "read"),
    Way("shops.overview", "shops", "read"),
    Way("trail.entries", "audit", "read"),
    Way("people.overview", "people", "own"),
    Way("tokens.overview", "tokens", "own"),
)


def language() -> Language:
    """Return the language of the page: the user's own, else what the browser prefers."""
    user = g.get("user")
    if user is not None:
        return "en" if user.language == "en" else "da"
    return language_of(request.headers.get("Accept-Language", ""))


def render(template: str, **values: Any) -> str:
    """Return a page; `t` holds the words of its language, the shared ones and those given as
    `texts`, a table {word: {"da", "en"}}.
    """
    spoken = language()
    own: Mapping[str, Mapping[str, str]] = values.pop("texts", {})
    user = g.get("user")
    from service.admin.gate import allowed

    return render_template(
        template,
        t=words.Spoken(spoken, words.WORDS | dict(own)),
        language=spoken,
        user=user,
        allowed=allowed,
        ways=[w for w in WAYS if _leads(w) and user is not None and may(user.roles, w.needs)],
        here=request.endpoint or "",
        **values,
    )


def secure(response: Response) -> Response:
    """Give a page of /admin its headers."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Vary"] = "Cookie, Accept-Language, HX-Request"
    return response


def told(text: str) -> str:
    """Return what an error says, or where it is, in the language of the page."""
    return danish(text) if language() == "da" else text


def when(iso: str) -> str:
    """Return a moment, ISO 8601 in UTC, as people here write it: "25.11.2026 23.05"."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if len(iso) <= len("2026-11-25"):
        return moment.strftime("%d.%m.%Y" if language() == "da" else "%-d %b %Y")
    local = moment.astimezone(COPENHAGEN)
    return local.strftime("%d.%m.%Y %H.%M" if language() == "da" else "%-d %b %Y %H:%M")


def figure(value: float) -> str:
    """Return a number as people here write it: "1.234,5" in Danish, "1,234.5" in English."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language() == "da" else text


def decimals(value: float, digits: int = 1) -> str:
    """Return a number with so many decimals, with the language's decimal mark."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language() == "da" else text


def _leads(way: Way) -> bool:
    try:
        url_for(way.endpoint)
    except Exception:
        return False
    return True
