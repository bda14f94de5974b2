"""The floor: a Flask application that answers one constant JSON document."""

from __future__ import annotations

from flask import Flask, Response

app = Flask(__name__)


@app.get("/")
def constant() -> Response:
    """Answer the same bytes each time."""
    return Response(b'{"status":"ok"}', mimetype="application/json")
