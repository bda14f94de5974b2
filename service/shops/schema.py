"""The adapter format as marshmallow schemas: extension/src/extract/format.ts, held to bounds.

OpenAPI and the published JSON Schema are made of them. A key that is not known is refused.
"""

from __future__ import annotations

import json
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from service.shops import parts

MAX_HOSTS, MAX_PATHS, MAX_WORDS = 40, 20, 20
ID = "^[a-z0-9-]{1,40}$"
NO_ID = "is no id. Use 1 to 40 of a-z, 0-9 and '-'."
KINDS = ("product", "listing", "search", "list", "basket")
SAYING = ("pages", "product", "listing", "lines", "add")


def _length(least: int, most: int, of: str) -> validate.Length:
    return validate.Length(least, most, error=f"must be {least} to {most} {of}. Shorten or split.")


def _text(*checks: Any, required: bool = False, **more: Any) -> fields.String:
    return fields.String(
        required=required,
        validate=list(checks),
        error_messages={
            "required": "is missing. Give it.",
            "invalid": "is no text. Write it between quotes.",
            "null": "is null. Give a text or leave the key out.",
        },
        **more,
    )


def _selector(required: bool = False) -> fields.String:
    return _text(_length(1, parts.MAX_SELECTOR, "characters"), parts.selector, required=required)


def _field() -> fields.String:
    return _text(
        _length(1, parts.MAX_SELECTOR, "characters"),
        parts.field,
        metadata={"description": 'CSS; "@attribute" at the end reads an attribute'},
    )


def _list(of: fields.String, least: int, most: int, **more: Any) -> fields.List[Any]:
    return fields.List(
        of,
        validate=_length(least, most, "entries"),
        error_messages={
            "required": "is missing. Give a list.",
            "invalid": "is no list. Write […].",
            "null": "is null. Give a list or leave the key out.",
        },
        **more,
    )


def _part(schema: type[Schema], **more: Any) -> fields.Nested:
    said: dict[str, Any] = {
        "required": "is missing. Give it.",
        "null": "is null. Give an object or leave the key out.",
    }
    return fields.Nested(schema, error_messages=said, **more)


class Part(Schema):
    """A part of an adapter, with no key but those that are declared."""

    class Meta:
        """What marshmallow asks: unknown keys are errors."""

        unknown = RAISE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = ", ".join(field.data_key or name for name, field in self.fields.items())
        self.error_messages = {
            **self.error_messages,
            "unknown": f"is no key here. Known: {known}.",
            "type": f"is no object. Write an object of {known}.",
        }


class ShopPageSign(Part):
    """A page is of a kind where the selector matches or a path fits; both, where both stand."""

    match = _selector()
    paths = _list(_text(_length(1, parts.MAX_PATH, "characters"), parts.path), 1, MAX_PATHS)

    @validates_schema
    def _says_something(self, data: dict[str, Any], **_: Any) -> None:
        if not data:
            raise ValidationError("is empty. Give match or paths.")


ShopPages = Part.from_dict({kind: _part(ShopPageSign) for kind in KINDS}, name="ShopPages")
ShopFields = Part.from_dict({kind: _field() for kind in parts.IDENTIFIERS}, name="ShopFields")
ShopLabels = Part.from_dict(
    {
        kind: _list(_text(_length(1, parts.MAX_WORD, "characters"), parts.printable), 1, MAX_WORDS)
        for kind in parts.IDENTIFIERS
    },
    name="ShopLabels",
)


def _identifiers(**more: Any) -> fields.Nested:
    """Return the part "fields"; a schema has an attribute of that name already."""
    return _part(ShopFields, data_key="fields", attribute="fields", **more)


class ShopVariant(Part):
    """Where the chosen variant's identifiers stand."""

    fields_ = _identifiers(required=True)


class ShopProduct(Part):
    """What a product page holds."""

    root = _selector()
    name = _field()
    image = _selector()
    price = _field()
    labels = _part(ShopLabels)
    fields_ = _identifiers()
    variant = _part(ShopVariant)


class ShopListing(Part):
    """What a card of a listing holds."""

    card = _selector(required=True)
    link = _selector()
    name = _field()
    image = _selector()
    price = _field()
    fields_ = _identifiers()


class ShopLines(Part):
    """What a line of a basket, an order list or a quick-buy list holds."""

    line = _selector(required=True)
    link = _selector()
    name = _field()
    quantity = _field()
    price = _field()
    total = _field()
    fields_ = _identifiers()


class ShopAdapter(Part):
    """What a shop's pages need said of them, as data: no regular expressions and no code."""

    id = _text(validate.Regexp(ID, error=NO_ID), required=True)
    name = _text(_length(1, parts.MAX_NAME, "characters"), parts.printable, required=True)
    hosts = _list(
        _text(_length(1, parts.MAX_HOST, "characters"), parts.host), 0, MAX_HOSTS, required=True
    )
    detect = _selector()
    pages = _part(ShopPages)
    product = _part(ShopProduct)
    listing = _part(ShopListing)
    lines = _part(ShopLines)
    add = _selector()

    @validates_schema
    def _is_of_use(self, data: dict[str, Any], **_: Any) -> None:
        if not data["hosts"] and "detect" not in data:
            raise ValidationError("is for no shop. Give hosts, or detect for a shop software.")
        if len(set(data["hosts"])) < len(data["hosts"]):
            raise ValidationError("A host stands twice. Give each once.", "hosts")
        if not any(data.get(key) for key in SAYING):
            raise ValidationError(f"says nothing of any page. Give one of {', '.join(SAYING)}.")


class Shop(Schema):
    """A shop that the published catalogue has offers for, and the hosts it is seen under."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    hosts = fields.List(fields.String(), required=True)


class ShopsResponse(Schema):
    """The shops that are known, and the adapters that an administrator has added or repaired."""

    shops = fields.List(fields.Nested(Shop), required=True)
    adapters = fields.List(fields.Nested(ShopAdapter), required=True)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an adapter. It knows bounds and keys; `kompas shops check` more."""
    plugin = MarshmallowPlugin(schema_name_resolver=name_of)
    spec = APISpec(title="", version="", openapi_version="3.1.0", plugins=[plugin])
    spec.components.schema("ShopAdapter", schema=ShopAdapter)
    text = json.dumps(spec.to_dict()["components"]["schemas"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A shop adapter of Indkøbskompas",
        "$ref": "#/$defs/ShopAdapter",
        "$defs": json.loads(text.replace("#/components/schemas/", "#/$defs/")),
    }


def name_of(schema: type[Schema] | Schema) -> str:
    """Return what a schema is called in OpenAPI."""
    return schema.__name__ if isinstance(schema, type) else type(schema).__name__
