"""The words of the catalogue's pages."""

from __future__ import annotations

from collections.abc import Mapping


def _both(da: str, en: str) -> Mapping[str, str]:
    return {"da": da, "en": en}


SEARCH = {
    "query": _both("Navn, mærke, GTIN, varenummer …", "Name, brand, GTIN, item number …"),
    "query_label": _both("Søg i kataloget", "Search the catalogue"),
    "found": _both("{count} varer", "{count} products"),
    "found_one": _both("1 vare", "1 product"),
    "facets": _both("Afgræns", "Narrow down"),
    "facet_group": _both("Varegruppe", "Product group"),
    "facet_brand": _both("Mærke", "Brand"),
    "facet_shop": _both("Butik", "Shop"),
    "facet_grade": _both("Score, som den er udgivet", "Grade as published"),
    "facet_label": _both("Mærkning", "Label"),
    "facet_known": _both("Data om varen selv", "Data of the product itself"),
    "known_yes": _both("Har data", "Has data"),
    "known_no": _both("Mangler data", "Lacks data"),
    "grade_range": _both("Interval", "A range"),
    "grade_none": _both("Ingen score", "No grade"),
    "remove": _both("Fjern: {value}", "Remove: {value}"),
    "clear_all": _both("Nulstil søgningen", "Clear the search"),
    "nothing": _both("Ingen varer passer.", "No products fit."),
    "try_less": _both(
        "Prøv færre eller kortere ord: begyndelsen af et ord er nok.",
        "Try fewer or shorter words: the beginning of a word is enough.",
    ),
    "try_number": _both(
        "Søg på et nummer for sig: GTIN, producentens varenummer eller butikkens.",
        "Search for one number alone: GTIN, the maker's number or the shop's.",
    ),
    "try_clear": _both("Fjern en afgrænsning.", "Remove one of the filters."),
    "empty": _both(
        "Kataloget er tomt. Indlæs data, så kan varerne søges frem her.",
        "The catalogue is empty. Import data, then products are found here.",
    ),
    "behind": _both(
        "Kataloget er netop indlæst: {count} varer er ikke med i søgningen endnu. Genindlæs siden "
        "om lidt.",
        "The catalogue has just been loaded: {count} products cannot be searched yet. Reload the "
        "page shortly.",
    ),
    "page_of": _both("Side {page} af {pages}", "Page {page} of {pages}"),
    "previous": _both("Forrige", "Previous"),
    "next": _both("Næste", "Next"),
    "brand": _both("Mærke", "Brand"),
    "group": _both("Varegruppe", "Product group"),
    "grade": _both("Score", "Grade"),
    "product_name": _both("Vare", "Product"),
}

STATES = {
    "state_counts": _both("Tæller", "Counts"),
    "state_outranked": _both("Et bedre tal tæller", "A better figure counts"),
    "state_not_yet": _both("Gælder ikke endnu", "Not valid yet"),
    "state_over": _both("Udløbet", "Expired"),
    "state_superseded": _both("Afløst", "Superseded"),
    "state_withdrawn": _both("Udgået af kilden", "Gone from its source"),
    "state_by_hand": _both("Trukket tilbage", "Withdrawn"),
    "state_revoked": _both("Tilbagekaldt", "Revoked"),
    "status_measured": _both("Målt", "Measured"),
    "status_supplier": _both("Fra leverandøren", "From the supplier"),
    "status_typical": _both("Typisk for varetypen", "Typical of its kind"),
    "status_assumed": _both("Antaget", "Assumed"),
    "rung_gtin": _both("GTIN", "GTIN"),
    "rung_mpn": _both("Mærke og producentens nummer", "Brand and part number"),
    "rung_sku": _both("Butikkens nummer", "The shop's number"),
    "rung_url": _both("Butikkens adresse", "The shop's address"),
    "rung_machine_type": _both("Maskintype", "Machine type"),
    "rung_family": _both("Modelfamilie", "Model family"),
    "rung_group": _both("Varegruppe", "Product group"),
    "rung_id": _both("Katalogets nummer", "The catalogue's id"),
    "review_accepted": _both("Bekræftet", "Confirmed"),
    "review_rejected": _both("Afvist", "Refused"),
    "review_open": _both("Åben", "Open"),
}

PRODUCT = {
    "product_group": _both("Varegruppe", "Product group"),
    "brand": _both("Mærke", "Brand"),
    "product_id": _both("Nummer i kataloget", "Id in the catalogue"),
    "english_name": _both("Engelsk navn", "English name"),
    "danish_name": _both("Dansk navn", "Danish name"),
    "same_as": _both("Er samme vare som", "Is the same product as"),
    "no_group": _both("Ingen", "None"),
    "counts_next": _both(
        "Ændringer på denne side tæller fra næste udgivelse.",
        "Changes on this page count from the next publish.",
    ),
    "served_now": _both("Det, køberne ser nu", "What buyers see now"),
    "not_served": _both(
        "Køberne ser ingen score for varen: den er ikke med i det, der er udgivet.",
        "Buyers see no grade of this product: it is not in what is published.",
    ),
    "as_of": _both("Udgivet med data pr. {day}", "Published with data as of {day}"),
    "no_grade": _both("Ingen score", "No grade"),
    "points": _both("Point", "Points"),
    "coverage": _both("Dækning", "Coverage"),
    "confidence": _both("Sikkerhed", "Confidence"),
    "confidence_high": _both("Høj", "High"),
    "confidence_good": _both("God", "Good"),
    "confidence_medium": _both("Middel", "Medium"),
    "confidence_low": _both("Lav", "Low"),
    "confidence_none": _both("Ingen", "None"),
    "reasons": _both("Begrundelse i tal", "Reasons in figures"),
    "criterion": _both("Kriterium", "Criterion"),
    "value": _both("Værdi", "Value"),
    "source": _both("Kilde", "Source"),
    "contribution": _both("Point", "Points"),
    "would_lift": _both("Det ville løfte scoren", "What would lift the grade"),
    "labels": _both("Mærkninger", "Labels"),
    "licence": _both("Licens eller dokument", "Licence or document"),
    "valid_to": _both("Gyldig til", "Valid to"),
    "alternatives": _both("Alternativer hos {shop}", "Alternatives at {shop}"),
    "alternatives_none": _both(
        "Køberne får ikke foreslået andre varer.", "Buyers are offered no other products."
    ),
    "seen_at": _both("Vis som hos", "Show as at"),
    "evidence": _both("Alt, vi ved om varen", "All we know of the product"),
    "no_evidence": _both(
        "Vi kender ingen tal for selve varen. Indlæs leverandørens data, eller sæt et tal her.",
        "We know no figures of the product itself. Import the supplier's data, or set one below.",
    ),
    "attribute": _both("Oplysning", "Attribute"),
    "interval": _both("Fra – til", "From – to"),
    "dates": _both("År og gyldighed", "Year and validity"),
    "put_in_by": _both("Lagt ind af", "Put in by"),
    "inherited": _both("Fra varegruppen", "From its group"),
    "history": _both(
        "Afløst og trukket tilbage ({count})", "Superseded and withdrawn ({count})"
    ),
    "ended": _both("Hvorfor den ikke gælder", "Why it does not count"),
    "origin_catalogue": _both("Det medfølgende katalog", "The shipped catalogue"),
    "origin_shop": _both("Butikkens egne data ({shop})", "The shop's own data ({shop})"),
    "origin_import": _both(
        "Import nr. {number}: {file}, {at}", "Import no. {number}: {file}, {at}"
    ),
    "origin_hand": _both("Sat i hånden af {who}, {at}", "Set by hand by {who}, {at}"),
    "ended_by_import": _both(
        "Afløst af import nr. {number}: {file}, {at}",
        "Superseded by import no. {number}: {file}, {at}",
    ),
    "ended_by_who": _both("Afløst af {who}, {at}", "Superseded by {who}, {at}"),
    "ended_by_newer": _both("Afløst af en nyere række", "Superseded by a newer row"),
    "ended_gone": _both(
        "Ikke længere i {file}, indlæst {at}", "No longer in {file}, imported {at}"
    ),
    "ended_hand": _both("Trukket tilbage af {who}, {at}", "Withdrawn by {who}, {at}"),
    "ended_revoked": _both("Tilbagekaldt af {who}, {at}", "Revoked by {who}, {at}"),
    "change": _both("Ret", "Change"),
    "withdraw": _both("Træk tilbage", "Withdraw"),
    "undo": _both("Fortryd", "Undo"),
    "undo_long": _both("Lad den gælde igen", "Let it count again"),
    "revoke": _both("Tilbagekald", "Revoke"),
    "why": _both("Begrundelse", "Reason"),
    "matches": _both("Sådan genkendes varen", "How the product is recognised"),
    "key": _both("Nøgle", "Key"),
    "told_by": _both("Fortalt af", "Told by"),
    "no_keys": _both(
        "Intet nummer fører til varen, så ingen butiks side kan vise dens score.",
        "No number leads to the product, so no shop's page can show its grade.",
    ),
    "answers": _both("Svar om tvivlsomme match", "Answers about doubtful matches"),
    "no_answers": _both(
        "Ingen har svaret om denne vare.", "Nobody has answered about this product."
    ),
    "line": _both("Butikkens linje", "The shop's line"),
    "offers": _both("Hvor den sælges", "Where it is sold"),
    "no_offers": _both("Ingen butik sælger varen.", "No shop sells the product."),
    "shop": _both("Butik", "Shop"),
    "sku": _both("Varenr.", "Item no."),
    "price": _both("Pris", "Price"),
    "content": _both("Indhold", "Content"),
    "supplier": _both("Leverandør", "Supplier"),
    "gone_offer": _both("Sælges ikke mere", "Sold no more"),
    "back": _both("Til søgningen", "To the search"),
}  # fmt: skip

EDIT = {
    "set_figure": _both("Sæt et tal", "Set a figure"),
    "set_why": _both(
        "Et tal, der er sat i hånden, er data som alle andre: status, år og interval afgør, "
        "hvilket der tæller. En senere import overskriver det ikke.",
        "A figure set by hand is data like any other: status, year and interval decide which one "
        "counts. A later import does not overwrite it.",
    ),
    "no_rules": _both(
        "Ingen regler læser tal om denne varegruppe, så der er intet at sætte.",
        "No rules read figures of this product group, so there is nothing to set.",
    ),
    "choose": _both("Vælg …", "Choose …"),
    "low": _both("Lavest (kan udelades)", "Lowest (may be left out)"),
    "high": _both("Højest (kan udelades)", "Highest (may be left out)"),
    "value_hint": _both(
        "Tal i enheden, der står ved oplysningen. Klasser som bogstav; ja eller nej som ord.",
        "A number in the unit beside the attribute. Classes as a letter; yes or no as a word.",
    ),
    "document_source": _both(
        "Kilde: titel, nummer eller adresse", "Source: title, number, address"
    ),
    "year": _both("År", "Year"),
    "valid_from": _both("Gælder fra (kan udelades)", "Valid from (may be left out)"),
    "valid_until": _both("Gælder til (kan udelades)", "Valid to (may be left out)"),
    "day_hint": _both("Som 31-12-2026", "As 31-12-2026"),
    "equivalents": _both("Dokumentation i stedet for et mærke", "Documents in place of a label"),
    "equivalent_why": _both(
        "Efter udbudslovens § 46 skal anden dokumentation godtages, når den viser det samme som "
        "mærket. Den tæller som mærket, indtil den udløber, og køberne kan se, hvad den bygger på.",
        "By section 46 of the Danish Public Procurement Act other documents must be taken that "
        "prove the same as a label. They count as the label until they expire, and buyers see it.",
    ),
    "equivalents_none": _both("Ingen endnu.", "None yet."),
    "grant": _both("Godkend dokumentation", "Accept a document"),
    "label": _both("Mærke", "Label"),
    "document": _both("Dokument: titel, nummer eller adresse", "Document: title, number, address"),
    "reviewer": _both("Vurderet af", "Judged by"),
    "expires_on": _both("Udløber", "Expires"),
    "expires_hint": _both(
        "Som 31-12-2026, højst tre år frem", "As 31-12-2026, three years ahead at most"
    ),
    "done_figure": _both(
        "Tallet er gemt og tæller fra næste udgivelse.",
        "The figure is saved and counts from the next publish.",
    ),
    "done_outranked": _both(
        "Tallet er gemt, men et andet med bedre status, nyere år eller smallere interval tæller i "
        "stedet. Træk det andet tilbage, hvis det er forkert.",
        "The figure is saved, but another of better standing, newer year or narrower interval "
        "counts instead. Withdraw that one if it is wrong.",
    ),
    "done_withdraw": _both(
        "Rækken er trukket tilbage og tæller ikke fra næste udgivelse.",
        "The row is withdrawn and does not count from the next publish.",
    ),
    "done_restore": _both(
        "Rækken gælder igen fra næste udgivelse.", "The row counts again from the next publish."
    ),
    "done_equivalent": _both(
        "Dokumentationen er godkendt og tæller fra næste udgivelse.",
        "The document is accepted and counts from the next publish.",
    ),
    "done_revoke": _both(
        "Godkendelsen er tilbagekaldt og tæller ikke fra næste udgivelse.",
        "The acceptance is revoked and does not count from the next publish.",
    ),
}
TEXTS = {**SEARCH, **STATES, **PRODUCT, **EDIT}
