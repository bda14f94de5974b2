"""The gate of /admin: nobody gets to a view that does not say who may, and only they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from flask import Blueprint, Response, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from service.access.roles import Need, may
from service.admin import errors, frame, resume, sessions
from service.admin.door import door
from service.admin.errors import AdminError
from service.admin.sessions import csrf
from service.config import Config
from service.store.users import User
from service.store.workspace import Workspace

View = Callable[..., Any]
Access = Need | Literal["anybody"]
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PATIENCE = 5  # seconds that a change waits for an import; then a page says so
FIELDS = 64 * 1024  # bytes that an upload's form may have beside its file


def part(name: str, prefix: str) -> Blueprint:
    """Return the blueprint of a part of /admin: behind the gate, with its headers and errors."""
    made = Blueprint(name, __name__, url_prefix=prefix)
    made.before_request(check)
    made.after_request(frame.secure)
    errors.register(made)
    return made


def page(
    blueprint: Blueprint,
    rule: str,
    *,
    needs: Access,
    methods: tuple[str, ...] = ("GET",),
    upload: bool = False,
) -> Callable[[View], View]:
    """Return a decorator that makes a function the view of a rule, for whoever may do `needs`.

    A view that takes an `upload` gets bodies of up to Config.max_upload; the others' limit is
    Config.max_body.
    """

    def decorate(view: View) -> View:
        view.needs = needs  # type: ignore[attr-defined]
        view.upload = upload  # type: ignore[attr-defined]
        blueprint.add_url_rule(rule, view.__name__, view, methods=list(methods))
        return view

    return decorate


def workspace() -> Workspace:
    """Return the request's workspace, opened when it is first asked for."""
    if "workspace" not in g:
        config: Config = current_app.extensions["kompas_config"]
        g.workspace = Workspace(config.folder, PATIENCE)
    opened: Workspace = g.workspace
    return opened


def user() -> User:
    """Return who is signed in; the gate has let nobody else through."""
    found: User = g.user
    return found


def allowed(need: Need) -> bool:
    """Tell whether who is signed in may do something, for what a page offers."""
    return g.get("user") is not None and may(g.user.roles, need)


def check() -> Any:
    """Let a request through, or answer it: sign in first, no right to it, forged form."""
    view = current_app.view_functions[request.endpoint or ""]
    needs: Access | None = getattr(view, "needs", None)
    if needs is None:
        raise AdminError(403, "closed")
    g.user = sessions.whose(workspace()) if "user" in session else None
    if needs != "anybody":
        if g.user is None:
            return _sign_in_first()
        if not may(g.user.roles, needs):
            raise AdminError(403, "not_yours")
    if getattr(view, "upload", False):  # said before the form is read, which `protect` does
        config: Config = current_app.extensions["kompas_config"]
        request.max_content_length = config.max_upload + FIELDS
    if request.method in WRITING:
        csrf.protect()
    return None


def _sign_in_first() -> Any:
    """Send who is not signed in to the door; what they have typed comes along."""
    if request.headers.get("HX-Request"):  # a part of a page: the page itself says what to do
        return Response(status=401, headers={"HX-Trigger": "signed-out"})
    if request.method in WRITING:
        try:
            return resume.keep()
        except RequestEntityTooLarge:  # a file: it cannot come along
            return door(lost=True, next=request.path), 401
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))


def close(_: BaseException | None) -> None:
    """Close the request's workspace."""
    opened: Workspace | None = g.pop("workspace", None)
    if opened is not None:
        opened.__exit__()
