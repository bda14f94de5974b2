"""IT titles: codes first, then the exact family and generation."""

import pytest

from service.matching.ladder import Line, match_lines


@pytest.fixture
def model(workspace):
    """Return a function: the product that a title is matched to, None for none."""

    def find(title: str, brand: str = "") -> str | None:
        (match,) = match_lines(workspace, [Line(1, name=title, brand=brand)])
        return match.subject or None

    return find


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ('HP EliteBook 645 14" G9 R5-5675U', "hp-elitebook-645-g9"),
        ('HP EliteBook 645 14" G10 R5-7530U', None),
        ("HP EliteBook 645", None),
        ("Dell Latitude 5430 Rugged", "dell-latitude-5430-rugged"),
        ("Dell Latitude 5430", "dell-latitude-5430"),
        ("Apple iPad 10. gen 64GB", "apple-ipad-10th-generation-64-gb"),
        ("Apple iPad 11. gen 64GB", None),
        ("iPhone 14 Pro", "apple-iphone-14-pro-128-gb"),
        ("iPhone 14", "apple-iphone-14-128-gb"),
        ("Microsoft Surface Pro 7+", "microsoft-surface-pro-7-plus"),
        ("Microsoft Surface Pro 7", None),
    ],
)
def test_a_variant_or_generation_is_another_model(model, title: str, wanted: str | None):
    """A generation mismatch is no match; so is one that is not stated where it decides."""
    assert model(title) == wanted


def test_a_reused_name_is_told_apart_by_its_processor(model):
    """Dell sold a Latitude 3330 in 2013 and another one in 2022."""
    assert model("Dell Latitude 3330 i3-1215U") == "dell-latitude-3330"
    assert model("Dell Latitude 3330 i3-2375M") is None
    assert model("Dell Latitude 5430 (2018)") is None


@pytest.mark.parametrize(
    "title",
    [
        "Batteri til Lenovo ThinkPad T490", "iPhone 14 cover", "Panserglas til iPhone 14 Pro",
        "Lenovo ThinkPad T490 dockingstation", "Oplader for Dell Latitude 5430",
    ],
)  # fmt: skip
def test_an_accessory_is_not_its_device(model, title: str):
    """What is made for a device has the device's name in its own."""
    assert model(title) is None


def test_a_code_in_the_title_goes_before_the_family(model):
    """A part number with its brand, or a Lenovo machine type."""
    assert model("Samsung S20 FE SM-G781B 128GB") == "samsung-galaxy-s20-fe"
    assert model("Lenovo 20N2000RMX") == "lenovo-thinkpad-t490"
    assert model("Nokia SM-G781B") is None


def test_another_makers_name_is_no_match(model):
    """The stated brand decides, then the one in the title."""
    assert model("Latitude 5430", "Dell") == "dell-latitude-5430"
    assert model("Latitude 5430", "HP") is None
    assert model("Acer P2422H") is None


def test_used_devices_are_left_to_a_person(workspace):
    """Refurbished goods are not graded against new stock."""
    (match,) = match_lines(workspace, [Line(1, name="Dell Latitude 5430 refurbished")])
    assert match.doubtful
    assert match.candidates[0].subject == "dell-latitude-5430"
