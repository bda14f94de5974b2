"""Sessions on the server: the cookie holds a random name alone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, cast

from cachelib import FileSystemCache
from flask import Flask, Request, current_app, session
from flask_session import Session
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from service.access import secret
from service.config import Config
from service.store import users
from service.store.users import User
from service.store.workspace import Workspace

LASTS = timedelta(hours=10)
MOST = 20_000
COOKIE = "kompas"
csrf = CSRFProtect()


def register(app: Flask, config: Config) -> None:
    """Give the application sessions and the protection of forms; both are used by /admin alone."""
    app.secret_key = config.secret or secret.kept(config.folder)
    folder = config.folder / "sessions"
    cache = FileSystemCache(str(folder), threshold=MOST, mode=0o600)
    folder.chmod(0o700)
    app.extensions["kompas_cache"] = cache
    app.config.update(
        SESSION_TYPE="cachelib",
        SESSION_CACHELIB=cache,
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_PATH="/admin",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not config.insecure,
        PERMANENT_SESSION_LIFETIME=LASTS,
        WTF_CSRF_CHECK_DEFAULT=False,  # the gate asks for it, after it knows who is there
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
    )
    Session(app)
    _for_admin_alone(app)
    csrf.init_app(app)
    if config.proxies:
        count = config.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _for_admin_alone(app: Flask) -> None:
    """Spare the API, which has no sessions, the work of opening and saving one."""
    interface: Any = app.session_interface
    opened = interface.open_session

    def open_session(app: Flask, request: Request) -> Any:
        if request.path.startswith("/admin"):
            return opened(app, request)
        return interface.make_null_session(app)

    interface.open_session = open_session


def begin(user: User) -> None:
    """Begin a user's session, under a new name: one that was planted before is worth nothing."""
    session.clear()
    session["proof"] = _proof(user)
    session["user"] = user.name  # an empty session would keep its name
    cast(Any, current_app.session_interface).regenerate(session)
    session.permanent = True


def whose(workspace: Workspace) -> User | None:
    """Return whose session the request's is, None for nobody's.

    A session ends when its account is shut or gets another password.
    """
    name = session.get("user", "")
    user = users.named(workspace, name) if name else None
    good = user and user.active and session.get("proof") == _proof(user)
    return user if good else None


def _proof(user: User) -> str:
    return hashlib.sha256(f"{user.created_at} {user.password}".encode()).hexdigest()


def field() -> Markup:
    """Return the hidden field without which no form is taken."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def cache() -> FileSystemCache:
    """Return what all workers share for a while: sessions, and how often a sign-in failed."""
    found: FileSystemCache = current_app.extensions["kompas_cache"]
    return found
