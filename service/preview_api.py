"""Previews of rules that are not published, for administrators: what would change, at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify

from scoring.errors import KompasError
from service.api import check_admin, current_snapshot, json_body
from service.errors import ApiError
from service.publish.migration import Migration, outcomes
from service.publish.stored import StoredCatalogue
from service.rulesets import ruleset_of_document
from service.store.snapshot import Snapshot

preview_api = Blueprint("preview", __name__)
preview_api.before_request(check_admin)


@preview_api.post("/rulesets/preview")
def preview() -> Response:
    """Answer how the grades of the published catalogue would move by a ruleset."""
    body = json_body("{document}")
    if not isinstance(body, dict) or set(body) != {"document"}:
        raise ApiError(422, "unprocessable", "Send one member: {document}, a whole ruleset.")
    snapshot = current_snapshot()
    try:
        stored, before = _stored(snapshot)
        draft = ruleset_of_document(body["document"], "document", stored.ruleset.day)
    except KompasError as error:
        raise ApiError(
            422, "ruleset", f"{error.problem} {error.remedy}", {error.place: [error.problem]}
        ) from None
    migration = Migration.of(stored.table.groups, before, outcomes(stored, draft))
    return jsonify(
        {
            "ruleset": {"id": draft.id, "version": draft.version, "hash": draft.hash},
            "data_as_of": snapshot.meta["data_as_of"],
            "groups": migration.json(),
        }
    )


def _stored(snapshot: Snapshot) -> tuple[StoredCatalogue, Any]:
    """Return a snapshot's products and what they got; read once a worker and snapshot."""
    known = snapshot.derived.get("stored")
    if known is None:
        day = date.fromisoformat(snapshot.meta["data_as_of"])
        stored = StoredCatalogue.beside(snapshot.path, snapshot.meta["ruleset"], day)
        known = snapshot.derived["stored"] = (stored, outcomes(stored, stored.ruleset))
    result: tuple[StoredCatalogue, Any] = known
    return result
