"""The API asked whatever its own document allows, and what it does not (schemathesis)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.openapi import specification
from tests.conftest import some

SPEC = specification()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


ROUTES = [(path, method) for path, item in SPEC["paths"].items() for method in item]
WRONG = ["/api/v1/scores", "/api/v1/products/{id}", "/api/v1/rulesets/preview"]  # can be asked so
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [
        *((*route, POSITIVE) for route in ROUTES),
        *((*route, NEGATIVE) for route in ROUTES if route[0] in WRONG),
    ],
)
def test_every_answer_is_as_described(
    app: Flask, path: str, method: str, mode: GenerationMode
) -> None:
    """No error of the server's, no status or shape that the document does not tell of."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)

    @given(case=described[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=some(150), suppress_health_check=list(HealthCheck))
    def asked(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    asked()
