"""The words of the page of missing data."""

from __future__ import annotations

TEXTS = {
    "lead": {
        "da": "Oplysninger, som leverandører kunne dokumentere, sorteret efter hvor meget tvivl de "
        "ville fjerne: antal tilbud gange de karakterer, svaret i gennemsnit ville afgøre.",
        "en": "What suppliers could document, ordered by how much doubt it would remove: offers "
        "times the grades that an answer would settle on average.",
    },
    "as_of": {
        "da": "Listen er fra den seneste udgivelse, {at}; nye oplysninger tæller med fra den "
        "næste.",
        "en": "The list is of the last publish, {at}; new information counts from the next one.",
    },
    "unpublished": {
        "da": "Der er ikke udgivet noget endnu. Listen bliver lavet, når reglerne udgives.",
        "en": "Nothing is published yet. The list is made when the rules are published.",
    },
    "older_release": {
        "da": "Den seneste udgivelse er fra en tidligere version, som ikke lavede nogen liste. Den "
        "kommer, når reglerne er udgivet en gang til.",
        "en": "The last publish is of an earlier release, which made no list. It comes when the "
        "rules have been published once more.",
    },
    "publish": {
        "da": "Udgiv reglerne, eller bed driften køre “kompas publish”.",
        "en": "Publish the rules, or ask whoever runs the server for “kompas publish”.",
    },
    "to_rules": {"da": "Gå til reglerne", "en": "Go to the rules"},
    "suppliers": {"da": "Leverandører", "en": "Suppliers"},
    "supplier": {"da": "Leverandør", "en": "Supplier"},
    "group": {"da": "Varegruppe", "en": "Product group"},
    "gaps_count": {"da": "Mangler", "en": "Missing"},
    "products": {"da": "Varer", "en": "Products"},
    "weight": {"da": "Vægt", "en": "Weight"},
    "asked": {"da": "Spurgt", "en": "Asked"},
    "asked_what": {"da": "{gaps} mangler dengang", "en": "{gaps} missing then"},
    "not_asked": {"da": "ikke endnu", "en": "not yet"},
    "returned": {"da": "Kommet tilbage", "en": "Came back"},
    "returned_what": {
        "da": "{taken} rækker, {added} nye og {changed} ændrede oplysninger",
        "en": "{taken} rows, {added} new and {changed} changed records",
    },
    "before_asked": {"da": "før der blev spurgt", "en": "before they were asked"},
    "nothing_returned": {"da": "intet", "en": "nothing"},
    "request": {"da": "Hent dataanmodning", "en": "Download data request"},
    "request_for": {"da": "til {supplier} (XLSX)", "en": "to {supplier} (XLSX)"},
    "request_why": {
        "da": "Regnearket har leverandørens varer udfyldt, og det, der mangler, er gult. Når det "
        "kommer tilbage, indlæses det under “Indlæs data” med leverandørens navn.",
        "en": "The workbook has the supplier's goods filled in, with what is missing in yellow. "
        "When it comes back, import it under “Import data” with the supplier's name.",
    },
    "missing": {"da": "Det, der mangler", "en": "What is missing"},
    "goods": {"da": "Vare", "en": "Product"},
    "criterion": {"da": "Kriterium", "en": "Criterion"},
    "columns": {"da": "Spørg om", "en": "Ask for"},
    "offers": {"da": "Tilbud", "en": "Offers"},
    "grades": {"da": "Karakterer afgjort", "en": "Grades settled"},
    "coverage": {"da": "Andel af vægten", "en": "Share of the weight"},
    "shown": {"da": "{first}–{last} af {total}", "en": "{first}–{last} of {total}"},
    "nothing": {
        "da": "Her mangler intet, som en leverandør kunne dokumentere.",
        "en": "Nothing is missing here that a supplier could document.",
    },
    "previous": {"da": "Forrige", "en": "Previous"},
    "next": {"da": "Næste", "en": "Next"},
}
