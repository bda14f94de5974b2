"""Somebody who sends the forms of /admin, through Flask's own client."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

PASSWORD = "en hest med fire ben"


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Sign in as a browser does: the form's own token is sent with it."""
    door = client.get("/admin/sign-in").get_data(as_text=True)
    form = {"name": name, "password": password, "csrf_token": token(door), **more}
    return client.post("/admin/sign-in", data=form)


def post(client: FlaskClient, address: str, **form: Any) -> Any:
    """Send a form with its token, signed in."""
    page = client.get("/admin/account").get_data(as_text=True)
    return client.post(address, data={**form, "csrf_token": token(page)})
