"""A session that ends in the middle of a form: what was typed is kept, signed, in the answer.

It goes through the sign-in as one hidden field, so that nothing is stored for whoever is not known.
"""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from service.admin.door import door

LASTS = 3600  # seconds
MOST = 200_000  # characters that are carried along
NOT_KEPT = ("csrf_token", "password")


def keep() -> tuple[str, int]:
    """Answer a form of somebody who is signed in no more: the door, with what they typed."""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in NOT_KEPT
    ]
    kept = _signer().dumps([request.full_path.rstrip("?"), fields])
    kept = kept if len(kept) <= MOST else ""
    return door(resume=kept, lost=not kept, next=request.path), 401


def read(kept: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Return path and fields of what `keep` carried along, None where it is not ours or too old."""
    try:
        path, fields = _signer().loads(kept, max_age=LASTS)
    except (BadSignature, ValueError):
        return None
    return path, [(name, value) for name, value in fields]


def _signer() -> URLSafeTimedSerializer:
    app: Any = current_app
    return URLSafeTimedSerializer(app.secret_key, salt="resume", serializer=json)
