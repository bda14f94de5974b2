"""Net contents in titles, as Danish wholesalers and shops write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.quantities import Quantity, kilograms, parse_quantity

# title | what is in it: unit, value or low..high, n= pieces, d for drained, ~ for "ca.", ? unknown
TABLE = """
Letmælk 1,5% 1 L | l 1
LETMÆLK ØKO 10 LTR BAG-IN-BOX | l 10
Havredrik 6x1 L | l 6 n=6
HAVREDRIK BARISTA 6X1L OATLY | l 6 n=6
Piskefløde 38 % ½ l | l 0.5
Piskefløde 38 % 1/2 L | l 0.5
Kærnemælk 1/4 liter | l 0.25
Saft 1½ l | l 1.5
Saft 1 1/2 l | l 1.5
Mælk 3/4 l | l 0.75
KAKAOMÆLK 20 CL X 30 STK | l 6 n=30
KAFFEFLØDE 9% 100 X 2 CL | l 2 n=100
Vand 1.000 ml | l 1
Vand 1.500 ml | l 1.5
Sirup 750 ml | l 0.75
Fond 2 dl | l 0.2
Cola 24 x 33 cl | l 7.92 n=24
COCA-COLA 24 DS. À 33 CL | l 7.92 n=24
Øl 6 PK. / 33 CL | l 1.98 n=6
Øl 4 x 6 x 33 cl | l 7.92 n=24
Rødvin 2 ks. à 6 fl. à 75 cl | l 9 n=12
RØDVIN CABERNET 75 CL 6 FL. | l 4.5 n=6
Øl 6-PAK 33 CL | l 1.98 n=6
Juice 24/33 cl | l 7.92 n=24
Juice 12/1 L | l 12 n=12
Eddike 5% 10 L | l 10
Olivenolie 5 L dunk | l 5
Rapsolie 10 ltr. | l 10
Mineralvand m/brus 50cl x 24 | l 12 n=24
Kildevand 24 X 50 CL | l 12 n=24
Sodavand 1,5 L x 6 | l 9 n=6
Smoothie 250ml | l 0.25
Iste 0,33 l 24 stk. | l 7.92 n=24
Vaniljeis 5 liter | l 5
Oksekød 8-12% 2,5 kg | kg 2.5
HK. OKSEKØD 8-12% 2,5 KG | kg 2.5
Hakket oksekød max 7 % fedt 500 g | kg 0.5
Okseinderlår 2,5-3,5 kg | kg 2.5..3.5
Okseinderlår 2,5 – 3,5 kg | kg 2.5..3.5
Laks 0,8-1,2 kg | kg 0.8..1.2
Laks fra 1 til 2 kg | kg 1..2
Brie ca. 1 kg | kg 1 ~
Parmigiano cirka 1,2 kg | kg 1.2 ~
OKSEFILET DANSK CA. 4 KG | kg 4 ~
Kyllingebryst 140-170 g 5 kg | kg 5
OKSETERN 3X3 CM 2,5 KG | kg 2.5
POMMES FRITES 10 MM 4 X 2,5 KG | kg 10 n=4
Leverpostej 12 x 200 g | kg 2.4 n=12
Kylling 10 stk. à 500 g | kg 5 n=10
Kylling 10 stk à ca. 500 g | kg 5 n=10 ~
Kylling 10 stk. a 500 g | kg 5 n=10
Koteletter 20 stk. af 125 g | kg 2.5 n=20
Koteletter 40 x 125 g | kg 5 n=40
NAKKEKOTELETTER 140 G 36 STK | kg 5.04 n=36
Nakkekotelet 140-160 g 36 stk | kg 5.04..5.76 n=36
Wienerpølser m/skind 40 stk. 2 kg | kg 2 n=40
Pitabrød 80 g 60 stk. frost | kg 4.8 n=60
Andelår frost 12 stk à 280 g | kg 3.36 n=12
SMØR USALTET 250 G X 20 | kg 5 n=20
Smør 20x250g | kg 5 n=20
Smør 20 × 250 g | kg 5 n=20
Smør 20*250 g | kg 5 n=20
Lasagne 5kg x 2 | kg 10 n=2
HAKKEDE TOMATER 6 DS. À 2,5 KG | kg 15 n=6
Hakkede tomater 6 ds. 2,5 kg | kg 15 n=6
Hakkede tomater 6 dåser 400 g | kg 2.4 n=6
Rosiner 10 poser 500 g | kg 5 n=10
Tun drænet vægt 240 g | kg 0.24 d
Tun i vand 400 g (drænet 240 g) | kg 0.24 d
Mozzarella 125 g drænet vægt 8 stk. | kg 1 n=8 d
Majs 1,9 kg / drænet vægt 1,4 kg | kg 1.4 d
Kikærter afdryppet vægt 1,5 kg | kg 1.5 d
Oliven 850/480 g | kg 0.48 d
Sardiner drained weight 84 g | kg 0.084 d
Sukker 1.000 g | kg 1
Mel 12,5 kg | kg 12.5
Mel 12.5 kg | kg 12.5
Mel 1.234,5 g | kg 1.2345
Mel 1,234.5 g | kg 1.2345
Mel 0.500 kg | kg 0.5
Mel 25kg | kg 25
Mel 25KG. | kg 25
Krydderi 500gr | kg 0.5
Krydderi 500 gram | kg 0.5
Krydderi 5 hg | kg 0.5
Æbler 2 kilo | kg 2
Tomater kl. 1 6 kg | kg 6
Tomatpuré 28/30 4,5 kg | kg 4.5
Tomatpuré 28-30% 800 g | kg 0.8
Appelsiner 15 kg str. 88 | kg 15
Rejer 200/300 IQF 2,5 kg | kg 2.5
Æbler 70/75 mm 12 kg | kg 12
Ost 45+ 1 kg | kg 1
Revet ost 40+ 2 kg | kg 2
Laks trim D 1,3 KG | kg 1.3
SAFRAN 5G | kg 0.005
Kanel 2 x 500 g poser | kg 1 n=2
Te 2 ks. à 12 pk. à 50 g | kg 1.2 n=24
Flødeis 5 l / 2,5 kg | kg 2.5
Havregryn 1000 g / 1 kg | kg 1
Æg 30 stk | pcs 30 n=30
ÆG ØKO STR. M 10 STK | pcs 10 n=10
Skrabeæg str. M/L 180 stk. | pcs 180 n=180
TORTILLA HVEDE 10" 12 X 12 STK | pcs 144 n=144
Kopipapir A4 80 g 500 ark | pcs 500 n=500
Kopipapir A4 80 g 5 x 500 ark | pcs 2500 n=2500
Bagepapir 40x60 500 ark | pcs 500 n=500
TOILETPAPIR 3-LAGS 72 RL | pcs 72 n=72
Te Earl Grey 100 breve | pcs 100 n=100
Rundstykker 1.000 stk. | pcs 1000 n=1000
Batterier 10-pak | pcs 10 n=10
Bolde 4-6 stk | pcs 4..6
Yoghurt 0,5% | ?
Oksekød 8-12% | ?
Papir 80 g/m² | ?
Burgerboller 6 stk 300 g | ? n=6
iPhone 14 5G 128GB | ?
Samsung Galaxy A54 5G | ?
SSD 1 TB | ?
Bærbar 16 GB 512 GB 14" | ?
Skærm 27" 144 Hz | ?
Switch 10G 24 porte | ?
Strømforsyning 65W | ?
Frisk ananas | ?
KG | ?
Protein 5 g pr. 100 g | ?
Rugbrød 500 g 750 g | ?
Varenr. 123456789012345 g | ?
Vægt pr. kg | ?
Oksetern 3x3 cm | ?
Kabel 2 m | ?
""".strip().splitlines()


def expected(text: str) -> Quantity:
    unit, *rest = text.split()
    marks = {"drained": "d" in rest, "approximate": "~" in rest}
    pieces = next((int(r[2:]) for r in rest if r.startswith("n=")), None)
    if unit == "?":
        return Quantity(pieces=pieces, **marks)
    low, _, high = rest[0].partition("..")
    first, last = float(low), float(high or low)
    return Quantity(unit, (first + last) / 2, first, last, pieces, **marks)  # type: ignore[arg-type]


def close(quantity: Quantity) -> tuple[object, ...]:
    figures = (quantity.value, quantity.low, quantity.high)
    rounded = tuple(None if f is None else pytest.approx(f) for f in figures)
    return quantity.unit, *rounded, quantity.pieces, quantity.drained, quantity.approximate


@pytest.mark.parametrize("line", TABLE)
def test_a_title_states_its_content(line: str):
    """Unit, figures, pieces, drained and approximate are all as a person reads them."""
    title, _, wanted = line.rpartition(" | ")
    found = parse_quantity(title)
    assert (
        found.unit, found.value, found.low, found.high,
        found.pieces, found.drained, found.approximate,
    ) == close(expected(wanted))  # fmt: skip


def test_the_table_is_long_enough():
    """At least 120 titles."""
    assert len(TABLE) >= 120


UNITS = st.sampled_from([("kg", "kg", 1.0), ("g", "kg", 0.001), ("l", "l", 1.0), ("cl", "l", 0.01)])
AMOUNTS = st.integers(1, 99_999).map(lambda n: n / 100)


@given(AMOUNTS, UNITS, st.booleans())
def test_what_is_written_is_read_back(amount: float, unit: tuple[str, str, float], space: bool):
    """A number with a Danish comma and a unit gives that content."""
    sign, kind, size = unit
    found = parse_quantity(f"Vare {amount:.2f}".replace(".", ",") + " " * space + sign)
    assert (found.unit, found.value) == (kind, pytest.approx(amount * size))


@given(st.integers(2, 99), AMOUNTS, UNITS, st.sampled_from([" x ", "x", " stk. à ", " × ", " * "]))
def test_a_case_is_its_pieces_together(
    count: int, amount: float, unit: tuple[str, str, float], joint: str
):
    """Count times content, however the times sign is written."""
    sign, kind, size = unit
    danish = f"{amount:.2f}".replace(".", ",")
    found = parse_quantity(f"Vare {count}{joint}{danish} {sign}")
    assert (found.unit, found.pieces) == (kind, count)
    assert found.value == pytest.approx(count * amount * size)


NOISE = st.sampled_from(
    ["ØKO", "dansk", "1,5%", "8-12 %", "kl. 1", "str. M", "45+", "Arla", "(frost)", "3x3 cm", "A38"]
)


@given(NOISE, NOISE)
def test_noise_around_it_changes_nothing(before: str, after: str):
    """Percentages, sizes, classes and names stay out of it."""
    assert parse_quantity(f"Vare {before} 2,5 kg {after}") == parse_quantity("Vare 2,5 kg")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str):
    """Never an error, and low <= value <= high wherever there is a value."""
    found = parse_quantity(text)
    assert (found.value is None) == (found.unit == "unknown")
    if found.value is not None and found.low is not None and found.high is not None:
        assert 0 < found.low <= found.value <= found.high < float("inf")


@pytest.mark.parametrize(
    "piece",
    ["9", "1x", "1/", "1 ", "1-", "½", "1.1", "x1", "1 ds ", "1 x ca ", "à", "% ", "1G ", "1 g "],
)
def test_reading_takes_linear_time(piece: str):
    """100 kB of the worst kind; in quadratic time it would not end before pytest's own limit."""
    assert parse_quantity(piece * (100_000 // len(piece))).unit


def test_litres_need_a_density_to_be_kilograms():
    """Without one, and for pieces, there is no weight."""
    milk = parse_quantity("Letmælk 10 l")
    assert kilograms(milk, 1.03) == pytest.approx((10.3, 10.3, 10.3))
    assert kilograms(milk, None) is None
    assert kilograms(parse_quantity("Laks 0,8-1,2 kg"), None) == pytest.approx((0.8, 1.0, 1.2))
    assert kilograms(parse_quantity("Æg 30 stk"), 1.0) is None
    assert kilograms(parse_quantity("Æg"), 1.0) is None
