"""Guesses what a supplier's columns hold, from headers in Danish and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from scoring.identifiers import visible
from scoring.units import unit_key
from service.importers import labels
from service.importers.units import ATTRIBUTES

# Column -> headers, in lower case without marks. The first is the template's Danish header, the
# second its English one. A header that could mean two things stands nowhere.
SYNONYMS: Mapping[str, str] = {
    "sku": "varenr|sku|varenummer|vare nr|vare-nr|vare nummer|artikelnr|artikelnummer|art nr|artnr"
    "|leverandørens varenr|leverandør varenr|leverandørvarenr|leverandørens varenummer|item no"
    "|item number|itemno|item id|article number|article no|supplier item no|supplier sku"
    "|suppliers item number|product number|product no|produktnr|produktnummer|bestillingsnr"
    "|bestillingsnummer|vnr|varekode|seller item id|sellers item id|varenr leverandør",
    "gtin": "gtin|ean|ean nr|ean-nr|ean nummer|eannummer|ean-nummer|ean kode|ean-kode|ean13|ean-13"
    "|ean code|stregkode|stregkoder|barcode|bar code|gtin-13|gtin13|gtin-14|gtin14|gtin nr"
    "|gtin/ean|ean/gtin|upc|upc/ean|ean upc|global trade item number|gtin kolli",
    "mpn": "producentens varenr|mpn|producent varenr|producentvarenr|producentens varenummer"
    "|producentnr|producentnummer|fabrikantens varenr|part number|part no|partnumber|part nr|partno"
    "|part-nr|p/n|pn|manufacturer part number|manufacturer part no|manufacturers part number"
    "|manufacturer item number|mfr part no|mfg part number|vendor part number|modelnr|modelnummer"
    "|model number|model no|producentens art nr|fabrikat nr|oem nr|varenr producent",
    "brand": "mærke|brand|varemærke|brand name|fabrikat|producent|manufacturer|producentnavn|maker"
    "|fabrikant|mfr|manufacturer name|mærkenavn|merke",
    "name": "varenavn|name|navn|produktnavn|produkt navn|varebetegnelse|betegnelse|beskrivelse"
    "|varebeskrivelse|varetekst|produkt|product|product name|item name|description|title|titel"
    "|tekst|vare|item description|artikelnavn|varenavn da|navn da",
    "name_en": "varenavn engelsk|english name|engelsk navn|name en|navn en|product name en",
    "group": "varegruppe|product group|produktgruppe|kategori|category|varekategori|gruppe|group"
    "|produktkategori|product category|vareart",
    "unspsc": "unspsc|unspsc code|unspsc kode|unspsc-kode|unspsc nr|unspsc nummer",
    "cpv": "cpv|cpv code|cpv kode|cpv-kode|cpv nr",
    "price": "pris ekskl moms|price excl vat|pris|price|nettopris|net price|pris eks moms"
    "|pris ex moms|pris u moms|pris uden moms|enhedspris|unit price|salgspris|aftalepris"
    "|kontraktpris|indkøbspris|kundepris|listepris ekskl moms|stykpris|price ex vat"
    "|price excluding vat|pris excl moms|vejl pris ekskl moms",
    "price_vat": "pris inkl moms|price incl vat|pris m moms|pris med moms|price including vat"
    "|price inc vat|pris incl moms|salgspris inkl moms|vejl pris inkl moms",
    "currency": "valuta|currency|valutakode|currency code|møntfod",
    "content": "indhold|net content|nettoindhold|netto indhold|nettovægt|nettovolumen|net weight"
    "|net volume|vægt netto|content|pakningsstørrelse|pakkestørrelse|pack size|kolli indhold"
    "|indhold pr kolli|content quantity",
    "unit": "enhed|unit|måleenhed|indholdsenhed|enhed for indhold|unit of measure|uom"
    "|content unit|mængdeenhed|indhold enhed",
    "path": "sti|path|url|link|produktlink|webadresse|product url|web address|hjemmeside",
    "supplier": "leverandør|supplier|leverandørnavn|supplier name|forhandler|sælger|vendor",
    "labels": "mærkninger|labels|mærkning|miljømærker|miljømærke|miljømærkning|certificeringer"
    "|certifikater|certifications|certification|certificates|ecolabels|ecolabel|eco label|label"
    "|mærkningsordning|mærkningsordninger|certificering|label codes|mærker og certifikater",
    "licence": "licensnr|licence no|licens|licence|license|licensnummer|licence number"
    "|license number|certifikatnr|certifikatnummer|certificate number|certificate no|cert nr",
    "valid_to": "gyldig til|valid to|udløber|udløbsdato|valid until|expires|expiry date|gyldighed"
    "|certifikat udløber|licens udløber|expiry|valid_to|udløb",
    "co2e": "klimaaftryk|carbon footprint|co2|co2e|co2-aftryk|co2 aftryk|co2e aftryk|co2-udledning"
    "|co2 udledning|klimaaftryk co2e|klimabelastning|gwp|co2 equivalent|co2-ækvivalenter|emissions"
    "|emissionfactor|emission factor|emissionsfaktor",
    "co2e_kg": "klimaaftryk pr kg|carbon footprint per kg|co2e pr kg|co2 pr kg|co2e per kg|co2e/kg"
    "|co2 per kg|kg co2e/kg|kg co2/kg|kg co2e pr kg|kg co2 pr kg|co2-aftryk pr kg|co2 aftryk pr kg"
    "|co2/kg|klimaaftryk kg co2e/kg|co2e pr kg vare|g co2e/kg|g co2e pr kg",
    "co2e_source": "kilde til klimaaftryk|carbon footprint source|co2 kilde|co2-kilde|kilde co2"
    "|co2e kilde|emissionfactorsource|emission factor source|klimadatabase|lca kilde|kilde",
    "tec": "strømforbrug tec|energy use tec|tec|tec kwh|energiforbrug|strømforbrug|elforbrug"
    "|årligt energiforbrug|årligt strømforbrug|årligt elforbrug|energy consumption|annual energy"
    "|annual energy consumption|yearly tec|typical energy consumption|energi pr år|kwh/år|etec"
    "|energy star tec|kwh pr år|strømforbrug pr år|elforbrug pr år",
    "energy_class": "energiklasse|energy class|energimærke klasse|energimærkning|energimærke"
    "|energy efficiency class|energieffektivitetsklasse|energy label class|energy rating"
    "|eu energiklasse|energimærkningsklasse",
    "repair_class": "reparationsklasse|repairability class|repair class|reparerbarhedsklasse"
    "|eu reparationsklasse|eprel repair class",
    "repair_index": "reparationsindeks|repairability index|reparerbarhed|reparerbarhedsindeks"
    "|repair index|repairability|repairability score|fransk reparationsindeks|repair score"
    "|indice de reparabilite|reparabilitetsindeks|french repair index",
    "warranty_years": "garanti|warranty|garantiperiode|warranty period|garanti år|warranty years"
    "|garantitid|reklamationsgaranti|producentgaranti|garanti i år|garanti antal år|garantilængde",
    "update_years": "sikkerhedsopdateringer|security updates|opdateringer|software updates"
    "|opdateringsperiode|update period|os opdateringer|softwareopdateringer|security update years"
    "|sikkerhedsopdateringer år|garanterede opdateringer",
    "gwp_total": "klimaaftryk i alt|total carbon footprint|pcf|product carbon footprint|gwp total"
    "|gwp_total|co2e i alt|co2 i alt|total co2e|co2e total|samlet klimaaftryk|lca co2e|pcf kg co2e"
    "|livscyklus co2e|co2e hele levetiden|samlet co2-aftryk",
    "gwp_use_ratio": "andel i brug|use phase share|brugsfase andel|use ratio|gwp_use_ratio"
    "|andel brugsfase|use phase|brugsfasens andel|share of use phase",
    "gwp_error_ratio": "usikkerhed på klimaaftryk|carbon footprint uncertainty|pcf usikkerhed"
    "|gwp_error_ratio|co2e usikkerhed|pcf uncertainty",
    "carbon_per_year": "klimaaftryk pr år|carbon footprint per year|co2e pr år|co2 pr år"
    "|co2e per year|kg co2e/år|co2e/år|årligt klimaaftryk",
    "recycled_content": "genanvendt materiale|recycled content|genbrugsmateriale|genanvendte"
    " materialer|andel genanvendt materiale|recycled materials|genanvendt plast|recycled material"
    "|post consumer recycled|pcr|genanvendt indhold|andel genanvendt",
    "refurbished": "istandsat|refurbished|brugt|genbrugt|refurb|renoveret|used",
    "screen_size": "skærmstørrelse|screen size|skærm tommer|tommer|display size|skærmdiagonal"
    "|screen size inch|diagonal|skærmstørrelse tommer",
    "memory": "hukommelse|ram|memory|arbejdshukommelse|ram gb|memory gb|system memory",
    "palm_uncertified": "palmeolie uden certifikat|uncertified palm oil|ucertificeret palmeolie",
}
NUMBERED = ("labels", "licence", "valid_to")
MOST_COLUMNS = 300
CLOSE = 80  # of 100, how alike a header must be to be proposed as unsure
NO_UNIT = ("ja/nej", "yes/no", "ja / nej", "yes / no", "x", "kode", "code", "a-g", "a-e")
_UNIT = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*$")
_TAIL = re.compile(r"\s+i\s+(\S{1,12})$")
_NUMBER = re.compile(r"(.*?)\s*(?:nr )?([1-9])$")


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it is read: our column, "" where none, and the unit it names."""

    column: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a file's headers are taken to mean.

    Attributes:
        mapping: our column -> the file's header.
        unsure: our column -> a header that looks like it; to be confirmed by a person.
        unknown: the headers that nothing is read from.
    """

    mapping: Mapping[str, str]
    unsure: Mapping[str, str]
    unknown: tuple[str, ...]


def header_key(text: str) -> str:
    """Return a header in the form of the synonyms: lower case, no dots, colons or stars."""
    plain = visible(text[:200].replace("\n", " ")).casefold().replace("₂", "2").replace("_", " ")
    return " ".join(re.sub(r"[.:*?!\"]", " ", plain).split())


@cache
def _known() -> Mapping[str, str]:
    found = {
        header_key(name): column for column, text in SYNONYMS.items() for name in text.split("|")
    }
    for column in SYNONYMS:  # our own names work too, in files and in mappings
        found.setdefault(header_key(column), column)
    return found


@cache
def all_columns() -> frozenset[str]:
    """Return every column that a mapping may name: ours, numbered ones and "label:CODE"."""
    numbered = {f"{name}_{n}" for name in NUMBERED for n in range(1, 10)}
    return frozenset(SYNONYMS) | numbered | {f"label:{c}" for c in set(labels.names().values())}


def recognise(header: str) -> Header:
    """Return what a header means; column "" where it is not known for certain."""
    return _recognise(header[:200])


@lru_cache(4096)
def _recognised_key(key: str) -> str:
    found = _known().get(key)
    if found:
        return found
    numbered = _NUMBER.fullmatch(key)
    if numbered:
        base = _known().get(numbered[1])
        if base in NUMBERED:
            return f"{base}_{numbered[2]}"
    code = labels.known(key)
    return f"label:{code}" if code else ""


def _recognise(header: str) -> Header:
    key, unit = header_key(header), ""
    column = _recognised_key(key)
    if column:
        return Header(column, _own_unit(key, column))
    in_brackets = _UNIT.search(visible(header.replace("\n", " ")))
    if in_brackets:
        unit = in_brackets[1].strip()
        key = header_key(visible(header)[: in_brackets.start()])
    else:
        tail = _TAIL.search(key)
        if tail:
            unit, key = tail[1], key[: tail.start()]
    column = _recognised_key(key)
    return Header(column, unit) if column and header_key(unit) not in NO_UNIT else Header(column)


def _own_unit(key: str, column: str) -> str:
    """Return the unit of a header that is nothing but one ("kWh/år", "g CO2e/kg")."""
    spec = ATTRIBUTES.get("co2e_own" if column == "co2e_kg" else column)
    if spec is None:
        return ""
    if unit_key(key) in spec.factors:
        return key
    last = key.rpartition(" ")[2]
    return last if last in spec.factors and last not in ("1", "") else ""


def _rank(header: str) -> int:
    """Return how far down a column's synonyms a header stands; "varenavn" before "beskrivelse"."""
    key = header_key(header)
    names = [header_key(n) for n in SYNONYMS.get(_recognised_key(key), "").split("|")]
    return names.index(key) if key in names else len(names)


def guess(headers: Sequence[str]) -> Guess:
    """Return the mapping of a file's headers; of two headers for a column the plainer gets it."""
    mapping: dict[str, str] = {}
    left: list[str] = []
    for header in headers[:MOST_COLUMNS]:
        column = recognise(header).column
        if column and (column not in mapping or _rank(header) < _rank(mapping[column])):
            left += [mapping[column]] if column in mapping else []
            mapping[column] = header
        elif header.strip():
            left.append(header)
    unsure: dict[str, str] = {}
    for header in left:
        near = process.extractOne(
            header_key(header), _known().keys(), scorer=fuzz.ratio, score_cutoff=CLOSE
        )
        column = recognise(header).column or (_known()[near[0]] if near else "")
        if column and column not in mapping and column not in unsure:
            unsure[column] = header
    taken = set(unsure.values())
    return Guess(mapping, unsure, tuple(h for h in left if h not in taken))
