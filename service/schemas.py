"""The API's shapes in marshmallow: the envelope is checked by them, and OpenAPI is made of them.

Items are checked by hand in `service.lookup`, so that a bad one is answered in its place.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

MAX_ITEMS = 100
MAX_SHOP = 253
SHOP = validate.Length(min=1, max=MAX_SHOP)
GRADE = validate.OneOf(["A", "B", "C", "D", "E"])
CONFIDENCE = validate.OneOf(["high", "good", "medium", "low", "none"])
RUNG = validate.OneOf(
    ["gtin", "mpn", "sku", "url", "machine_type", "family", "group", "none", "id"]
)
STATUS = validate.OneOf(["measured", "supplier", "typical", "assumed"])


def _text(**more: object) -> fields.String:
    return fields.String(required=True, **more)  # type: ignore[arg-type]


def _maybe_text() -> fields.String:
    return fields.String(required=True, allow_none=True)


def _maybe_number() -> fields.Float:
    return fields.Float(required=True, allow_none=True)


class ScoreItem(Schema):
    """One product of a page; send identifiers only, the best that the page holds."""

    ref = _text(validate=validate.Length(min=1, max=64))
    gtin = fields.String()
    brand = fields.String()
    mpn = fields.String()
    sku = fields.String()
    path = fields.String()
    name = fields.String()
    price = fields.Float()
    quantity = fields.Float()


class ScoreRequest(Schema):
    """The products of one page of one shop (its host, with port where there is one)."""

    shop = _text(validate=SHOP)
    items = fields.List(
        fields.Nested(ScoreItem), required=True, validate=validate.Length(min=1, max=MAX_ITEMS)
    )


class Unread(fields.Field[list[object]]):
    """A list whose items nobody looks at yet: to hand each to a field of its own takes long."""

    default_error_messages = {"invalid": "Not a valid list."}  # noqa: RUF012 - marshmallow's way

    def _deserialize(self, value: object, *_: object, **__: object) -> list[object]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return value


class Envelope(Schema):
    """ScoreRequest as it is checked: the items stay as they came."""

    shop = _text(validate=SHOP)
    items = Unread(required=True, validate=validate.Length(min=1, max=MAX_ITEMS))


def fits(body: object) -> bool:
    """Tell whether a body surely fits Envelope: a quick look at what nearly all requests are."""
    return (
        type(body) is dict
        and len(body) == 2
        and type(shop := body.get("shop")) is str
        and 0 < len(shop) <= MAX_SHOP
        and type(items := body.get("items")) is list
        and 0 < len(items) <= MAX_ITEMS
    )


class Match(Schema):
    """How the product was recognised, and how sure match and evidence are together."""

    rung = _text(validate=RUNG)
    confidence = _text(validate=CONFIDENCE)


class ItemError(Schema):
    """Why an item could not be looked up."""

    code = _text()
    message = _text()


class Product(Schema):
    """The product that the score is of; demo marks invented goods."""

    id = _text()
    name = _text()
    brand = _text()
    group = _text()
    group_name = _text()
    demo = fields.Boolean(required=True)


class Reason(Schema):
    """One criterion's part of the score; the contributions sum to it."""

    criterion = _text()
    text = _text()
    value = _maybe_number()
    unit = _maybe_text()
    source = _maybe_text()
    status = fields.String(required=True, allow_none=True, validate=STATUS)
    contribution = _maybe_number()


class Label(Schema):
    """A third party's certificate, valid on the day of the data."""

    code = _text()
    name = _text()
    issuer = _text()
    licence = _maybe_text()
    valid_to = fields.Date(required=True, allow_none=True)


class AlternativeProduct(Schema):
    """The alternative's identity."""

    id = _text()
    name = _text()


class Alternative(Schema):
    """A better product of the same use group in the same shop; gain is in points.

    kg and co2e are those of one piece, as in the facts of an item, without bounds.
    """

    product = fields.Nested(AlternativeProduct, required=True)
    path = _text()
    grade = _text(validate=GRADE)
    gain = fields.Float(required=True)
    price = _maybe_number()
    price_difference = _maybe_number()
    price_difference_per_unit = _maybe_number()
    unit = _maybe_text()
    currency = _text()
    reason = _text()
    confidence = _text(validate=CONFIDENCE)
    kg = _maybe_number()
    co2e = _maybe_number()


class Footprint(Schema):
    """kg CO2e of one piece, with its bounds."""

    low = fields.Float(required=True)
    value = fields.Float(required=True)
    high = fields.Float(required=True)


class Facts(Schema):
    """What a basket is summed up from, for one piece as it is sold; null is not known.

    kg is the net weight of food, without liquid where that is known. co2e_basis says what co2e
    counts: "food" (to the consumer or the shop) or "lifetime" (a device made and used for the
    years of its rules); a total adds pieces of one basis only. organic is null for all that is
    not food, and where only the kind of food is known.
    """

    kg = _maybe_number()
    co2e = fields.Nested(Footprint, required=True, allow_none=True)
    co2e_basis = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["food", "lifetime"])
    )
    organic = fields.Boolean(required=True, allow_none=True)


class Counterfactual(Schema):
    """The least change that would lift the grade, as a sentence."""

    grade = _text(validate=GRADE)
    text = _text()


class ProductAnswer(Schema):
    """A score: a grade, or a range (best, worst), or neither where data do not suffice."""

    match = fields.Nested(Match, required=True)
    product = fields.Nested(Product, required=True, allow_none=True)
    grade = fields.String(required=True, allow_none=True, validate=GRADE)
    range = fields.List(
        fields.String(validate=GRADE),
        required=True,
        allow_none=True,
        validate=validate.Length(equal=2),
    )
    score = _maybe_number()
    low = _maybe_number()
    high = _maybe_number()
    coverage = fields.Float(required=True, validate=validate.Range(0, 1))
    summary = _text()
    counterfactual = fields.Nested(Counterfactual, required=True, allow_none=True)
    reasons = fields.List(fields.Nested(Reason), required=True)
    labels = fields.List(fields.Nested(Label), required=True)
    notes = fields.List(fields.String(), required=True)
    facts = fields.Nested(Facts, required=True)
    alternatives = fields.List(fields.Nested(Alternative), required=True)


class ScoredItem(ProductAnswer):
    """The answer to one item, by its ref ("#2" for the third item where it had none)."""

    ref = _text()
    error = fields.Nested(ItemError)


class Ruleset(Schema):
    """The published ruleset that the scores are made with."""

    id = _text()
    version = _text()
    hash = _text(validate=validate.Regexp("^[0-9a-f]{64}$"))


class ScoreResponse(Schema):
    """The answers, in the order of the items."""

    ruleset = fields.Nested(Ruleset, required=True)
    data_as_of = fields.Date(required=True)
    items = fields.List(fields.Nested(ScoredItem), required=True)


class ProductResponse(Schema):
    """One product's score."""

    ruleset = fields.Nested(Ruleset, required=True)
    data_as_of = fields.Date(required=True)
    item = fields.Nested(ProductAnswer, required=True)


class RulesetResponse(Ruleset):
    """The published ruleset in full."""

    data_as_of = fields.Date(required=True)
    published_at = fields.DateTime(required=True)
    document = fields.Dict(required=True)


class PreviewRequest(Schema):
    """A whole ruleset, inheritance resolved, as /rulesets/schema describes it."""

    document = fields.Dict(required=True)


class GroupMigration(Schema):
    """How the grades of one product group would move.

    before and after count products by outcome: A to E, range, none (not enough data), absent
    (not judged by these rules); matrix counts them by both, rows before and columns after, in
    that order.
    """

    group = _text()
    products = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    before = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    after = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    matrix = fields.List(fields.List(fields.Integer()), required=True)


class PreviewResponse(Schema):
    """What a ruleset would change in the published catalogue."""

    ruleset = fields.Nested(Ruleset, required=True)
    data_as_of = fields.Date(required=True)
    groups = fields.List(fields.Nested(GroupMigration), required=True)


class Health(Schema):
    """Whether the service runs, and what it serves; published_at is null without a snapshot."""

    status = _text(validate=validate.OneOf(["ok", "snapshot_missing", "snapshot_expired"]))
    published_at = fields.DateTime(required=True, allow_none=True)


class Ready(Schema):
    """What is served now."""

    status = _text(validate=validate.Equal("ok"))
    published_at = fields.DateTime(required=True)
    age_seconds = fields.Integer(required=True)
    expires = fields.Date(required=True)


class ApiError(Schema):
    """The one shape of errors."""

    code = _text()
    status = fields.Integer(required=True)
    message = _text()
    errors = fields.Dict(required=True)
