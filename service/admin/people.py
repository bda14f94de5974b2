"""The accounts: who there is, what they may, shut and opened again, a new password."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from scoring.errors import KompasError
from service.access import passwords
from service.access import people as access
from service.access.roles import ROLES
from service.admin.errors import AdminError
from service.admin.frame import render
from service.admin.gate import page, part, user, workspace
from service.store import users
from service.store.users import User

people = part("people", "/admin/people")
TEXTS = {
    "lead": {
        "da": "Hvem der kan logge ind her, og hvad de må. En bruger kan have flere roller.",
        "en": "Who can sign in here, and what they may. A user may have several roles.",
    },
    "may_viewer": {"da": "Ser alt, ændrer intet.", "en": "Sees everything, changes nothing."},
    "may_steward": {
        "da": "Retter data, indlæser filer og afgør tvivlsomme match.",
        "en": "Corrects data, imports files and settles doubtful matches.",
    },
    "may_author": {
        "da": "Skriver regler og sender dem til godkendelse.",
        "en": "Writes rules and submits them.",
    },
    "may_approver": {
        "da": "Godkender, udgiver og ruller tilbage; ikke sine egne regler.",
        "en": "Approves, publishes and rolls back; not their own rules.",
    },
    "may_owner": {
        "da": "Må alt, også brugere og nøgler.",
        "en": "May do everything, users and tokens too.",
    },
    "display": {"da": "Vist navn", "en": "Shown name"},
    "name_hint": {
        "da": "2 til 64 af a-z, 0-9, '.', '_', '@' og '-'. Revisionssporet bruger det, og det kan "
        "ikke ændres.",
        "en": "2 to 64 of a-z, 0-9, '.', '_', '@' and '-'. The audit trail uses it, and it cannot "
        "be changed.",
    },
    "roles": {"da": "Roller", "en": "Roles"},
    "no_roles": {"da": "Ingen adgang", "en": "No access"},
    "sign_in_by": {"da": "Logger ind med", "en": "Signs in with"},
    "local": {"da": "Adgangskode", "en": "Password"},
    "provider": {"da": "Kommunens login", "en": "The municipality's login"},
    "active": {"da": "Aktiv", "en": "Active"},
    "shut_since": {"da": "Lukket {when}", "en": "Shut {when}"},
    "you": {"da": "dig", "en": "you"},
    "new": {"da": "Ny bruger", "en": "New user"},
    "make": {"da": "Opret bruger", "en": "Make user"},
    "first_password": {
        "da": "Adgangskode (tom: vi laver en)",
        "en": "Password (empty: we make one)",
    },
    "password_hint": {
        "da": "12 til 200 tegn og ikke brugernavnet. Flere ord er lette at huske.",
        "en": "12 to 200 characters and not the user name. Several words are easy to remember.",
    },
    "password_once": {
        "da": "Giv {name} adgangskoden nu: den vises kun denne ene gang. Bed om, at den bliver "
        "skiftet under Min konto.",
        "en": "Give {name} the password now: it is shown this once. Ask them to change it under "
        "My account.",
    },
    "password_of": {"da": "Adgangskode til {name}", "en": "Password of {name}"},
    "to_list": {"da": "Til listen", "en": "To the list"},
    "what_may": {"da": "Hvad brugeren må", "en": "What the user may"},
    "by_provider": {
        "da": "Rollerne kommer fra kommunens login og fornys, hver gang brugeren logger ind. Ret "
        "dem dér.",
        "en": "The roles come from the municipality's login and are renewed whenever the user "
        "signs in. Change them there.",
    },
    "new_password": {"da": "Ny adgangskode", "en": "New password"},
    "new_password_what": {
        "da": "Den nuværende holder op med at virke, og brugeren logges ud alle steder.",
        "en": "The current one stops working, and the user is signed out everywhere.",
    },
    "set_password": {"da": "Giv ny adgangskode", "en": "Set new password"},
    "shut": {"da": "Luk konto", "en": "Shut account"},
    "shut_what": {
        "da": "Brugeren logges ud straks og kan ikke logge ind. Kontoen kan åbnes igen, og det, "
        "brugeren har gjort, bliver stående i revisionssporet.",
        "en": "The user is signed out at once and cannot sign in. The account can be opened again, "
        "and what the user did stays in the audit trail.",
    },
    "reopen": {"da": "Åbn konto igen", "en": "Open account again"},
    "saved": {"da": "Gemt.", "en": "Saved."},
    "taken": {
        "da": "Brugernavnet er taget eller har tegn, der ikke kan bruges.",
        "en": "The user name is taken or has characters that do not do.",
    },
    "bad_roles": {"da": "Vælg mindst én rolle.", "en": "Choose at least one role."},
    "bad_password": {
        "da": "Adgangskoden er for kort, for lang eller let at gætte.",
        "en": "The password is too short, too long or easy to guess.",
    },
    "bad_owners": {
        "da": "Det er den sidste ejer. Gør først en anden til ejer. Intet er ændret.",
        "en": "This is the last owner. Make somebody else owner first. Nothing was changed.",
    },
    "bad_reason": {
        "da": "Skriv hvorfor, med 3 til 500 tegn. Intet er ændret.",
        "en": "Write why, in 3 to 500 characters. Nothing was changed.",
    },
}


@page(people, "/", needs="own")
def overview() -> Any:
    """List the accounts."""
    return _overview()


@page(people, "/", needs="own", methods=("POST",))
def create() -> Any:
    """Make an account and show its password once."""
    name, display = (request.form.get(key, "").strip() for key in ("name", "display"))
    given, roles = request.form.get("password", ""), request.form.getlist("roles")
    password = given or passwords.made()
    try:
        made = access.create(
            workspace(), user().name, name.lower(), roles, password=password, display=display
        )
    except KompasError as error:
        problem = "taken" if error.place == "name" else f"bad_{error.place}"
        return _overview({"name": name, "display": display, "roles": roles}, problem), 422
    if given:
        return redirect(url_for("people.one", name=made.name), 303)
    return render("admin/person_password.html", texts=TEXTS, who=made, password=password), 201


@page(people, "/<name>", needs="own")
def one(name: str) -> Any:
    """Show an account and what can be done to it."""
    return _one(_found(name), saved="saved" in request.args)


@page(people, "/<name>", needs="own", methods=("POST",))
def change(name: str) -> Any:
    """Change an account's shown name and roles."""
    who = _found(name)
    changes: dict[str, Any] = {"display": request.form.get("display", "") or who.name}
    if not who.issuer:
        changes["roles"] = request.form.getlist("roles")
    return _changed(who, **changes)


@page(people, "/<name>/password", needs="own", methods=("POST",))
def password(name: str) -> Any:
    """Give an account another password and show it once, if we made it."""
    who, given = _found(name), request.form.get("password", "")
    new = given or passwords.made()
    answer = _changed(who, password=new)
    if given or not _went_well(answer):
        return answer
    return render("admin/person_password.html", texts=TEXTS, who=who, password=new), 201


@page(people, "/<name>/shut", needs="own", methods=("POST",))
def shut(name: str) -> Any:
    """Shut an account."""
    who, reason = _found(name), " ".join(request.form.get("reason", "").split())
    if not 3 <= len(reason) <= 500:
        return _one(who, problem="bad_reason"), 422
    return _changed(who, active=False, reason=reason)


@page(people, "/<name>/reopen", needs="own", methods=("POST",))
def reopen(name: str) -> Any:
    """Open an account again."""
    return _changed(_found(name), active=True)


def _changed(who: User, **changes: Any) -> Any:
    try:
        access.change(workspace(), user().name, who.name, **changes)
    except KompasError as error:
        known = f"bad_{error.place}" in TEXTS
        return _one(who, problem=f"bad_{error.place}" if known else "bad_password"), 422
    return redirect(url_for("people.one", name=who.name, saved=1), 303)


def _went_well(answer: Any) -> bool:
    return not isinstance(answer, tuple)


def _found(name: str) -> User:
    who = users.named(workspace(), name)
    if who is None:
        raise AdminError(404, "missing")
    return who


def _overview(form: dict[str, Any] | None = None, problem: str = "") -> str:
    return render(
        "admin/people.html",
        texts=TEXTS,
        everybody=users.everybody(workspace()),
        form=form or {"name": "", "display": "", "roles": ["viewer"]},
        problem=problem,
        roles=list(ROLES),
    )


def _one(who: User, problem: str = "", saved: bool = False) -> str:
    roles = list(ROLES)
    return render(
        "admin/person.html", texts=TEXTS, who=who, problem=problem, saved=saved, roles=roles
    )
