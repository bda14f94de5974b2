"""From an IT title to a model: codes first, then the exact family and generation.

Nearly every name that looks alike is another generation, so a title must hold all words of the
family, no variant more ("Pro", "Rugged"), the same generation, a processor of the same age where
makers reuse names, and it must not be an accessory for the device.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scoring.identifiers import mpn_key, part_number_key, visible
from service.matching.device_text import DeviceText, read_device

VARIANTS = frozenset(
    "pro max plus ultra mini air fe lite se rugged 2in1 sff mff tower aio tiny go studio x360 x2"
    " chromebook fold flip carbon yoga xl compact detachable nano slim thin client extreme active"
    " ultralight tinyinone neo edge duo note power prime".split()
)
# Lines of models that one maker alone sells: the brand need not be named.
LINES = frozenset(
    "latitude xps optiplex elitebook probook thinkpad thinkvision thinkcentre ideapad macbook imac"
    " iphone ipad pixel pixelbook surface fairphone".split()
)
ACCESSORIES = frozenset(
    "cover etui taske computertaske sleeve dock docking dockingstation oplader strømforsyning"
    " panserglas skærmbeskyttelse beskyttelsesglas skærmbeskytter case reservedel toner pencil"
    " stylus holder beslag vægbeslag stativ skærmarm filter privacyfilter glas skal rem licens"
    " serviceaftale garantiudvidelse".split()
)
# These come with many a device too, so they count only where they stand before its name.
PARTS = frozenset(
    "tastatur keyboard mus mouse batteri battery adapter kabel kabler pen garanti care ram"
    " hukommelse headset ssd harddisk blæser hængsel hub arm".split()
)
USED = frozenset("brugt refurbished renoveret istandsat refurb".split())
FOR = frozenset(("til", "for", "passer"))
CODE = re.compile(r"(?<![\w])[A-Za-z0-9][A-Za-z0-9\-/.#]{3,}(?![\w])")
CERTAIN, UNSURE = 100.0, 70.0
YEARS_APART = 1
INCHES_APART = 1.05  # makers' documents cut 23.8 inches down to 23


@dataclass(frozen=True, slots=True)
class Family:
    """A model by its family name.

    Attributes:
        key: its key in the snapshot, `name:dell latitude 5430`.
        year: the year of its figures, None where unknown; screen: inches.
    """

    key: str
    product: str
    brand: str
    year: int | None
    screen: float | None


@dataclass(frozen=True, slots=True)
class Known:
    """A family in the form that titles are compared in."""

    family: Family
    words: frozenset[str]  # without the brand
    brand: frozenset[str]
    generations: frozenset[str]
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class DeviceMatch:
    """A key to look up, with 0 to 100 points."""

    key: str
    score: float
    product: str = ""


class DeviceMatcher:
    """Finds models in titles."""

    def __init__(self, families: Iterable[Family], synonyms: Iterable[tuple[str, str]]) -> None:
        """Build the index: each family under its rarest-looking word, its longest."""
        self._synonyms = {tuple(p.split()): tuple(m.split()) for p, m in synonyms}
        self._by_word: dict[str, list[Known]] = defaultdict(list)
        self.brands: dict[frozenset[str], str] = {}
        for family in families:
            text = read_device(family.key.removeprefix("name:"), self._synonyms)
            brand = frozenset(re.findall(r"[^\W_]+", family.brand.casefold()))
            years = frozenset(y for y in text.years if str(y) in family.key)
            words = frozenset(text.tokens) - frozenset(map(str, years))
            words |= {f"{size:g}" for size in text.screens}
            alone = words - brand or words
            known = Known(family, alone, brand, text.generations, years)
            self._by_word[max(alone, key=lambda w: (w not in LINES, len(w)))].append(known)
            if brand:
                self.brands[brand] = family.brand

    def know(self, brands: Iterable[str]) -> None:
        """Learn brands that sell devices without a family name too."""
        for brand in brands:
            self.brands.setdefault(frozenset(re.findall(r"[^\W_]+", brand.casefold())), brand)

    def named(self, text: str, brand: str) -> bool:
        """Tell whether a text or its stated brand names a maker of devices."""
        return bool(self._named(f"{brand} {text}"))

    def codes(self, text: str, brand: str = "") -> list[str]:
        """Return the part-number keys that a title may hold, for the brands that it names."""
        if self._accessory(read_device(text, self._synonyms).tokens, None):
            return []
        brands = [brand] if brand else self._named(text)
        codes = [
            c for c in CODE.findall(visible(text))
            if re.search(r"\d", c) and re.search(r"[A-Za-z]", c) and len(part_number_key(c)) >= 5
        ]  # fmt: skip
        keys = [mpn_key(b, c) for b in brands for c in codes]
        if any(b.casefold().startswith("lenovo") for b in brands):
            keys += [
                f"machine:{part_number_key(c)[:4]}"
                for c in codes
                if len(part_number_key(c)) in (4, 10) and part_number_key(c)[0].isdigit()
            ]
        return [k for k in keys if k]

    def match(self, text: str, brand: str = "") -> DeviceMatch | None:
        """Return the model that a title names, with CERTAIN or UNSURE points, or None."""
        title = read_device(text, self._synonyms)
        said = frozenset(title.tokens) | {f"{int(s)}" for s in title.screens}
        wanted = frozenset(re.findall(r"[^\W_]+", brand.casefold()))
        fits = [
            known
            for word in said
            for known in self._by_word.get(word, ())
            if known.words <= said and self._brand_fits(known, said, wanted)
        ]
        if not fits:
            return None
        longest = max(len(known.words) for known in fits)
        fits = [k for k in fits if len(k.words) == longest]
        found = [(k, self._points(k, title, wanted)) for k in fits]
        found = [(k, points) for k, points in found if points > 0]
        if len({k.family.product for k, _ in found}) != 1:
            return None  # two models that nothing tells apart
        known, points = max(found, key=lambda f: f[1])
        return DeviceMatch(known.family.key, points, known.family.product)

    def _named(self, text: str) -> list[str]:
        said = set(re.findall(r"[^\W_]+", visible(text).casefold()))
        return [name for words, name in self.brands.items() if words <= said]

    def _brand_fits(self, known: Known, said: frozenset[str], wanted: frozenset[str]) -> bool:
        if wanted:
            return bool(wanted & known.brand)
        if known.brand <= said:
            return True
        if any(brand <= said for brand in self.brands if brand != known.brand):
            return False
        return bool(known.words & LINES) or any(
            len(w) >= 5 and re.search(r"\d", w) and re.search(r"[a-z]", w) for w in known.words
        )

    def _points(self, known: Known, title: DeviceText, wanted: frozenset[str]) -> float:
        """Return CERTAIN, UNSURE, or 0 for another model than the one the title names."""
        if title.generations != known.generations:
            return 0.0
        if (frozenset(title.tokens) & VARIANTS) - known.words:
            return 0.0
        if self._accessory(title.tokens, known):
            return 0.0
        screen, year = known.family.screen, known.family.year
        if screen and title.screens and all(abs(s - screen) > INCHES_APART for s in title.screens):
            return 0.0
        if known.years and title.years and not known.years & title.years:
            return 0.0
        if year:
            apart = [abs(y - year) for y in title.made | title.years]
            if any(a > YEARS_APART for a in apart):
                return 0.0
        if known.years and not title.years:
            return UNSURE
        branded = wanted or known.brand <= frozenset(title.tokens)
        if not branded and not known.words & LINES:
            return UNSURE  # a code alone may be another maker's
        return UNSURE if frozenset(title.tokens) & USED else CERTAIN

    def _accessory(self, tokens: tuple[str, ...], known: Known | None) -> bool:
        said = set(tokens)
        if said & ACCESSORIES:
            return True
        first = 0
        if known is not None:
            places = [i for i, t in enumerate(tokens) if t in known.words]
            first = places[0] if places else 0
        before = set(tokens[:first]) if known is not None else set(tokens[:1])
        return bool(before & (PARTS | FOR))
