"""The words that all pages share, in Danish and English; a page's own stand beside its views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Texts = Mapping[str, Mapping[str, str]]


class Spoken:
    """Words in one language: `t("key", name=value)`; an unknown key is an error, not a gap."""

    def __init__(self, language: str, texts: Texts) -> None:
        self._language, self._texts = language, texts

    def __call__(self, key: str, **values: Any) -> str:
        """Return a text with its values put in."""
        text = self._texts[key][self._language]
        return text.format(**values) if values else text

    def __contains__(self, key: str) -> bool:
        return key in self._texts


def _both(da: str, en: str) -> Mapping[str, str]:
    return {"da": da, "en": en}


WORDS: dict[str, Mapping[str, str]] = {
    "product": _both("Indkøbskompas", "Indkøbskompas"),
    "admin": _both("Administration", "Administration"),
    "skip": _both("Gå til indholdet", "Skip to content"),
    "menu": _both("Menu", "Menu"),
    "overview": _both("Overblik", "Overview"),
    "rules": _both("Regler", "Rules"),
    "catalogue": _both("Katalog", "Catalogue"),
    "uploads": _both("Indlæs data", "Import data"),
    "reviews": _both("Tvivlsomme match", "Doubtful matches"),
    "gaps": _both("Manglende data", "Missing data"),
    "shops": _both("Butikker", "Shops"),
    "audit": _both("Revisionsspor", "Audit trail"),
    "people": _both("Brugere", "Users"),
    "tokens": _both("API-nøgler", "API tokens"),
    "account": _both("Min konto", "My account"),
    "statement": _both("Tilgængelighed", "Accessibility"),
    "sign_in": _both("Log ind", "Sign in"),
    "sign_out": _both("Log ud", "Sign out"),
    "user_name": _both("Brugernavn", "User name"),
    "password": _both("Adgangskode", "Password"),
    "save": _both("Gem", "Save"),
    "cancel": _both("Fortryd", "Cancel"),
    "search": _both("Søg", "Search"),
    "filter": _both("Vis", "Show"),
    "clear": _both("Nulstil", "Clear"),
    "more": _both("Vis flere", "Show more"),
    "newer": _both("Nyere", "Newer"),
    "older": _both("Ældre", "Older"),
    "all": _both("Alle", "All"),
    "none": _both("Ingen", "None"),
    "yes": _both("Ja", "Yes"),
    "no": _both("Nej", "No"),
    "from": _both("Fra", "From"),
    "to": _both("Til", "To"),
    "when": _both("Tidspunkt", "Time"),
    "who": _both("Hvem", "Who"),
    "what": _both("Hvad", "What"),
    "about": _both("Om", "About"),
    "reason": _both("Begrundelse", "Reason"),
    "status": _both("Status", "Status"),
    "name": _both("Navn", "Name"),
    "role_viewer": _both("Læser", "Reader"),
    "role_steward": _both("Dataansvarlig", "Data steward"),
    "role_author": _both("Regelforfatter", "Rule author"),
    "role_approver": _both("Godkender", "Approver"),
    "role_owner": _both("Ejer", "Owner"),
    "working": _both("Arbejder …", "Working …"),
    "signed_out": _both(
        "Du er blevet logget ud. Det, du har skrevet, står her stadig. Log ind i en ny fane, og "
        "prøv så igen.",
        "You have been signed out. What you typed is still here. Sign in in a new tab, then try "
        "again.",
    ),
    "open_sign_in": _both("Log ind i en ny fane", "Sign in in a new tab"),
    "unreachable": _both(
        "Tjenesten svarer ikke lige nu. Det, du har skrevet, står her stadig; prøv igen om lidt.",
        "The service does not answer just now. What you typed is still here; try again shortly.",
    ),
    "back_home": _both("Til overblikket", "To the overview"),
    "error_closed": _both("Den side er lukket", "That page is closed"),
    "error_closed_do": _both("Gå tilbage til overblikket.", "Go back to the overview."),
    "error_not_yours": _both("Det har du ikke adgang til", "You have no access to that"),
    "error_not_yours_do": _both(
        "Din rolle omfatter ikke denne side. Bed en ejer om adgang, hvis du skal bruge den.",
        "Your role does not include this page. Ask an owner for access if you need it.",
    ),
    "error_forged": _both("Formularen kunne ikke godtages", "The form could not be accepted"),
    "error_forged_do": _both(
        "Den er sendt fra en anden session. Gå tilbage, genindlæs siden, og send igen. Intet er "
        "ændret.",
        "It was sent from another session. Go back, reload the page and send it again. Nothing was "
        "changed.",
    ),
    "error_refused": _both("Det kunne ikke gemmes", "That could not be saved"),
    "error_refused_do": _both("Intet er ændret.", "Nothing was changed."),
    "error_missing": _both("Siden findes ikke", "There is no such page"),
    "error_missing_do": _both(
        "Den kan være flyttet eller slettet. Brug menuen eller søg i kataloget.",
        "It may have moved or been removed. Use the menu or search the catalogue.",
    ),
    "error_too_large": _both("Filen er for stor", "The file is too large"),
    "error_too_large_do": _both(
        "Del den i flere filer, eller indlæs den med „kompas import“ på serveren. Intet er ændret.",
        "Split it, or import it with “kompas import” on the server. Nothing was changed.",
    ),
    "error_busy": _both("Der indlæses data lige nu", "Data is being imported just now"),
    "error_busy_do": _both(
        "Ændringer må vente, til det er færdigt. Intet er ændret; prøv igen om et par minutter.",
        "Changes must wait until that has ended. Nothing was changed; try again in a few minutes.",
    ),
    "error_broken": _both("Noget gik galt", "Something went wrong"),
    "error_broken_do": _both(
        "Prøv igen. Sker det igen, så giv driften sidens adresse og klokkeslættet.",
        "Try again. If it happens again, tell operations the page's address and the time.",
    ),
}
