"""What is wrong with something a steward asked for, in Danish and English."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.errors import KompasError

WORDS: Mapping[str, Mapping[str, str]] = {
    "needed": {"da": "Feltet skal udfyldes.", "en": "This field is needed."},
    "too_long": {
        "da": "Teksten er på {length} tegn. Skriv højst {most}.",
        "en": "The text has {length} characters. Write {most} at most.",
    },
    "reason": {
        "da": "Skriv en begrundelse, så andre kan forstå ændringen om et år.",
        "en": "Write a reason, so that others understand the change a year from now.",
    },
    "attribute": {
        "da": "“{value}” læses ikke af reglerne for varegruppen. Vælg en oplysning fra listen.",
        "en": "“{value}” is not read by the group's rules. Choose one from the list.",
    },
    "number": {
        "da": "“{value}” er ikke et tal. Skriv for eksempel 18,5.",
        "en": "“{value}” is no number. Write for example 18.5.",
    },
    "bounds": {
        "da": "{value} er uden for det troværdige. Skriv et tal fra {least} til {most} {unit}.",
        "en": "{value} is out of what is believable. Write a number from {least} to {most} {unit}.",
    },
    "letter": {
        "da": "“{value}” er ikke en klasse. Skriv et bogstav fra A til {last}.",
        "en": "“{value}” is no class. Write a letter from A to {last}.",
    },
    "yes_no": {
        "da": "“{value}” er hverken ja eller nej. Skriv ja eller nej.",
        "en": "“{value}” is neither yes nor no. Write yes or no.",
    },
    "order": {
        "da": "{value} ligger ikke mellem {low} og {high}. Skriv lav ≤ værdi ≤ høj.",
        "en": "{value} is not between {low} and {high}. Write low ≤ value ≤ high.",
    },
    "status": {
        "da": "“{value}” er ingen status. Vælg en fra listen.",
        "en": "“{value}” is no status. Choose one from the list.",
    },
    "day": {
        "da": "“{value}” er ingen dato. Skriv den som 31-12-2026.",
        "en": "“{value}” is no date. Write it as 31-12-2026.",
    },
    "days": {
        "da": "Den sidste dag ligger før den første. Byt om på dem.",
        "en": "The last day is before the first. Swap them.",
    },
    "year": {
        "da": "“{value}” er ikke et årstal fra 1990 til {most}.",
        "en": "“{value}” is no year from 1990 to {most}.",
    },
    "label": {
        "da": "“{value}” er ikke et mærke, kataloget kender. Vælg et fra listen.",
        "en": "“{value}” is no label that the catalogue knows. Choose one from the list.",
    },
    "expiry": {
        "da": "{value} kan ikke bruges. Vælg en dag fra i morgen til {most}.",
        "en": "{value} cannot be used. Choose a day from tomorrow until {most}.",
    },
    "changed": {
        "da": "{who} har ændret varen, siden du åbnede den. Det nye står på siden; se det igennem, "
        "og gem igen, hvis det stadig passer. Det, du skrev, står her endnu.",
        "en": "{who} has changed the product since you opened it. The new state is on the page; "
        "look through it and save again if it still fits. What you typed is still here.",
    },
    "no_product": {
        "da": "Varen “{value}” findes ikke i kataloget. Søg efter den.",
        "en": "There is no product “{value}” in the catalogue. Search for it.",
    },
    "no_row": {
        "da": "Rækken findes ikke hos denne vare. Genindlæs siden.",
        "en": "This product has no such row. Reload the page.",
    },
    "row_ended": {
        "da": "Rækken gælder allerede ikke længere. Genindlæs siden.",
        "en": "The row counts no more already. Reload the page.",
    },
    "row_stands": {
        "da": "Rækken er ikke trukket tilbage i hånden, eller noget nyere har afløst den, så der "
        "er intet at fortryde. Genindlæs siden.",
        "en": "The row was not withdrawn by hand, or something newer has taken its place, so there "
        "is nothing to undo. Reload the page.",
    },
    "twice": {
        "da": "Varen har allerede en gældende afgørelse for det mærke. Tilbagekald den først.",
        "en": "The product has a decision for that label in force. Revoke that one first.",
    },
}  # fmt: skip


class CurationError(KompasError):
    """Something a steward can mend: which field, what is wrong, what to do instead.

    Attributes:
        field: the form's field, "" for all of it.
        code: its words in WORDS.
        values: what the words are filled with.
    """

    def __init__(self, field: str, code: str, **values: str) -> None:
        super().__init__(field or "product", WORDS[code]["en"].format(**values), "")
        self.field, self.code, self.values = field, code, values

    def said(self, language: str) -> str:
        """Return it in a language."""
        return WORDS[self.code][language].format(**self.values)
