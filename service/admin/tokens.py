"""The tokens of the API: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from scoring.errors import KompasError
from service.access import tokens as access
from service.admin.frame import render
from service.admin.gate import page, part, user, workspace
from service.store import tokens as store

tokens = part("tokens", "/admin/tokens")
TEXTS = {
    "lead": {
        "da": "En nøgle lader en kommunes udvidelser hente scorer uden login. Giv hver kommune "
        "sin egen, så én kan spærres uden at ramme de andre.",
        "en": "A token lets a municipality's extensions fetch scores without signing in. Give each "
        "municipality its own, so that one can be revoked without touching the others.",
    },
    "open": {
        "da": "API'et er åbent: alle, der kan nå tjenesten, kan hente scorer. Den første nøgle til "
        "scorer lukker det for alle uden nøgle.",
        "en": "The API is open: whoever reaches the service can fetch scores. The first token for "
        "scores closes it to everybody without one.",
    },
    "closed": {
        "da": "API'et er lukket: scorer kræver en nøgle.",
        "en": "The API is closed: scores need a token.",
    },
    "closed_dead": {
        "da": "API'et er lukket, men ingen nøgle virker: ingen kan hente scorer herfra med en "
        "nøgle fra listen.",
        "en": "The API is closed, but no token works: nobody can fetch scores with one of the "
        "list.",
    },
    "new": {"da": "Ny nøgle", "en": "New token"},
    "for_whom": {"da": "Hvem skal bruge den?", "en": "Who will use it?"},
    "for_whom_hint": {
        "da": "Fx kommunens navn. Skriv ikke personnavne.",
        "en": "The municipality's name, say. Do not write people's names.",
    },
    "scope": {"da": "Må", "en": "May"},
    "scope_scores": {"da": "Hente scorer", "en": "Fetch scores"},
    "scope_admin": {
        "da": "Hente scorer og prøve regler af",
        "en": "Fetch scores and preview rules",
    },
    "expires_on": {"da": "Sidste dag (må være tom)", "en": "Last day (may be empty)"},
    "make": {"da": "Lav nøgle", "en": "Make token"},
    "made": {"da": "Her er nøglen", "en": "Here is the token"},
    "made_once": {
        "da": "Kopiér den nu: den vises kun denne ene gang. Den skrives i udvidelsens "
        "indstillinger eller lægges ud centralt.",
        "en": "Copy it now: it is shown this once. It goes into the extension's options, or is "
        "rolled out centrally.",
    },
    "the_token": {"da": "Nøglen til {name}", "en": "The token of {name}"},
    "to_list": {"da": "Jeg har kopieret den", "en": "I have copied it"},
    "all_tokens": {"da": "Alle nøgler", "en": "All tokens"},
    "none_yet": {"da": "Der er ingen nøgler endnu.", "en": "There are no tokens yet."},
    "by": {"da": "Lavet af", "en": "Made by"},
    "good": {"da": "Virker", "en": "Works"},
    "revoked": {"da": "Spærret {when}", "en": "Revoked {when}"},
    "expired": {"da": "Udløbet {when}", "en": "Expired {when}"},
    "until": {"da": "Virker til og med {when}", "en": "Works until {when}"},
    "revoke": {"da": "Spær", "en": "Revoke"},
    "revoke_what": {
        "da": "Nøglen til {name} holder op med at virke inden for fem sekunder. Det kan ikke "
        "fortrydes; lav en ny nøgle i stedet.",
        "en": "The token of {name} stops working within five seconds. This cannot be undone; make "
        "a new one instead.",
    },
    "reopen": {"da": "Åbn API'et for alle", "en": "Open the API to everybody"},
    "reopen_what": {
        "da": "Alle nøgler på listen er spærret eller udløbet. Fjern dem fra listen, og lad alle, "
        "der kan nå tjenesten, hente scorer. Revisionssporet husker dem.",
        "en": "All tokens of the list are revoked or expired. Take them off the list and let "
        "whoever reaches the service fetch scores. The audit trail remembers them.",
    },
    "bad_name": {
        "da": "Skriv med 1 til 80 tegn, hvem der bruger den.",
        "en": "Write in 1 to 80 characters who uses it.",
    },
    "bad_scope": {"da": "Vælg, hvad den må.", "en": "Choose what it may."},
    "bad_expires_on": {
        "da": "Vælg en dag, der ikke er gået, eller ingen.",
        "en": "Choose a day that is not past, or none.",
    },
    "bad_reason": {
        "da": "Skriv hvorfor, med 3 til 500 tegn. Intet er ændret.",
        "en": "Write why, in 3 to 500 characters. Nothing was changed.",
    },
    "bad_token": {
        "da": "Listen har ændret sig, siden du så den. Intet er ændret.",
        "en": "The list has changed since you saw it. Nothing was changed.",
    },
}


@page(tokens, "/", needs="own")
def overview() -> Any:
    """List the tokens."""
    return _overview()


@page(tokens, "/", needs="own", methods=("POST",))
def create() -> Any:
    """Make a token and show it."""
    form = {name: request.form.get(name, "") for name in ("name", "scope", "expires_on")}
    try:
        shown, token = access.create(workspace(), user().name, **form)
    except KompasError as error:
        return _overview(form, f"bad_{error.place}"), 422
    return render("admin/token_made.html", texts=TEXTS, shown=shown, token=token), 201


@page(tokens, "/<int:number>/revoke", needs="own", methods=("POST",))
def revoke(number: int) -> Any:
    """Revoke a token."""
    try:
        access.revoke(workspace(), user().name, number, request.form.get("reason", ""))
    except KompasError as error:
        return _overview(problem=f"bad_{error.place}"), 422
    return redirect(url_for("tokens.overview"), 303)


@page(tokens, "/reopen", needs="own", methods=("POST",))
def reopen() -> Any:
    """Let everybody in again."""
    try:
        access.reopen(workspace(), user().name, request.form.get("reason", ""))
    except KompasError as error:
        return _overview(problem=f"bad_{error.place}"), 422
    return redirect(url_for("tokens.overview"), 303)


def _overview(form: dict[str, str] | None = None, problem: str = "") -> str:
    known = store.everything(workspace())
    good = [token for token in known if access.is_good(token)]
    scores = any(token.scope == "scores" for token in known)
    state = "open" if not scores else "closed" if good else "closed_dead"
    return render(
        "admin/tokens.html",
        texts=TEXTS,
        known=known,
        good={token.id for token in good},
        state=state,
        form=form or {"name": "", "scope": "scores", "expires_on": ""},
        problem=problem,
        scopes=access.SCOPES,
    )
