"""What the places of a ruleset are called, in Danish and English, for telling what was changed.

A place is written with "*" for what people name themselves; {key} stands for the last of these.
What follows is named by `service.governance.words`: "Vægten af" + "energi i bærbare computere".
"""

from __future__ import annotations

from collections.abc import Mapping

from service.publish.texts import Language

Noun = Mapping[Language, str]


def _nouns(**rows: tuple[str, str]) -> dict[str, Noun]:
    return {key: {"da": da, "en": en} for key, (da, en) in rows.items()}


def _under(prefix: str, nouns: Mapping[str, Noun]) -> dict[str, Noun]:
    return {f"{prefix}{key and '.'}{key}": noun for key, noun in nouns.items()}


def _written(da: str, en: str, key: str = "") -> dict[str, Noun]:
    """Return the nouns of a text in two languages."""
    return _under(
        key,
        _nouns(
            **{
                "": (f"{da} til", f"{en} of"),
                "da": (f"{da} på dansk til", f"{en} in Danish of"),
                "en": (f"{da} på engelsk til", f"{en} in English of"),
            }
        ),
    )


TOP: Mapping[str, Noun] = {
    **_nouns(
        id=("Regelsættets navn", "The ruleset's id"),
        version=("Versionen", "The version"),
        valid_from=("Første gyldige dag", "The first valid day"),
        valid_to=("Sidste gyldige dag", "The last valid day"),
        name=("Titlen", "The title"),
        references=("Kilderne", "The references"),
        parameters=("Tallene med dato", "The dated numbers"),
        groups=("Varegrupperne", "The product groups"),
        cases=("Prøverne", "The golden cases"),
    ),
    **_nouns(
        **{
            "name.da": ("Titlen på dansk", "The title in Danish"),
            "name.en": ("Titlen på engelsk", "The title in English"),
            "references.*": ("Kilden „{key}“", "The reference “{key}”"),
            "references.*.text": ("Teksten til kilden „{key}“", "The text of reference “{key}”"),
            "references.*.url": ("Adressen på kilden „{key}“", "The address of reference “{key}”"),
            "parameters.*": ("Tallet „{key}“", "The number “{key}”"),
            "parameters.*.text": ("Teksten til tallet „{key}“", "The text of number “{key}”"),
            "parameters.*.text.da": (
                "Teksten på dansk til tallet „{key}“",
                "The text in Danish of number “{key}”",
            ),
            "parameters.*.text.en": (
                "Teksten på engelsk til tallet „{key}“",
                "The text in English of number “{key}”",
            ),
            "parameters.*.unit": ("Enheden for tallet „{key}“", "The unit of number “{key}”"),
            "parameters.*.reference": (
                "Kilden til tallet „{key}“",
                "The reference of number “{key}”",
            ),
            "parameters.*.values": ("Værdierne af „{key}“", "The values of “{key}”"),
            "parameters.*.values.*": ("En værdi af „{key}“", "A value of “{key}”"),
            "parameters.*.values.*.from": (
                "Den første dag for en værdi af „{key}“",
                "The first day of a value of “{key}”",
            ),
            "parameters.*.values.*.value": ("Værdien af „{key}“", "The value of “{key}”"),
            "cases.*": ("Prøven „{key}“", "The golden case “{key}”"),
            "cases.*.name": ("Navnet på prøven „{key}“", "The name of golden case “{key}”"),
            "cases.*.date": ("Dagen i prøven „{key}“", "The day of golden case “{key}”"),
            "cases.*.group": ("Varegruppen i prøven „{key}“", "The group of golden case “{key}”"),
            "cases.*.evidence": (
                "Oplysningerne i prøven „{key}“",
                "The evidence of golden case “{key}”",
            ),
            "cases.*.labels": ("Mærkerne i prøven „{key}“", "The labels of golden case “{key}”"),
            "cases.*.brand": ("Fabrikatet i prøven „{key}“", "The brand of golden case “{key}”"),
            "cases.*.match": (
                "Genkendelsen i prøven „{key}“",
                "The match of golden case “{key}”",
            ),
            "cases.*.grade": (
                "Den ventede karakter i prøven „{key}“",
                "The expected grade of golden case “{key}”",
            ),
        }
    ),
}
EVIDENCE: Noun = {
    "da": "Oplysningen {last} i prøven „{key}“",
    "en": "The evidence {last} of golden case “{key}”",
}

GROUP: Mapping[str, Noun] = {
    **_written("Navnet", "The name", "name"),
    **_nouns(
        method=("Metoden for", "The method of"),
        grades=("Karaktererne i", "The grades of"),
        cuts=("Grænserne for karakterer i", "The cuts of"),
        clamp=("Begrænsningen til 0-100 point i", "The limit to 0-100 points in"),
        minimum_coverage=(
            "Den andel af vægten, der skal være kendt for at give en karakter i",
            "The share of weight that must be known for a grade in",
        ),
        fallback_factor=(
            "Usikkerheden, når kun varegruppen er kendt, i",
            "The uncertainty where only the product group is known, in",
        ),
        sum_limits=("Grænserne for summen af tillæg i", "The limits of the adjustments' sum in"),
        not_graded=("Varegrupperne uden karakter i", "The product groups without a grade in"),
        base=("Grundlaget i", "The base of"),
        criteria=("Kriterierne i", "The criteria of"),
        adjustments=("Tillæggene i", "The adjustments of"),
        caps=("Lofterne i", "The caps of"),
        derived=("De beregnede tal i", "The derived figures of"),
        alternatives=("Reglerne for alternativer i", "The rules for alternatives in"),
    ),
    **_nouns(
        **{
            "cuts.*": ("Grænsen for {key} i", "The cut for {key} in"),
            "sum_limits.low": ("Den laveste sum af tillæg i", "The lowest sum of adjustments in"),
            "sum_limits.high": (
                "Den højeste sum af tillæg i",
                "The highest sum of adjustments in",
            ),
            "alternatives.attribute": (
                "Det tal, alternativer måles på, i",
                "The figure that alternatives are judged by in",
            ),
            "alternatives.factor": (
                "Den faktor, et alternativ skal være bedre med, i",
                "The factor by which an alternative must be better in",
            ),
            "alternatives.figure_gain": (
                "De point, et alternativ med lavere tal mindst skal vinde, i",
                "The points that an alternative with a lower figure must gain at least in",
            ),
            "alternatives.labels": (
                "Mærkerne, der gør en vare til et alternativ, i",
                "The labels that make a product an alternative in",
            ),
            "alternatives.points": (
                "De point, et alternativ mindst skal vinde, i",
                "The points that an alternative must gain at least in",
            ),
            "alternatives.grade": (
                "Reglen om, at en bedre karakter er nok for et alternativ, i",
                "The rule that a better grade is enough for an alternative in",
            ),
            "alternatives.limits": (
                "Grænserne for, hvad der kan det samme, i",
                "The limits of what does the same job in",
            ),
            "alternatives.limits.*": (
                "Den tilladte forskel i {key} for alternativer i",
                "The difference in {key} that alternatives may have in",
            ),
            "alternatives.limits.*.factor": (
                "Den faktor, {key} må være forskellig med for alternativer i",
                "The factor by which {key} of alternatives may differ in",
            ),
            "alternatives.limits.*.factor_up": (
                "Den faktor, {key} må være større med for alternativer i",
                "The factor by which {key} of alternatives may be larger in",
            ),
            "alternatives.limits.*.factor_down": (
                "Den faktor, {key} må være mindre med for alternativer i",
                "The factor by which {key} of alternatives may be smaller in",
            ),
            "alternatives.limits.*.up": (
                "Det, {key} må være større for alternativer i",
                "How much larger {key} of alternatives may be in",
            ),
            "alternatives.limits.*.down": (
                "Det, {key} må være mindre for alternativer i",
                "How much smaller {key} of alternatives may be in",
            ),
        }
    ),
}

VALUE = _nouns(
    **{"": ("Værdifunktionen for", "The value function of")},
    kind=("Formen på kurven for", "The shape of the curve of"),
    best=("Tallet, der giver 100 point for", "The figure that gives 100 points for"),
    worst=("Tallet, der giver 0 point for", "The figure that gives 0 points for"),
    steps=("Trinene for", "The steps of"),
    otherwise=("Point uden for trinene for", "The points beyond the steps of"),
    table=("Tabellen for", "The table of"),
    points=("Punkterne på kurven for", "The points of the curve of"),
    slope=("Hældningen for", "The slope of"),
    per=("Divisoren for", "The divisor of"),
    intercept=("Udgangspunktet for", "The intercept of"),
    low=("De laveste point for", "The lowest points of"),
    high=("De højeste point for", "The highest points of"),
    round=("Afrundingen for", "The rounding of"),
    name=("Formlen for", "The formula of"),
)
LABEL_CLASS = _nouns(
    **{"": ("En klasse af mærker for", "A class of labels of")},
    points=("Point for {codes} i", "The points for {codes} in"),
    codes=("Mærkerne, der giver {points} point for", "The labels that give {points} points for"),
    only=(
        "Varegrupperne, hvor {codes} tæller, for",
        "The product groups in which {codes} count for",
    ),
    family=("Familien af {codes} for", "The family of {codes} of"),
)
READING = {
    **_nouns(
        **{"": ("Aflæsningen af", "The reading of")},
        attribute=("Oplysningen bag", "The attribute behind"),
        unit=("Enheden for", "The unit of"),
        objective=("Retningen for", "The direction of"),
    ),
    **_written("Sætningen", "The sentence", "fact"),
    **_under("value", VALUE),
    **_nouns(
        **{
            "when": ("Betingelsen for aflæsning af", "The condition for reading"),
            "when.attribute": (
                "Oplysningen i betingelsen for",
                "The attribute in the condition of",
            ),
            "when.at_least": (
                "Den mindste værdi i betingelsen for",
                "The least value in the condition of",
            ),
            "within": ("Sammenligningen inden for fabrikatet for", "The comparison in a brand of"),
            "within.medians": ("De typiske tal pr. fabrikat for", "The brands' typical figures of"),
            "within.medians.*": ("Det typiske tal hos {key} for", "The typical figure at {key} of"),
            "within.size_classes": ("Størrelsesklasserne for", "The size classes of"),
        }
    ),
}
CRITERION: Mapping[str, Noun] = {
    **_nouns(
        id=("Navnet på", "The id of"),
        kind=("Slagsen af dokumentation for", "The kind of evidence of"),
        weight=("Vægten af", "The weight of"),
        reference=("Kilden til", "The reference of"),
        missing=("Reglen for manglende oplysninger om", "The rule for missing data on"),
        missing_best=(
            "Den bedste karakter uden oplysninger om",
            "The best grade without data on",
        ),
        missing_points=("Point uden oplysninger om", "The points without data on"),
        only=("Varegrupperne, der bedømmes på", "The product groups judged by"),
        unless=("Det tillæg, der træder i stedet for", "The adjustment that stands in for"),
        readings=("Aflæsningerne af", "The readings of"),
        labels=("Mærkerne for", "The labels of"),
    ),
    **_written("Teksten", "The text", "text"),
    **_under("readings.*", READING),
    **_written("Sætningen om mærker", "The sentence on labels", "labels.fact"),
    **_nouns(
        **{
            "labels.classes": ("Klasserne af mærker for", "The classes of labels of"),
            "labels.extras": ("De ekstra mærker for", "The extra labels of"),
            "labels.combine": ("Sammentællingen af mærker for", "The counting of labels of"),
            "labels.most": ("De flest mulige point for mærker for", "The most label points of"),
        }
    ),
    **_under("labels.classes.*", LABEL_CLASS),
    **_under("labels.extras.*", LABEL_CLASS),
}
CAP: Mapping[str, Noun] = {
    **_nouns(
        id=("Navnet på", "The id of"),
        when=("Betingelsen for", "The condition of"),
        best=("Den bedste karakter ved", "The best grade under"),
        worst=("Den dårligste karakter ved", "The worst grade under"),
        no_grade=("Reglen om ingen karakter ved", "The rule of no grade under"),
    ),
    **_written("Teksten", "The text", "text"),
    **_nouns(
        **{
            "when.kinds_fewer_than": (
                "Antallet af slags dokumentation, der udløser",
                "The number of kinds of evidence that brings about",
            ),
            "when.only_kinds": (
                "Slagsene af dokumentation, der alene udløser",
                "The kinds of evidence that alone bring about",
            ),
            "when.identified": (
                "Genkendelsen, der udløser",
                "The match that brings about",
            ),
            "when.base_grade": (
                "Grundlagets karakter, der udløser",
                "The base's grade that brings about",
            ),
            "when.attribute": ("Oplysningen, der udløser", "The attribute that brings about"),
            "when.at_least": (
                "Den mindste værdi, der udløser",
                "The least value that brings about",
            ),
        }
    ),
}
DERIVED: Mapping[str, Noun] = _nouns(
    **{
        "attribute": ("Navnet på", "The name of"),
        "unit": ("Enheden for", "The unit of"),
        "formula": ("Formlen bag", "The formula behind"),
        "parameters": ("Forudsætningerne for", "The assumptions of"),
        "parameters.*": ("Forudsætningen {key} for", "The assumption {key} of"),
    }
)
