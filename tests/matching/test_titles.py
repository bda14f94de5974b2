"""The index of product titles: rare words first, numbers must agree."""

from service.matching.titles import TitleIndex

TITLES = [
    ("1", "Engsø Letmælk 1,5 % 1 l"),
    ("2", "Engsø Letmælk 1,5 % 10 l"),
    ("3", "Havrelund Havredrik 1 l"),
    ("4", 'Bjerg "fed" OR ost -(NEAR) 500 g'),
]


def test_the_same_words_in_another_order_are_the_same_product():
    """Case and order do not matter."""
    hit = TitleIndex(TITLES).find("LETMÆLK ENGSØ 1 L 1,5 %")
    assert hit is not None
    assert (hit.subject, hit.accepted) == ("1", True)


def test_another_amount_is_another_product():
    """10 l is found for 10 l."""
    hit = TitleIndex(TITLES).find("Engsø letmælk 1,5 % 10 l")
    assert hit is not None
    assert hit.subject == "2"


def test_nothing_shared_is_nothing_found():
    """Words that no title has give no answer."""
    assert TitleIndex(TITLES).find("Toiletpapir") is None


def test_words_of_the_query_language_are_words():
    """Quotes and operators in a title are only text."""
    hit = TitleIndex(TITLES).find('ost "fed" OR bjerg* NEAR(500)')
    assert hit is not None
    assert hit.subject == "4"
    assert TitleIndex(TITLES).find('"" * ( ) -') is None
