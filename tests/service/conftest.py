"""A real workspace with the shipped catalogue and the demo shop, published once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service import rulesets
from service.access import people
from service.access.roles import ROLES
from service.app import create_app
from service.config import Config
from service.governance import jobs
from service.governance.rights import Actor
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo
from service.publish.pipeline import publish
from service.store.workspace import Workspace
from tests.service.visitor import PASSWORD

HOST = "shop.example.dk"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a workspace and its published snapshot."""
    folder = tmp_path_factory.mktemp("workspace")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        load_demo(workspace, [HOST])
        publish(workspace, rulesets.load("default"), folder)
    return folder


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with catalogue, demo shop, sten (owner) and vera (viewer), to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        load_demo(workspace, [HOST])
        people.create(workspace, "test", "sten", ["owner"], password=PASSWORD)
        people.create(workspace, "test", "vera", ["viewer"], password=PASSWORD)
    return folder


@pytest.fixture(scope="session")
def governed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a user of each role, whose name is the role's, published as a job.

    It is to be copied.
    """
    folder = tmp_path_factory.mktemp("governed")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        load_demo(workspace, [HOST])
        for role in ROLES:
            people.create(workspace, "test", role, [role], password=PASSWORD)
    jobs.here(folder, rulesets.load("default"), Actor("cli:test"), "cli:default")
    return folder


@pytest.fixture(scope="session")
def app(published: Path) -> Flask:
    """Return the service on the published snapshot."""
    return create_app(Config(folder=published))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """Return a client of the service."""
    with app.test_client() as client:
        yield client


@pytest.fixture
def ask(client: FlaskClient):
    """Return a function that posts items and returns the answers."""

    def post(*items: Any, shop: str = HOST, language: str = "da") -> list[dict[str, Any]]:
        response = client.post(
            "/api/v1/scores",
            json={"shop": shop, "items": list(items)},
            headers={"Accept-Language": language},
        )
        assert response.status_code == 200, response.text
        return response.json["items"]

    return post
