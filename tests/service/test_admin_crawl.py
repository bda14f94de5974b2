"""A crawl of /admin as each role: no dead link, no error, nothing typed that becomes code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.access.roles import ROLES
from service.admin import trail_words
from service.app import create_app
from service.config import Config
from service.governance import drafts
from service.governance.rights import Actor
from service.store import audit
from service.store import jobs as store
from service.store.workspace import Workspace
from tests.governance.conftest import ended
from tests.service.crawler import Crawl
from tests.service.visitor import sign_in

# What each role must have come to, so that a walk that was stopped early fails.
SEEN = {
    "viewer": ["/admin/rules/<int:number>", "/admin/catalogue/product/<path:product>"],
    "steward": ["/admin/uploads/", "/admin/gaps/", "/admin/shops/", "/admin/reviews/"],
    "author": ["/admin/rules/<int:number>/group/<path:group>"],
    "approver": ["/admin/rules/<int:number>", "/admin/rules/<int:number>/robustness"],
    "owner": ["/admin/people/", "/admin/tokens/", "/admin/audit/"],
}


@pytest.fixture
def folder(governed: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy with a draft, for a walk changes what it can."""
    copy = tmp_path / "copy"
    shutil.copytree(governed, copy, symlinks=True)
    with Workspace(copy) as workspace:
        drafts.from_published(workspace, Actor("author", ("author",)))
        yield copy
        for job in store.active(workspace):
            ended(workspace, copy, job.id)


@pytest.mark.parametrize("role", ROLES)
def test_a_walk_through_all_pages(folder: Path, role: str) -> None:
    app = create_app(Config(folder=folder, insecure=True))
    with app.test_client() as client:
        assert sign_in(client, role).status_code == 303
        crawl = Crawl(app, client)
        crawl.walk()
        crawl.look_again()
        assert not crawl.wrong, "\n".join(crawl.wrong)
        assert set(SEEN[role]) <= set(crawl.visited)
        assert client.get("/admin/").status_code == 200, "still signed in"
    with Workspace(folder) as workspace:
        (check,) = workspace.connection.execute("PRAGMA integrity_check").fetchone()
        assert check == "ok"
        assert {user["name"] for user in workspace.rows("users")} >= set(ROLES)
        assert audit.verify(workspace) is None
        told = {key for entry in audit.entries(workspace) for key in entry.details}
    assert told <= trail_words.DETAILS.keys(), "what the audit's page shows of each row has a name"
