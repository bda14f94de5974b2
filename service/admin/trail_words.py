"""What the audit's codes are called: actions, the kinds of them, what their details hold."""

from __future__ import annotations

from collections.abc import Mapping

from service.access.roles import ROLES
from service.admin.words import WORDS

Words = Mapping[str, str]


def _both(da: str, en: str) -> Words:
    return {"da": da, "en": en}


KINDS: dict[str, Words] = {
    "ruleset": _both("Regler", "Rules"),
    "evidence": _both("Oplysninger", "Evidence"),
    "label": _both("Mærker", "Labels"),
    "equivalent": _both("Dokumenteret ligeværdigt", "Documented equivalents"),
    "match": _both("Match", "Matches"),
    "import": _both("Indlæsning", "Imports"),
    "review": _both("Tvivlsomme match", "Doubtful matches"),
    "adapter": _both("Butikkernes adaptere", "Shop adapters"),
    "shop": _both("Butikker", "Shops"),
    "settings": _both("Indstillinger", "Settings"),
    "user": _both("Brugere", "Users"),
    "token": _both("API-nøgler", "API tokens"),
}
ACTIONS: dict[str, Words] = {
    "ruleset.create": _both("Begyndte et udkast", "Began a draft"),
    "ruleset.save": _both("Gemte et udkast", "Saved a draft"),
    "ruleset.comment": _both("Skrev en kommentar", "Wrote a comment"),
    "ruleset.submit": _both("Sendte til godkendelse", "Submitted for review"),
    "ruleset.withdraw": _both("Trak et udkast tilbage", "Withdrew a draft"),
    "ruleset.restore": _both("Hentede et udkast frem igen", "Restored a draft"),
    "ruleset.send_back": _both("Sendte tilbage til forfatteren", "Sent back to the author"),
    "ruleset.approve": _both("Godkendte", "Approved"),
    "ruleset.schedule": _both("Satte tid for udgivelse", "Scheduled"),
    "ruleset.unschedule": _both("Tog tiden for udgivelse af", "Unscheduled"),
    "ruleset.publish": _both("Satte udgivelse i gang", "Began to publish"),
    "ruleset.published": _both("Udgav", "Published"),
    "ruleset.publish_failed": _both("Udgivelse lykkedes ikke", "Publishing failed"),
    "ruleset.rollback": _both("Satte tilbagerulning i gang", "Began to roll back"),
    "ruleset.rolled_back": _both("Rullede tilbage", "Rolled back"),
    "ruleset.refresh": _both("Satte ny beregning i gang", "Began to compute anew"),
    "ruleset.refreshed": _both("Beregnede på ny", "Computed anew"),
    "ruleset.snapshot_put_back": _both(
        "Satte det forrige udgivne tilbage", "Put what was published before back"
    ),
    "settings.tripwire": _both("Ændrede snubletråden", "Changed the tripwire"),
    "evidence.set": _both("Rettede en oplysning", "Set a figure"),
    "evidence.withdraw": _both("Trak en oplysning tilbage", "Withdrew a figure"),
    "evidence.restore": _both("Satte en oplysning i kraft igen", "Restored a figure"),
    "label.withdraw": _both("Trak et mærke tilbage", "Withdrew a label"),
    "label.restore": _both("Satte et mærke i kraft igen", "Restored a label"),
    "equivalent.grant": _both("Godtog som ligeværdigt", "Accepted as equivalent"),
    "equivalent.revoke": _both("Ophævede ligeværdighed", "Revoked an equivalent"),
    "import.run": _both("Indlæste en fil", "Imported a file"),
    "review.accept": _both("Bekræftede et match", "Confirmed a match"),
    "review.reject": _both("Afviste et match", "Refused a match"),
    "review.reopen": _both("Åbnede et match igen", "Reopened a match"),
    "adapter.put": _both("Gemte en adapter", "Saved an adapter"),
    "adapter.restore": _both("Satte en adapter tilbage", "Restored an adapter"),
    "adapter.remove": _both("Fjernede en adapter", "Removed an adapter"),
    "user.create": _both("Oprettede en bruger", "Made a user"),
    "user.change": _both("Ændrede en bruger", "Changed a user"),
    "token.create": _both("Lavede en nøgle", "Made a token"),
    "token.revoke": _both("Spærrede en nøgle", "Revoked a token"),
    "token.reopen": _both("Åbnede API'et for alle", "Opened the API to everybody"),
}
DETAILS: dict[str, Words] = {
    "reason": _both("Begrundelse", "Reason"),
    "roles": _both("Roller", "Roles"),
    "old": _both("før", "before"),
    "new": _both("nu", "now"),
    "was": _both("Før", "Before"),
    "now": _both("Nu", "Now"),
    "hash": _both("Fingeraftryk", "Hash"),
    "base": _both("Bygger på", "Based on"),
    "version": _both("Version", "Version"),
    "revision": _both("Udgave", "Revision"),
    "job": _both("Opgave", "Job"),
    "changes": _both("Ændringer", "Changes"),
    "changes_in_all": _both("Ændringer i alt", "Changes in all"),
    "faults": _both("Fejl", "Faults"),
    "broken_cases": _both("Prøver, der ikke holder", "Cases that fail"),
    "authors": _both("Forfattere", "Authors"),
    "impact": _both("Virkning", "Impact"),
    "publish_on": _both("Udgives", "Publish on"),
    "instead_of": _both("I stedet for", "Instead of"),
    "text": _both("Tekst", "Text"),
    "file": _both("Fil", "File"),
    "shop": _both("Butik", "Shop"),
    "read": _both("Læst", "Read"),
    "taken": _both("Godtaget", "Taken"),
    "rejected": _both("Afvist", "Rejected"),
    "added": _both("Nye", "Added"),
    "changed": _both("Ændret", "Changed"),
    "unchanged": _both("Uændret", "Unchanged"),
    "withdrawn": _both("Trukket tilbage", "Withdrawn"),
    "problem": _both("Problem", "Problem"),
    "place": _both("Sted", "Place"),
    "remedy": _both("Hvad man gør", "Remedy"),
    "document": _both("Dokument", "Document"),
    "expires_on": _both("Sidste dag", "Last day"),
    "code": _both("Kode", "Code"),
    "name": _both("Navn", "Name"),
    "display": _both("Vist navn", "Shown name"),
    "active": _both("Aktiv", "Active"),
    "password": _both("Adgangskode", "Password"),
    "scope": _both("Må", "May"),
    "issuer": _both("Loginløsning", "Provider"),
    "count": _both("Antal", "Count"),
    "value": _both("Værdi", "Value"),
    "unit": _both("Enhed", "Unit"),
    "attribute": _both("Egenskab", "Attribute"),
    "source": _both("Kilde", "Source"),
    "products": _both("Varer", "Products"),
    "graded": _both("Med karakter", "Graded"),
    "snapshot": _both("Udgivet mappe", "Snapshot"),
    "gaps": _both("Mangler", "Missing"),
    "row": _both("Række", "Row"),
    "low": _both("Lavest", "Lowest"),
    "high": _both("Højest", "Highest"),
    "year": _both("År", "Year"),
    "status": _both("Status", "Status"),
    "licence": _both("Licens", "Licence"),
    "valid_from": _both("Gælder fra", "Valid from"),
    "valid_to": _both("Gælder til", "Valid to"),
    "origin": _both("Lagt ind af", "Put in by"),
    "subject": _both("Vare", "Product"),
    "key": _both("Varenummer", "Item number"),
    "before": _both("Før", "Before"),
    "equivalent": _both("Ligeværdigt nr.", "Equivalent no."),
    "reviewer": _both("Vurderet af", "Reviewed by"),
    "single_administrator": _both(
        "Kun én kan godkende her", "Only one may approve in this installation"
    ),
}
VALUES: dict[object, Words] = {  # codes that are told of users and tokens
    **{role: WORDS[f"role_{role}"] for role in ROLES},
    "scores": _both("hente scorer", "fetch scores"),
    "admin": _both("hente scorer og prøve regler af", "fetch scores and preview rules"),
    "set": _both("sat", "set"),
}
ACTORS: dict[str, Words] = {
    "system": _both("Systemet", "The system"),
    "provider": _both("Kommunens login", "The municipality's login"),
}


def action(code: str, language: str) -> str:
    """Return what an action is called; the code itself where it has no words yet."""
    return ACTIONS[code][language] if code in ACTIONS else code


def actor(name: str, language: str) -> str:
    """Return what somebody is called: a user's name, the command line, or what runs by itself."""
    if name.startswith("cli:"):
        kind = "kommandolinjen" if language == "da" else "the command line"
        return f"{name[4:]} ({kind})"
    return ACTORS[name][language] if name in ACTORS else name


def detail(key: str, language: str) -> str:
    """Return what a detail is called."""
    return DETAILS[key][language] if key in DETAILS else key


def told(value: object, language: str) -> str:
    """Return a detail's value as a person writes it."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return {"da": ("nej", "ja"), "en": ("no", "yes")}[language][value]
    if isinstance(value, Mapping):
        if set(value) == {"old", "new"}:
            return f"{told(value['old'], language)} → {told(value['new'], language)}"
        parts = (f"{detail(str(k), language)}: {told(v, language)}" for k, v in value.items())
        return "; ".join(parts)
    if isinstance(value, (list, tuple)):
        return ", ".join(told(part, language) for part in value)
    if isinstance(value, float):
        text = f"{value:g}"
        return text.replace(".", ",") if language == "da" else text
    return VALUES[value][language] if isinstance(value, str) and value in VALUES else str(value)
