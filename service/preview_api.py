"""Previews of rules that are not published, for administrators: what would change, at once."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from scoring.errors import KompasError
from service.api import check_admin, current_snapshot, json_body
from service.errors import ApiError
from service.insight.preview import preview
from service.insight.published import Published
from service.publish.migration import Migration
from service.rulesets import ruleset_of_document

preview_api = Blueprint("preview", __name__)
preview_api.before_request(check_admin)


@preview_api.post("/rulesets/preview")
def preview_ruleset() -> Response:
    """Answer how the grades of the published catalogue would move by a ruleset."""
    body = json_body("{document}")
    if not isinstance(body, dict) or set(body) != {"document"}:
        raise ApiError(422, "unprocessable", "Send one member: {document}, a whole ruleset.")
    snapshot = current_snapshot()
    try:
        published = Published.of(snapshot)
        draft = ruleset_of_document(body["document"], "document", published.ruleset.day)
        found = preview(published, draft)
    except KompasError as error:
        raise ApiError(
            422, "ruleset", f"{error.problem} {error.remedy}", {error.place: [error.problem]}
        ) from None
    migration = Migration({change.group: change.counts for change in found.tops})
    return jsonify(
        {
            "ruleset": {"id": draft.id, "version": draft.version, "hash": draft.hash},
            "data_as_of": snapshot.meta["data_as_of"],
            "groups": migration.json(),
        }
    )
