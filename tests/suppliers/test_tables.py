"""Tables are found in files as suppliers save them."""

import codecs
import io
import zipfile

import pytest
from openpyxl import Workbook

from scoring.errors import KompasError

HEADER = "Varenr;Varenavn;Pris\n"
ROW = "1;Rugbrød på økologisk;12,50\n"


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """Return an XLSX file's bytes with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoded",
    [
        (HEADER + ROW).encode(),
        codecs.BOM_UTF8 + (HEADER + ROW).encode(),
        (HEADER + ROW).encode("iso-8859-1"),
        (HEADER + ROW).encode("cp1252"),
        codecs.BOM_UTF16_LE + (HEADER + ROW).encode("utf-16-le"),
        codecs.BOM_UTF16_BE + (HEADER + ROW).encode("utf-16-be"),
        (HEADER + ROW).replace("\n", "\r\n").encode(),
    ],
)
def test_every_usual_encoding_gives_the_same_text(read, encoded):
    """UTF-8 with and without mark, ISO-8859-1, Windows-1252, UTF-16."""
    found = read(encoded)
    assert found.one.name_da == "Rugbrød på økologisk"
    assert found.one.offer.price == 12.5


def test_a_euro_sign_and_a_dash_of_windows_are_read(read):
    """Windows-1252 has characters where ISO-8859-1 has none."""
    assert read("Varenr;Varenavn\n1;Kaffe – 5 €\n".encode("cp1252")).one.name_da == "Kaffe – 5 €"


def test_mixed_encodings_are_refused(read):
    """Half the file would be wrong either way."""
    mixed = (HEADER + ROW).encode() + "2;Rød grød;1\n".encode("cp1252")
    with pytest.raises(KompasError, match="mixes"):
        read(mixed)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_separator_is_found(read, separator):
    """Told by how many headers are known, not by counting characters."""
    text = "Varenr;Varenavn;Pris\n1;Ost, skiveskåret;12\n"
    fields = [line.split(";") for line in text.splitlines()]
    written = "\n".join(separator.join(f'"{f}"' for f in row) for row in fields)
    found = read(written)
    assert (found.one.name_da, found.one.offer.price) == ("Ost, skiveskåret", 12)


def test_excels_own_separator_line_is_no_row(read):
    """Excel writes sep=; as a file's first line."""
    assert read("sep=;\n" + HEADER + ROW).one.offer.sku == "1"


def test_titles_empty_rows_totals_and_repeated_headers_are_passed_over(read):
    """What stands around a table in a price list is no product."""
    above, below = "Prisliste;;\nGyldig fra 1/1;;\n;;\n", "2;Smør;20,00\n;;\nI alt;;32,50\n"
    text = f"{above}{HEADER}{ROW};;\n{HEADER}{below}"
    found = read(text)
    assert [r.offer.sku for r in found.records] == ["1", "2"]
    assert found.rejections == []
    assert found.records[0].place == "line 5"


def test_a_date_with_dots_tells_nothing_about_decimals(read):
    """31.12.2027 has two dots, and is no number."""
    rows = "Varenr\tVarenavn\tMærkninger\tGyldig til\tPris\n1\tx\tSvanen\t31.12.2027\t1.234\n"
    assert read(rows).refusal.column == "price"


def test_a_row_without_numbers_whose_name_begins_like_a_total_is_reported(read):
    """Sumpkarse is no sum."""
    assert "nothing tells" in read(HEADER + ";Sumpkarse;9,00\n").refusal.reason


def test_a_product_called_total_is_a_product(read):
    """A totals row names no product."""
    assert read(HEADER + "7;Total 0 % yoghurt;9,00\n").one.offer.sku == "7"


def test_a_quote_for_inches_does_not_swallow_the_next_rows(read):
    """Skærm 24" is written by everyone."""
    found = read(HEADER + '1;Skærm 24" sort;1000,00\n2;Skærm 27" sort;1200,00\n')
    assert [r.name_da for r in found.records] == ['Skærm 24" sort', 'Skærm 27" sort']


def test_a_quote_that_is_never_closed_is_refused_with_its_line(read):
    """Else the rest of the file would be one name."""
    rows = "".join(f"{n};vare;1,00\n" for n in range(200))
    with pytest.raises(KompasError, match=r"file:2.*quote"):
        read(HEADER + '1;"Skærm;1000,00\n' + rows)


def test_a_row_with_more_fields_than_the_header_is_rejected(read):
    """An unquoted separator has moved its fields."""
    found = read(HEADER + "1;Ost; skiver;12,50\n")
    assert found.records == []
    assert "more fields" in found.refusal.reason


def test_a_short_row_has_empty_fields(read):
    """Spreadsheets leave trailing separators out."""
    assert read(HEADER + "1;Ost\n").one.offer.price is None


def test_thousands_are_told_from_decimals_by_the_rest_of_the_file(read):
    """One price with a decimal comma decides what 1.234 means."""
    found = read('Varenr,Varenavn,Pris\n1,a,1.234\n2,b,"12,50"\n')
    assert [r.offer.price for r in found.records] == [1234, 12.5]


def test_a_number_that_stays_ambiguous_is_rejected_and_the_mapping_settles_it(read):
    """A tab-separated file with nothing but 1.234 in it."""
    text = "Varenr\tVarenavn\tPris\n1\ta\t1.234\n"
    assert "decimals" in read(text).refusal.reason
    assert read(text, decimal=",").one.offer.price == 1234
    assert read(text, decimal=".").one.offer.price == 1.234


def test_a_workbooks_table_is_found_on_whichever_sheet_it_stands(read):
    """A front page comes first as often as not."""
    data = workbook(
        ("Forside", [["Velkommen"], ["Kontakt", "Per"]]),
        ("Priser", [["Prisliste"], [], ["Varenr.", "EAN", "Varenavn", "Pris"],
                    [1001.0, 5701234567899.0, "Ost", 12.5], [None, None, None],
                    ["I alt", None, None, 12.5]]),
    )  # fmt: skip
    found = read(data)
    assert found.one.place == "sheet Priser, row 4"
    assert found.one.gtins == ("5701234567899",)
    assert (found.one.offer.sku, found.one.offer.price) == ("1001", 12.5)


def test_a_workbook_with_newer_drop_downs_is_read_without_a_word(read):
    """Excel's own lists on another sheet are an extension that openpyxl warns of."""
    plain, buffer = workbook(("A", [["Varenr.", "Navn"], ["1", "x"]])), io.BytesIO()
    extension = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.'
        b'microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations/></ext></extLst>'
    )
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</worksheet>", extension + b"</worksheet>"))
    assert read(buffer.getvalue()).one.name_da == "x"


def test_notes_beside_a_sheets_table_do_no_harm(read):
    """Cells without a header are not read."""
    rows = [["Varenr.", "Varenavn"], ["1", "Ost", None, "husk rabat"]]
    assert read(workbook(("A", rows))).one.offer.sku == "1"


def test_a_gtin_that_the_spreadsheet_rounded_is_rejected(read):
    """5,70123E+12 cannot be brought back."""
    found = read("Varenr;EAN;Varenavn\n1;5,70123E+12;Ost\n")
    assert found.one.gtins == ()
    assert (found.refusal.column, found.refusal.whole) == ("gtin", False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "xls"),
        (b"<html></html>", "XML or HTML"),
        (b'{"a": 1}', "JSON"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"Varenr;Navn\n\x00\x00", "zero bytes"),
        (b"en;to;tre\n1;2;3\n", "no header"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_remedy(read, content, said):
    """By content; the name is not looked at."""
    with pytest.raises(KompasError, match=said) as raised:
        read(content)
    assert raised.value.remedy
