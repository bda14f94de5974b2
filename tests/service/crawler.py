"""Walks through /admin as one role: follows every link, sends every form with hostile values."""

from __future__ import annotations

import io
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.conftest import THOROUGH

MARK = "<script>kompas(1)</script>"
HOSTILE = (
    f"\"'>{MARK}'; DROP TABLE users; --{{{{7*7}}}}\u202e\x00\r\nSet-Cookie: hostile=1",
    "../" * 1700,
)
KEPT = ("hidden", "submit", "button", "reset")
SAME = 2 if THOROUGH else 1  # addresses of one route that are visited
LEFT = ("/admin/sign-out", "/admin/oidc")  # the first ends the walk, the second leaves the service


@dataclass
class Crawl:
    """What a walk has seen: how often each route and form, and what was wrong."""

    app: Flask
    client: FlaskClient
    visited: Counter[str] = field(default_factory=Counter)
    addresses: list[str] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def walk(self, start: str = "/admin/") -> None:
        """Visit what can be reached from an address, some addresses of each route."""
        waiting, seen = deque([start]), {start}
        while waiting:
            address = waiting.popleft()
            route = self.route(address, "GET")
            if not route or self.visited[route] >= SAME:
                continue
            self.visited[route] += 1
            self.addresses.append(address)
            answer = self.checked("GET", address, self.client.get(address))
            if answer.status_code >= 400:
                self.wrong.append(f"GET {address}: a link to {answer.status_code}")
            for link in self.links(answer, address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
            for form in self.forms(answer):
                self.send(form, address)

    def look_again(self) -> None:
        """Visit the same pages once more: they hold what was typed meanwhile."""
        for address in self.addresses:
            self.checked("GET", address, self.client.get(address))

    def route(self, address: str, method: str) -> str:
        """Return the route of an address, "" for what is not walked."""
        parts = urlsplit(address)
        if not parts.path.startswith("/admin") or parts.path.startswith(LEFT):
            return ""
        try:
            rule, _ = self.app.url_map.bind("").match(parts.path, method, return_rule=True)
        except HTTPException:
            return f"no route {parts.path}"
        return str(rule.rule)

    def checked(self, method: str, address: str, answer: TestResponse) -> TestResponse:
        """Note what no answer may be or hold."""
        at = f"{method} {address[:80]}"
        if answer.status_code >= 500:
            self.wrong.append(f"{at}: {answer.status_code}")
        if answer.mimetype == "text/html" and MARK in answer.get_data(as_text=True):
            self.wrong.append(f"{at}: markup that was typed is markup")
        if any("hostile=" in cookie for cookie in answer.headers.getlist("Set-Cookie")):
            self.wrong.append(f"{at}: a header that was typed is a header")
        return answer

    def links(self, answer: TestResponse, base: str) -> Iterator[str]:
        """Yield the addresses that a page or a redirect leads to, without fragments."""
        found = [answer.headers.get("Location", "")]
        if answer.mimetype == "text/html" and answer.data.strip():
            page = html.fromstring(answer.data)
            found += [*page.xpath("//a/@href"), *page.xpath("//@hx-get")]
        for href in filter(None, found):
            parts = urlsplit(urljoin(base, href))
            if parts.netloc in ("", "localhost"):
                yield parts._replace(scheme="", netloc="", fragment="").geturl()

    def forms(self, answer: TestResponse) -> Iterator[html.FormElement]:
        """Yield the forms of a page."""
        if answer.mimetype == "text/html" and answer.data.strip():
            yield from html.fromstring(answer.data).forms

    def send(self, form: html.FormElement, base: str) -> None:
        """Send a form with each hostile value in every field, by each of its buttons, once."""
        address = urljoin(base, form.action or base)
        method = form.method.upper()
        route = self.route(address, method)
        buttons = [(b.get("name"), b.get("value", "")) for b in form.xpath(".//button[@name]")]
        key = f"{method} {route} {sorted(self.fields(form))} {sorted(buttons)}"
        self.sent[key] += 1
        if not route or self.sent[key] > 1:
            return
        for value in HOSTILE:
            for name, pressed in buttons or [("", "")]:
                data = {k: self.typed(v, value) for k, v in self.fields(form).items()}
                more = {name: pressed} if name else {}
                if method == "GET":
                    answer = self.client.get(address.split("?")[0], query_string=data | more)
                else:
                    answer = self.client.post(address, data=data | more)
                self.checked(method, address, answer)

    @staticmethod
    def fields(form: html.FormElement) -> dict[str, Any]:
        """Return name -> what stays (hidden), None (to be typed), or a file's name."""
        found: dict[str, Any] = {}
        for element in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
            kind = element.get("type", "text") if element.tag == "input" else element.tag
            kept = element.get("value", "") if kind in KEPT else None
            found[element.get("name")] = "file" if kind == "file" else (kept,)
        return found

    @staticmethod
    def typed(kept: Any, value: str) -> Any:
        """Return what a field is sent with."""
        if kept == "file":
            name = value[:150].replace("\x00", "").replace("\r\n", "")
            return io.BytesIO(value.encode()), f"{name}.csv"
        return value if kept[0] is None else kept[0]
