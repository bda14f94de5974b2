"""What the workbook tells the supplier, in Danish and English."""

from __future__ import annotations

TITLE = (
    "Indkøbskompas: oplysninger om varer · product information",
    "Én vare pr. række. Tomme felter er i orden. · One product per row. Empty fields are fine.",
)

GUIDE = (
    ("Sådan udfylder du arket", "How to fill in the sheet"),
    (
        "Skriv én vare pr. række i arket Varer. Rækken, der begynder med EKSEMPEL, læses ikke.",
        "Write one product per row in the sheet Varer. The row that begins with EKSEMPEL is not "
        "read.",
    ),
    (
        "Udfyld varenummeret og mindst én af GTIN eller mærke med producentens varenummer. "
        "Uden dem kan varen ikke genkendes i kommunens indkøbssystem.",
        "Fill in the item number and at least one of GTIN, or brand with the manufacturer's "
        "number. Without them the product cannot be recognised in the municipality's system.",
    ),
    (
        "Gule felter er dem, vi mangler mest. Grå felter har vi allerede fra en uafhængig kilde.",
        "Yellow fields are those we miss most. Grey fields we have already from an independent "
        "source.",
    ),
    (
        "Skriv ikke et gæt. Et tomt felt tæller ikke imod varen; det gør blot scoren mindre "
        "sikker.",
        "Do not guess. An empty field does not count against the product; it only makes the "
        "score less certain.",
    ),
    (
        "Mærkninger: vælg fra listen, og skriv licensnummer og sidste gyldige dag "
        "(31-12-2027). En mærkning tæller til og med den dag.",
        "Labels: choose from the list, and write the licence number and the last valid day "
        "(31-12-2027). A label counts until and including that day.",
    ),
    (
        "Tal: 1.234,5 og 1234.5 forstås begge. Skriv kun tallet; enheden står i overskriften.",
        "Numbers: both 1.234,5 and 1234.5 are understood. Write the number only; its unit is in "
        "the header.",
    ),
    (
        "CO2e pr. kg: skriv, hvor tallet kommer fra. Egne beregninger og databasernes tal "
        "sammenlignes aldrig med hinanden.",
        "CO2e per kg: state where the figure comes from. Own calculations and database figures "
        "are never compared with each other.",
    ),
    (
        "Strømforbrug: TEC efter ENERGY STAR, i kWh om året. Andel i brug: brugsfasens andel af "
        "klimaaftrykket i alt.",
        "Energy use: TEC as in ENERGY STAR, in kWh a year. Use phase share: the use phase's share "
        "of the total carbon footprint.",
    ),
)
