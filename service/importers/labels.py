"""From what suppliers write about labels to our codes: GS1's codes, names in da, en and de."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from scoring.identifiers import visible
from service.importers.base import Certificate, Rejection
from service.importers.numbers import FieldError, day
from service.loading.catalogue import FOLDER
from service.loading.csvfile import lines

# Spellings beside the codes and names of labels.csv. A name that belongs to more than one label
# ("Green Dot", "økologisk emballage") stands nowhere: better asked about than wrong.
SPELLINGS: Mapping[str, str] = {
    "SVANEN": "svane|svanen|svanemærke|svanemærket|svanemærkede|svanemaerket|nordisk svanemærke"
    "|det nordiske svanemærke|den nordiske svane|nordic swan|nordic swan ecolabel|swan ecolabel"
    "|nordic ecolabel|svanmärkt|svanemerket|nordischer schwan|nordisches umweltzeichen",
    "EU_ECO_LABEL": "eu blomsten|eu-blomsten|blomsten|eu blomst|eu ecolabel|eu eco label"
    "|ecolabel eu|eu flower|eu's miljømærke|eu miljømærket|europæisk miljømærke|european ecolabel"
    "|eu-umweltzeichen|eu umweltzeichen|europäisches umweltzeichen",
    "BLUE_ANGEL": "den blå engel|blå engel|blaa engel|blue angel|der blaue engel|blauer engel",
    "TCO_DEVELOPMENT": "tco|tco certified|tco-certificeret|tco certificeret|tco development"
    "|tco zertifiziert",
    "TCO_DEVELOPMENT:10": "tco certified generation 10|tco certified gen 10|tco certified 10"
    "|tco gen 10|tco 10|tco generation 10|tco certified generation 10.0",
    "TCO_DEVELOPMENT:9": "tco certified generation 9|tco certified gen 9|tco certified 9|tco gen 9"
    "|tco 9|tco generation 9|tco certified generation 9.0",
    "EPEAT_GOLD": "epeat guld|epeat gold|epeat-guld|gold epeat|epeat guld registreret",
    "EPEAT_SILVER": "epeat sølv|epeat silver|epeat silber|epeat-sølv|silver epeat",
    "EPEAT_BRONZE": "epeat bronze|epeat-bronze|bronze epeat",
    "EPEAT_CLIMATE_PLUS": "epeat climate+|epeat climate plus|climate+|epeat klima+",
    "ENERGY_STAR": "energy star|energystar|energy star 8.0|energy star 9.0|energy-star",
    "EU_ENERGY_LABEL": "eu energimærke|energimærke|energimærket|eu energy label|energy label"
    "|eu-energielabel|energielabel",
    "DK_ECO": "ø-mærket|ø mærket|ø-mærke|ø|det røde ø|det røde ø-mærke|røde ø-mærke"
    "|statskontrolleret økologisk|statskontrolleret økologi|dk øko|dansk øko|dansk økologisk"
    "|danish organic|danish organic label|oe-maerket",
    "EU_ORGANIC_FARMING": "eu øko|eu-øko|eu økologi|eu-økologi|eu økologimærke|eu økologisk"
    "|eu-økologisk|eu organic|eu-organic"
    "|eu bladet|eu-bladet|eu's økologimærke|euro leaf|euroleaf|eu leaf|eu-bio|eu bio|eu-bio-logo"
    "|eu bio-logo|eu bio logo|eu organic logo|eu organic farming|eu's økologilogo|økologisk|øko"
    "|økologi|organic|bio|ekologisk|ökologisch|organic (eu)",
    "KRAV_MARK": "krav|krav-märkt|krav mærket|krav-mærket|krav mark",
    "DEBIO": "debio|debio ø-merket|ø-merket|ø-merke",
    "BIO_LABEL_GERMAN": "bio-siegel|bio siegel|biosiegel|bio-siegel (tyskland)|bio nach eg-öko"
    "|tysk økologimærke|deutsches bio-siegel",
    "AGRICULTURE_BIOLOGIQUE": "ab|agriculture biologique|ab france|ab frankrig",
    "DEMETER_LABEL": "demeter|biodynamisk demeter|demeter biodynamisk",
    "MARINE_STEWARDSHIP_COUNCIL_LABEL": "msc|msc-mærket|msc mærket|msc-certificeret|marine"
    " stewardship council|msc certified|msc-zertifiziert",
    "AQUACULTURE_STEWARDSHIP_COUNCIL": "asc|asc-mærket|asc mærket|asc-certificeret|aquaculture"
    " stewardship council|asc certified",
    "FRIEND_OF_THE_SEA": "friend of the sea|fos",
    "FAIR_TRADE_MARK": "fairtrade|fair trade|fairtrade-mærket|fairtrade mærket|fairtrade certified"
    "|fairtrade-mærke|max havelaar|fairtrade-siegel",
    "FAIRTRADE_COCOA": "fairtrade kakao|fairtrade-kakao|fairtrade cocoa",
    "RAINFOREST_ALLIANCE": "rainforest alliance|rainforest|rainforest-alliance|rainforest alliance"
    " certified|frø-mærket|frøen",
    "UTZ_CERTIFIED": "utz|utz certified|utz-certificeret",
    "BEDRE_DYREVELFAERD_1HEART": "bedre dyrevelfærd 1 hjerte|bedre dyrevelfærd 1|1 hjerte",
    "BEDRE_DYREVELFAERD_2HEART": "bedre dyrevelfærd 2 hjerter|bedre dyrevelfærd 2|2 hjerter",
    "BEDRE_DYREVELFAERD_3HEART": "bedre dyrevelfærd 3 hjerter|bedre dyrevelfærd 3|3 hjerter",
    "DYRENES_BESKYTTELSE": "dyrenes beskyttelse|anbefalet af dyrenes beskyttelse",
    "NYCKELHALET": "nøglehul|nøglehullet|nøglehulsmærket|keyhole|nyckelhålet|nøkkelhullet",
    "VAELG_FULDKORN_FORST": "fuldkorn|fuldkornslogo|fuldkornslogoet|fuldkornsmærket|vælg fuldkorn"
    " først|whole grain logo",
    "SUSTAINABLE_PALM_OIL_RSPO": "rspo|rspo-certificeret|rspo palmeolie|rspo certified",
    "SUSTAINABLE_PALM_OIL_RSPO_MIXED": "rspo mixed|rspo mb|rspo mass balance",
    "GLOBAL_GAP": "globalgap|global gap|global g.a.p.|globalg.a.p.",
    "FOREST_STEWARDSHIP_COUNCIL_LABEL": "fsc|fsc-mærket|fsc mix|fsc recycled|fsc 100 %|fsc 100%"
    "|fsc-certificeret",
    "PEFC": "pefc|pefc-certificeret",
}
NONE_CODES = frozenset({"na", "none", "zzz", ""})
_LIST, _COMMA = re.compile(r"[;|\n]"), re.compile(r",(?![^(]*\))")
MOST_COMMAS = 2  # in a label's own name: "TCO Certified, generation 10"
_ENTRY = re.compile(r"\s*([^()]{1,120}?)\s*(?:\(([^()]{0,120})\)?)?\s*")
_LICENCE = re.compile(r"(?i)^(?:lic(?:ens|ence|ense)?|licensnr|nr|no|certifikat|cert)\b[.:\s]*")
_UNTIL = re.compile(r"(?i)^(?:gyldig\s+)?(?:til|valid(?:\s+to)?|until|udløber|expires)\b[:\s]*")


def label_key(text: str) -> str:
    """Return a label's name as it is looked up: lower case, marks such as ® and ™ gone."""
    plain = re.sub(r"[®™©*'’`´\"“”]", "", visible(text.replace("™", "")).casefold())
    return " ".join(plain.replace("_", " ").replace(",", " ").replace("–", "-").split()).strip(" .")


@cache
def names() -> Mapping[str, str]:
    """Return the looked-up form of every known code, name and spelling -> our code."""
    known: dict[str, str] = {}
    for line in lines(FOLDER / "labels.csv", ("code", "name_da", "name_en")):
        code = line.need("code")
        spelled = (code, line.need("name_da"), line.need("name_en"))
        for name in (*spelled, *SPELLINGS.get(code, "").split("|")):
            known.setdefault(label_key(name), code)
    known.pop("", None)
    return known


def find(text: str) -> str:
    """Return our code of a label that is named by code or name.

    Raises:
        FieldError: naming the nearest label that is known.
    """
    key = label_key(text[:200])
    code = names().get(key) or names().get(re.sub(r"\s*\(.*\)$", "", key))
    if code is not None:
        return code
    raise FieldError("is no label that is known.", _nearest(key[:60]))


@lru_cache(4096)
def _nearest(key: str) -> str:
    # Few misspell a first letter, and a file of 100,000 unknown names must not take minutes.
    alike = [name for name in names() if name[0] == key[:1]]
    near = process.extractOne(key, alike, scorer=fuzz.ratio, score_cutoff=60)
    return f"Did you mean {names()[near[0]]} ('{near[0]}')?" if near else "See labels.csv."


def known(text: str) -> str | None:
    """Return our code of a label, None where the text names none."""
    return names().get(label_key(text[:200]))


def declared(code: str, others: Sequence[str]) -> tuple[str, str]:
    """Return (our code, which of the others named it) of a certificate as UBL files state it.

    Args:
        code: CertificateTypeCode, often "NA" though the label is named elsewhere.
        others: the certificate's ID, Remarks and CertificateType, in this order.

    Raises:
        FieldError: where no field names a known label; it tells the nearest.
    """
    if label_key(code) not in NONE_CODES:
        plain = find(code)
        # GS1's code for TCO Certified cannot tell the generation; a remark often does.
        finer = (o for o in others if (known(o) or "").startswith(f"{plain}:"))
        named_by = next(finer, "")
        return known(named_by) or plain, named_by
    for other in others:
        found = known(other)
        if found is not None:
            return found, other
    raise FieldError(
        f"has no label's code, and {' / '.join(o[:40] for o in others if o) or 'nothing else'} "
        "names no label that is known.",
        "Use a code of GS1's PackagingMarkedLabelAccreditationCode, such as SVANEN or DK_ECO.",
    )


def listed(text: str, place: str, column: str) -> tuple[list[Certificate], list[Rejection]]:
    """Return the certificates of a cell such as "Svanen (licens 5041 0001, til 31-12-2027); FSC".

    A name that is not known, or a date that is none, rejects that entry only.
    """
    held, bad = _entries(text[:2000])
    return list(held), [Rejection(place, column, *parts, whole=False) for parts in bad]


@lru_cache(4096)
def _entries(text: str) -> tuple[tuple[Certificate, ...], tuple[tuple[str, str, str], ...]]:
    """Return the certificates of a list, and (value, reason, remedy) of what names none."""
    held: list[Certificate] = []
    bad: list[tuple[str, str, str]] = []
    for part in _parts(text):
        try:
            held.append(_entry(part))
        except FieldError as error:
            bad.append((part.strip()[:80], error.problem, error.remedy))
    return tuple(held), tuple(bad)


def _parts(text: str) -> Iterator[str]:
    """Yield the entries of a list; a comma inside a known label's name does not part it."""
    for part in _LIST.split(text):
        words = _COMMA.split(part)
        at = 0
        while at < len(words):
            for end in range(min(len(words), at + 1 + MOST_COMMAS), at, -1):
                entry = ",".join(words[at:end])
                if end == at + 1 or known(entry) or known(entry.partition("(")[0]):
                    break
            at = end
            if entry.strip():
                yield entry


def _entry(part: str) -> Certificate:
    whole = known(part)
    if whole is not None:
        return Certificate(whole)
    found = _ENTRY.fullmatch(part)
    if found is None:
        raise FieldError("is no label that is known.", "Separate labels with ';'.")
    licence, until = "", None
    for note in filter(None, (n.strip() for n in re.split(r"[,;]", found[2] or ""))):
        date_text = _UNTIL.sub("", note)
        if date_text != note or re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{2,4}", note):
            until = day(date_text)
        else:
            licence = _LICENCE.sub("", note)
    return Certificate(find(found[1]), licence, valid_to=until)


def dated(code: str, licence: str, until: date | None) -> Certificate:
    """Return a certificate of a label that stands in columns of its own."""
    return Certificate(code, licence[:100], valid_to=until)
