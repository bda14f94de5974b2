"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, session, url_for

from service import limits, metrics
from service.access import people
from service.admin import resume, sessions
from service.admin.door import TEXTS, door, inside
from service.admin.frame import render
from service.admin.gate import page, part, user, workspace
from service.admin.oidc import TEXTS as OIDC
from service.admin.provider import provider

account = part("account", "/admin")
TRIES, WAIT = 10, 15 * 60  # wrong passwords for one name, seconds until there are new ones


@page(account, "/sign-in", needs="anybody")
def sign_in() -> Any:
    """Show the door."""
    if g.user is not None:
        return redirect(inside(request.args.get("next", "")))
    return door(next=request.args.get("next", ""))


@page(account, "/sign-in", needs="anybody", methods=("POST",))
def enter() -> Any:
    """Let somebody in who knows their password."""
    name = request.form.get("name", "").strip().lower()[:64]
    key = f"tries:{name}"
    kept = request.form.get("resume", "")
    told = {"name": name, "resume": kept, "next": request.form.get("next", "")}
    if not limits.sign_in_allowed():
        return door(problem="often_here", **told), 429
    if (sessions.cache().get(key) or 0) >= TRIES:
        metrics.SIGN_INS.labels("password", "too_often").inc()
        return door(problem="too_often", **told), 429
    found = people.signed_in(workspace(), name, request.form.get("password", ""))
    if found is None:
        # Written anew each time: somebody who goes on trying goes on waiting.
        sessions.cache().set(key, (sessions.cache().get(key) or 0) + 1, timeout=WAIT)
        limits.sign_in_tried()
        metrics.SIGN_INS.labels("password", "wrong").inc()
        return door(problem="wrong", **told), 401
    metrics.SIGN_INS.labels("password", "ok").inc()
    sessions.cache().delete(key)
    sessions.begin(found)
    g.user = found
    if going_on := resume.read(kept) if kept else None:
        path, fields = going_on
        return render("admin/resume.html", texts=TEXTS, path=inside(path), fields=fields)
    return redirect(inside(request.form.get("next", "")), 303)


@page(account, "/sign-out", needs="anybody", methods=("POST",))
def leave() -> Any:
    """End the session."""
    asked, came_by_it = provider(), g.user is not None and bool(g.user.issuer)
    session.clear()
    g.user = None
    back = url_for("account.sign_in", _external=True)
    address = asked.sign_out_address(back) if asked and came_by_it else ""
    if asked and address:  # a link, as a form may not lead to other addresses than ours
        name = asked.settings.name
        return render("admin/oidc_left.html", texts=OIDC, address=address, name=name)
    return redirect(url_for("account.sign_in"), 303)


@page(account, "/account", needs="read")
def mine() -> Any:
    """Show one's own account."""
    return render("admin/account.html", texts=TEXTS)


@page(account, "/account", needs="read", methods=("POST",))
def change() -> Any:
    """Change one's own language or password."""
    me = user()
    wanted = request.form.get("language", me.language)
    if wanted != me.language:
        g.user = people.change(workspace(), me.name, me.name, language=wanted)
    new = request.form.get("new_password", "")
    if new:
        if people.signed_in(workspace(), me.name, request.form.get("old_password", "")) is None:
            return render("admin/account.html", texts=TEXTS, problem="wrong"), 422
        sessions.begin(people.change(workspace(), me.name, me.name, password=new))
    return render("admin/account.html", texts=TEXTS, saved=True)
