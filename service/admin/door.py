"""The door: the page to sign in on, and its words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import url_for

from service.admin.frame import render
from service.admin.provider import provider

TEXTS = {
    "wrong": {
        "da": "Brugernavn og adgangskode passer ikke sammen. Prøv igen.",
        "en": "User name and password do not fit. Try again.",
    },
    "too_often": {
        "da": "Der er prøvet for mange gange. Vent et kvarter, eller bed en ejer om en ny kode.",
        "en": "Too many tries. Wait a quarter of an hour, or ask an owner for a new password.",
    },
    "often_here": {
        "da": "Der er prøvet for mange gange herfra. Vent et minut.",
        "en": "Too many tries from here. Wait a minute.",
    },
    "with_provider": {"da": "Log ind med {name}", "en": "Sign in with {name}"},
    "or_local": {"da": "Eller med en lokal konto", "en": "Or with a local account"},
    "kept": {
        "da": "Du var blevet logget ud. Det, du skrev, er gemt og sendes, når du har logget ind.",
        "en": "You had been signed out. What you typed is kept and sent once you have signed in.",
    },
    "lost": {
        "da": "Du var blevet logget ud, og det, du sendte, var for stort til at gemme. Gå tilbage "
        "i browseren, kopiér det, og log så ind.",
        "en": "You had been signed out, and what you sent was too large to keep. Go back in the "
        "browser, copy it, then sign in.",
    },
    "go_on": {"da": "Fortsæt, hvor du slap", "en": "Go on where you stopped"},
    "go_on_why": {
        "da": "Du er logget ind igen. Send nu det, du havde skrevet.",
        "en": "You are signed in again. Now send what you had typed.",
    },
    "send": {"da": "Send", "en": "Send"},
    "language": {"da": "Sprog", "en": "Language"},
    "new_password": {"da": "Ny adgangskode", "en": "New password"},
    "old_password": {"da": "Nuværende adgangskode", "en": "Current password"},
    "password_hint": {
        "da": "Mindst 12 tegn; flere ord er lette at huske.",
        "en": "At least 12 characters; several words are easy to remember.",
    },
    "saved": {"da": "Gemt.", "en": "Saved."},
    "roles": {"da": "Roller", "en": "Roles"},
    "by_provider": {
        "da": "Du logger ind gennem kommunens loginløsning; adgangskoden skiftes dér.",
        "en": "You sign in through the municipality's login; the password is changed there.",
    },
}


def door(**values: Any) -> str:
    """Return the page to sign in on: `problem` and `lost` name words, `resume` was typed before."""
    given = {"problem": "", "lost": False, "resume": "", "next": "", "name": ""} | values
    asked = provider()
    given["provider"] = asked.settings.name if asked else ""
    return render("admin/sign_in.html", texts=TEXTS, **given)


def inside(address: str) -> str:
    """Return an address if it is a page of /admin, else the overview's."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or "\\" in address or not parts.path.startswith("/admin/"):
        return url_for("home.overview")
    return address
