"""Signing in through the municipality's provider of identity (OpenID Connect)."""

from __future__ import annotations

from typing import Any

from authlib.integrations.base_client import OAuthError
from flask import current_app, g, redirect, request, session, url_for
from joserfc.errors import JoseError

from scoring.errors import KompasError
from service import limits, metrics
from service.access import people
from service.admin import resume, sessions
from service.admin.door import TEXTS as DOOR
from service.admin.door import inside
from service.admin.errors import AdminError
from service.admin.frame import render
from service.admin.gate import page, part, workspace
from service.admin.provider import Provider, ProviderDownError, provider

oidc = part("oidc", "/admin/oidc")
TEXTS = {
    "sign_in_failed": {"da": "Du blev ikke logget ind", "en": "You were not signed in"},
    "down": {
        "da": "{name} svarer ikke lige nu. Prøv igen om lidt. Haster det, kan en ejer logge ind "
        "med en lokal konto.",
        "en": "{name} does not answer just now. Try again shortly. If it is urgent, an owner can "
        "sign in with a local account.",
    },
    "unfinished": {
        "da": "Login blev ikke gjort færdigt, eller det tog for lang tid. Prøv igen.",
        "en": "The sign-in was not finished, or it took too long. Try again.",
    },
    "untrusted": {
        "da": "Svaret fra {name} kunne ikke godkendes. Prøv igen. Sker det igen, så giv driften "
        "besked: opsætningen af login passer ikke.",
        "en": "The answer of {name} could not be trusted. Try again. If it happens again, tell "
        "operations: the sign-in is not set up right.",
    },
    "no_role": {
        "da": "{name} kender dig, men du har ingen rolle i Indkøbskompas. Bed den, der styrer "
        "adgange i kommunen, om en. Har du lige fået den, så log ud dér og ind igen.",
        "en": "{name} knows you, but you have no role in Indkøbskompas. Ask whoever manages access "
        "in the municipality for one. If you just got it, sign out there and in again.",
    },
    "often": {
        "da": "Der er prøvet for mange gange herfra. Vent et minut.",
        "en": "Too many tries from here. Wait a minute.",
    },
    "try_again": {"da": "Prøv igen", "en": "Try again"},
    "other_way": {"da": "Log ind med en lokal konto", "en": "Sign in with a local account"},
    "going": {"da": "Går til {name} …", "en": "Going to {name} …"},
    "go": {"da": "Log ind med {name}", "en": "Sign in with {name}"},
    "signed_out_here": {"da": "Du er logget ud", "en": "You are signed out"},
    "still_there": {
        "da": "Du er stadig logget ind hos {name}. Deler du computer med andre, så log også ud "
        "dér.",
        "en": "You are still signed in at {name}. If you share this computer, sign out there too.",
    },
    "leave_there": {"da": "Log også ud hos {name}", "en": "Sign out at {name} too"},
}


@page(oidc, "/start", needs="anybody")
def start() -> Any:
    """Send somebody to the provider's door."""
    asked = _provider()
    if not limits.sign_in_allowed():
        return _problem(asked, "often"), 429
    limits.sign_in_tried()
    session["next"] = inside(request.args.get("next", ""))
    try:
        return asked.leave_for(url_for("oidc.back", _external=True))
    except ProviderDownError as error:
        return _failed(asked, "down", error), 503


@page(oidc, "/keep", needs="anybody", methods=("POST",))
def keep() -> Any:
    """Remember what somebody typed before their session ended, then send them on.

    By a page, not by a redirect: a form may lead to our own addresses alone (form-action).
    """
    asked, kept = _provider(), request.form.get("resume", "")
    if not limits.sign_in_allowed():
        return _problem(asked, "often"), 429
    limits.sign_in_tried()
    if resume.read(kept) is not None:
        session["resume"] = kept
    return render("admin/oidc_going.html", texts=TEXTS, name=asked.settings.name)


@page(oidc, "/back", needs="anybody")
def back() -> Any:
    """Let in whom the provider vouches for."""
    asked = _provider()
    way, kept = inside(session.get("next", "")), session.get("resume", "")
    try:
        claims = asked.claims()
        roles = asked.settings.roles_of(claims)
        user = people.vouched_for(workspace(), asked.settings.issuer, claims, roles)
    except ProviderDownError as error:
        return _failed(asked, "down", error), 503
    except OAuthError as error:
        return _failed(asked, "unfinished", error), 400
    except (JoseError, KompasError) as error:
        return _failed(asked, "untrusted", error), 400
    if user is None:
        return _failed(asked, "no_role", None), 403
    metrics.SIGN_INS.labels("provider", "ok").inc()
    sessions.begin(user)
    g.user = user
    if going_on := resume.read(kept) if kept else None:
        path, fields = going_on
        return render("admin/resume.html", texts=DOOR, path=inside(path), fields=fields)
    return redirect(way, 303)


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise AdminError(404, "missing")
    return found


def _failed(asked: Provider, why: str, error: Exception | None) -> str:
    metrics.SIGN_INS.labels("provider", why).inc()
    kind = str(error) if isinstance(error, ProviderDownError) else type(error).__name__
    current_app.extensions["kompas_log"].warning("sign_in_failed", why=why, error=kind)
    return _problem(asked, why)


def _problem(asked: Provider, why: str) -> str:
    g.user = None
    return render("admin/oidc_problem.html", texts=TEXTS, why=why, name=asked.settings.name)
