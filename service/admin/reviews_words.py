"""The words of the review list."""

from __future__ import annotations

TEXTS = {
    "lead": {
        "da": "Linjer, hvor teksten ligner flere varer, eller hvor ligheden ikke er sikker nok. "
        "Svaret huskes for butikkens varenummer.",
        "en": "Lines whose text is like several products, or not surely enough like one. The "
        "answer is remembered for the shop's item number.",
    },
    "progress": {"da": "{decided} af {total} afgjort", "en": "{decided} of {total} decided"},
    "status_open": {"da": "Venter", "en": "Waiting"},
    "status_accepted": {"da": "Bekræftet", "en": "Confirmed"},
    "status_rejected": {"da": "Ingen passede", "en": "None fitted"},
    "no_open": {
        "da": "Ingen linjer venter. Nye kommer til, når lister matches med „kompas match“.",
        "en": "No lines wait. New ones come when lists are matched with “kompas match”.",
    },
    "no_others": {"da": "Ingen endnu.", "en": "None yet."},
    "line": {"da": "Linjen", "en": "The line"},
    "shop": {"da": "Butik", "en": "Shop"},
    "no_shop": {"da": "ingen butik", "en": "no shop"},
    "key": {"da": "Nøgle", "en": "Key"},
    "asked": {"da": "Sat på listen", "en": "Put on the list"},
    "candidates": {"da": "Hvilken er det?", "en": "Which one is it?"},
    "likeness": {"da": "lighed {score} af 100", "en": "likeness {score} of 100"},
    "choose": {"da": "Det er den", "en": "It is this one"},
    "none_of_them": {"da": "Ingen af dem", "en": "None of them"},
    "pass_over": {"da": "Spring over", "en": "Skip"},
    "other": {"da": "En anden vare eller varegruppe", "en": "Another product or group"},
    "search_hint": {"da": "Navn, mærke eller id", "en": "Name, brand or id"},
    "nothing_found": {
        "da": "Intet i kataloget har alle de ord. Prøv færre.",
        "en": "Nothing in the catalogue has all these words. Try fewer.",
    },
    "list": {"da": "Listen", "en": "The list"},
    "undo": {"da": "Fortryd det sidste svar", "en": "Undo the last answer"},
    "undo_what": {"da": "Sidst: {title}", "en": "Last: {title}"},
    "reopen": {"da": "Åbn igen", "en": "Reopen"},
    "answer": {"da": "Svar", "en": "Answer"},
    "decided": {
        "da": "Den linje er afgjort af en anden i mellemtiden. Intet er ændret.",
        "en": "That line was decided by somebody else meanwhile. Nothing was changed.",
    },
    "no_subject": {
        "da": "Den vare eller varegruppe findes ikke. Vælg en af dem, der står her.",
        "en": "There is no such product or group. Choose one of those shown.",
    },
    "keys": {"da": "Genvejstaster", "en": "Keys"},
    "keys_1": {"da": "vælg den kandidat", "en": "choose that candidate"},
    "keys_0": {"da": "ingen af dem", "en": "none of them"},
    "keys_s": {"da": "spring over", "en": "skip"},
    "keys_u": {"da": "fortryd det sidste svar", "en": "undo the last answer"},
    "keys_j": {"da": "næste", "en": "next"},
    "keys_k": {"da": "forrige", "en": "previous"},
    "keys_help": {"da": "vis eller skjul tasterne", "en": "show or hide the keys"},
    "keys_on": {"da": "Brug genvejstaster", "en": "Use keys"},
    "keys_why": {
        "da": "Tasterne virker ikke, mens du skriver i et felt. Valget huskes i denne browser.",
        "en": "Keys do nothing while you type in a field. The choice is kept in this browser.",
    },
    "only_read": {
        "da": "Din rolle kan se listen. En dataansvarlig afgør den.",
        "en": "Your role can see the list. A steward decides it.",
    },
    "rung_gtin": {"da": "GTIN", "en": "GTIN"},
    "rung_mpn": {"da": "producentens varenr.", "en": "part number"},
    "rung_sku": {"da": "butikkens varenr.", "en": "the shop's number"},
    "rung_machine_type": {"da": "maskintype", "en": "machine type"},
    "rung_family": {"da": "model", "en": "model"},
    "rung_title": {"da": "varenavn", "en": "title"},
    "rung_group": {"da": "varegruppe", "en": "product group"},
}
