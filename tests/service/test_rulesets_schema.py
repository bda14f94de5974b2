"""The JSON Schema of rulesets says what the parser says, as far as a schema can."""

import json
from copy import deepcopy
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.cases import run_cases
from scoring.errors import RulesetError
from scoring.formulas import FORMULAS
from scoring.parse import ruleset_of
from scoring.value_formulas import VALUE_FORMULAS
from service import rulesets
from tests.conftest import some

Path = tuple[str | int, ...]
SCHEMA = rulesets.schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SHIPPED = {name: json.loads(rulesets.load(name).canonical) for name in rulesets.shipped()}
FEW = settings(max_examples=some(40), deadline=None)


def paths(value: Any, at: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = [at]
    for key, item in inner:
        here = (*at, key)
        found += paths(item, here) if isinstance(item, dict | list) else [here]
    return found


PLACES = [(name, path) for name, document in SHIPPED.items() for path in paths(document) if path]


def value_at(name: str, path: Path) -> Any:
    value: Any = SHIPPED[name]
    for key in path:
        value = value[key]
    return value


def where(predicate: Any) -> list[tuple[str, Path]]:
    return [(name, path) for name, path in PLACES if predicate(path, value_at(name, path))]


def changed(name: str, path: Path, value: Any = ...) -> dict[str, Any]:
    """Return a shipped document with one place changed, or taken out."""
    document = deepcopy(SHIPPED[name])
    target: Any = document
    for key in path[:-1]:
        target = target[key]
    if value is ...:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return document


def parser_refuses(document: dict[str, Any], path: Path) -> bool:
    try:
        rules = ruleset_of(document)
        if path[0] == "cases":
            one = [document["cases"][int(path[1])]] if len(path) > 2 else None
            run_cases(rules, document if one is None else {"cases": one})
    except RulesetError as error:
        assert error.problem
        assert error.remedy
        return "expects" not in error.problem  # another grade is no fault of the form
    return False


def both_refuse(document: dict[str, Any], path: Path) -> bool:
    return parser_refuses(document, path) and not VALIDATOR.is_valid(document)


TABLES = where(lambda path, value: isinstance(value, dict))
ANY = where(lambda path, value: path[-1] != "brand")
NUMBERS = where(lambda path, value: isinstance(value, int | float) and not isinstance(value, bool))
CHOICE_KEYS = "method objective formula missing combine match".split()
CHOICES = where(lambda path, _: path[-1] in CHOICE_KEYS or path[-2:] == ("value", "kind"))
NEEDED_KEYS = (
    "id text da en objective weight cuts codes method from attribute reference classes date "
    "valid_from"
).split()
OPTIONAL_TABLES = ("alternatives", "when")
NEEDED = where(
    lambda path, _: (
        path[-1] in NEEDED_KEYS
        and path[-2:-1] not in [(name,) for name in OPTIONAL_TABLES]
        and path[-3:-1] != ("references",)
    )
)


def test_the_schema_is_one():
    """Draft 2020-12, strict in every table."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def tables(node: Any) -> list[dict[str, Any]]:
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        own = [node] if isinstance(node, dict) and node.get("type") == "object" else []
        return own + [table for item in inner for table in tables(item)]

    assert len(tables(SCHEMA)) > 30
    assert [t for t in tables(SCHEMA) if t["additionalProperties"] is not False] == []


@pytest.mark.parametrize("name", rulesets.shipped())
def test_every_shipped_ruleset_fits_the_schema(name: str):
    """With inheritance resolved."""
    assert [error.message for error in VALIDATOR.iter_errors(SHIPPED[name])] == []


def test_the_schema_names_the_formulas_there_are():
    """A new one is added to both."""
    derived, value = SCHEMA["$defs"]["derived"], SCHEMA["$defs"]["value"]
    assert derived["properties"]["formula"]["enum"] == sorted(FORMULAS)
    assert value["oneOf"][-1]["properties"]["name"]["enum"] == sorted(VALUE_FORMULAS)
    (formula,) = FORMULAS.values()
    assert set(derived["properties"]["parameters"]["properties"]) == set(formula.parameters)


@FEW
@given(st.sampled_from(TABLES))
def test_an_unknown_key_is_refused_by_both(place: tuple[str, Path]):
    """In any table; where names are free, an empty table is no rule."""
    name, path = place
    assert both_refuse(changed(name, (*path, "unheard_of"), {}), path)


@FEW
@given(st.sampled_from(ANY), st.sampled_from([None, {"a": []}, [[[]]]]))
def test_a_wrong_type_is_refused_by_both(place: tuple[str, Path], value: Any):
    """Nothing, a table or a list where none of them belongs."""
    name, path = place
    assert both_refuse(changed(name, path, value), path)


@FEW
@given(st.sampled_from(NUMBERS), st.sampled_from([1e13, -1e13, 10**400, True, "1"]))
def test_a_number_out_of_bounds_or_none_is_refused_by_both(place: tuple[str, Path], value: Any):
    """A trillion is the most; true is no number, nor is "1"."""
    name, path = place
    assert both_refuse(changed(name, path, value), path)


@FEW
@given(st.sampled_from(CHOICES), st.sampled_from(["guess", "", "MIN", 7]))
def test_an_unknown_choice_is_refused_by_both(place: tuple[str, Path], value: Any):
    """Of method, objective, kind, formula, policy and match."""
    name, path = place
    assert both_refuse(changed(name, path, value), path)


@FEW
@given(st.sampled_from(NEEDED))
def test_a_required_key_that_is_gone_is_missed_by_both(place: tuple[str, Path]):
    """Names, texts, weights, cuts, references and dates."""
    name, path = place
    assert both_refuse(changed(name, path), path)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "da", "en", "parameter", "value", "factor", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


@settings(max_examples=some(150), deadline=None)
@given(st.sampled_from(PLACES), st.just(...) | anything)
def test_what_the_parser_takes_the_schema_takes(place: tuple[str, Path], value: Any):
    """Whatever stands anywhere: an editor never marks what is right, and nothing crashes."""
    name, path = place
    document = changed(name, path, value)
    if not parser_refuses(document, path):
        assert [e.message for e in VALIDATOR.iter_errors(json.loads(json.dumps(document)))] == []
