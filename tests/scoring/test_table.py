"""Tables: kinds, intervals, rows into columns, labels, and what a brand is compared with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import EvidenceError
from scoring.rules import Within
from scoring.table import Kinds, table_of
from scoring.values import Interval, choose, half_away, plus

NAN = np.nan
texts = st.lists(st.sampled_from(["a", "b", "A", "", "food/fish"]), min_size=1, max_size=8)


@given(texts, st.data())
def test_kinds_are_the_texts_that_they_were_made_of(some, data):
    """Each once, in the order in which they first stand, also after taking rows."""
    kinds = Kinds.of(some)
    assert [kinds[i] for i in range(len(kinds))] == some
    assert list(kinds.kinds) == list(dict.fromkeys(some))
    rows = data.draw(st.lists(st.integers(0, len(some) - 1)))
    taken = kinds.take(np.array(rows, dtype=np.int_))
    compact = taken.compact()
    assert [compact[i] for i in range(len(compact))] == [some[i] for i in rows]
    assert set(compact.kinds) == {some[i] for i in rows}
    assert compact.index.dtype == np.int32
    assert taken.where(lambda text: text == "a").tolist() == [some[i] == "a" for i in rows]


def test_an_interval_without_width_is_one_array():
    """Only where low, value and high are all equal, NaN being equal to NaN."""
    value = np.array([1.0, NAN])
    assert Interval.of(value.copy(), value, value.copy()).is_exact
    for low, high in ((0.5, 1.0), (1.0, 1.5)):
        wide = Interval.of(np.array([low, NAN]), value, np.array([high, NAN]))
        assert not wide.is_exact
        assert (wide.low[0], wide.value[0], wide.high[0]) == (low, 1, high)
    assert not Interval(value, value, value.copy()).is_exact
    assert not Interval(value.copy(), value, value).is_exact
    assert Interval.exact(value).known.tolist() == [True, False]
    unknown = Interval.unknown(3)
    assert unknown.is_exact
    assert len(unknown.value) == 3
    assert not unknown.known.any()


@given(st.lists(st.booleans(), min_size=2, max_size=2), st.booleans())
def test_sums_and_choices_are_exact_only_where_both_are(exact, first):
    """Whether an array is shared changes no figure."""
    wide = [Interval(np.array([x - 1.0]), np.array([x]), np.array([x + 2.0])) for x in (5.0, 7.0)]
    a, b = (Interval.exact(w.value) if e else w for w, e in zip(wide, exact, strict=True))
    total = plus(a, b)
    assert (total.low[0], total.value[0], total.high[0]) == (
        a.low[0] + b.low[0],
        12,
        a.high[0] + b.high[0],
    )
    chosen, wanted = choose(np.array([first]), a, b), a if first else b
    for x, y in ((chosen.low, wanted.low), (chosen.high, wanted.high)):
        assert x[0] == y[0]
    assert chosen.value[0] == wanted.value[0]
    assert total.is_exact == chosen.is_exact == all(exact)


@pytest.mark.parametrize(
    ("x", "whole"), [(2.5, 3), (-2.5, -3), (2.4, 2), (-2.4, -2), (0.5, 1), (-0.5, -1), (0, 0)]
)
def test_halves_are_rounded_away_from_zero(x: float, whole: float):
    """Not to the even number."""
    assert half_away(np.array([x]))[0] == whole


def test_rows_become_columns():
    """What one product has and another lacks is NaN, False or empty."""
    table = table_of(
        ["a", "b", "a"],
        [{"x": (1, 2, 3)}, {}, {"x": (4, 4, 4), "y": (5, 5, 5)}],
        [["ONE"], [], ["ONE", "TWO"]],
        ["Dell", "", "hp"],
        [0, 1, 2],
    )
    assert len(table) == 3
    x, y = table.interval("x"), table.interval("y")
    for bound, first in ((x.low, 1), (x.value, 2), (x.high, 3)):
        np.testing.assert_array_equal(bound, [first, NAN, 4])
    np.testing.assert_array_equal(y.value, [NAN, NAN, 5])
    assert y.is_exact
    assert not table.interval("z").known.any()
    assert table.any_label(["ONE", "NONE"]).tolist() == [True, False, True]
    assert table.any_label(["TWO", "ONE"]).tolist() == [True, False, True]
    assert table.any_label(["TWO"]).tolist() == [False, False, True]
    assert not table.any_label([]).any()
    assert [table.brands[i] for i in range(3)] == ["Dell", "", "hp"]
    assert table.rungs.tolist() == [0, 1, 2]
    assert table.inside(()).all()
    assert table.inside(("b", "c")).tolist() == [False, True, False]
    taken = table.take(np.array([2, 0]))
    assert taken.interval("x").low.tolist() == [4, 1]
    assert (taken.groups[0], taken.brands[0], taken.rungs[0]) == ("a", "hp", 2)
    assert taken.any_label(["TWO"]).tolist() == [True, False]


def test_a_table_without_labels_brands_and_rungs_is_of_known_products_without_any():
    """Their defaults."""
    table = table_of(["a", "a"], [{}, {}])
    assert [table.brands[i] for i in (0, 1)] == ["", ""]
    assert table.rungs.tolist() == [0, 0]
    assert not table.any_label(["ONE"]).any()


@pytest.mark.parametrize(
    ("evidence", "labels", "brands"),
    [([{}], [], []), ([{}, {}], [[]], []), ([{}, {}], [], ["x"]), ([{}] * 3, [], [])],
)
def test_columns_of_other_lengths_are_refused(evidence, labels, brands):
    """With place, problem and remedy."""
    with pytest.raises(EvidenceError) as caught:
        table_of(["a", "a"], evidence, labels, brands)
    assert str(caught.value) == "table: columns differ in length. Give one entry per product."


def test_a_crooked_interval_is_refused_with_its_product():
    """Whose it is, and of what."""
    with pytest.raises(EvidenceError) as caught:
        table_of(["a", "a"], [{}, {"x": (2, 1, 3)}])
    assert caught.value.place == "product 1, x"


WITHIN = Within({"dell": 50, "dell|0": 30, "dell|2": 90, "acer|1": 70}, (14, 16))


@pytest.mark.parametrize(
    ("brand", "size", "median"),
    [
        ("Dell", 13, 30),
        ("DELL", 13.99, 30),
        ("dell", 14, 50),
        ("dell", 16, 90),
        ("dell", 20, 90),
        ("dell", None, 50),
        ("acer", 15, 70),
        ("acer", 13, NAN),
        ("acer", None, NAN),
        ("hp", 15, NAN),
        ("", None, NAN),
    ],
)
def test_a_median_is_of_the_brands_size_class_else_of_the_brand(brand, size, median):
    """A size on a border belongs to the class above; without a size the brand's own counts."""
    rows = [{} if size is None else {"screen_size": (size, size, size)}, {}]
    found = table_of(["a", "a"], rows, [], [brand, "dell"]).medians(WITHIN)
    np.testing.assert_array_equal(found, [median, 50])


def test_without_size_classes_the_brands_median_counts_for_every_size():
    """A size changes nothing then."""
    table = table_of(["a"], [{"screen_size": (13, 13, 13)}], [], ["Dell"])
    assert table.medians(Within({"dell": 50, "dell|0": 30})).tolist() == [50]
