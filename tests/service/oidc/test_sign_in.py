"""Signing in through a real provider: oidc-provider of npm, over HTTP."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from service.access import people
from service.access.oidc import Oidc
from service.app import create_app
from service.config import Config
from service.store import audit, users
from service.store.users import User
from service.store.workspace import Workspace
from tests.service.oidc.conftest import Browser, World, free_port


def user(world: World, subject: str) -> User | None:
    with Workspace(world.folder) as workspace:
        return users.from_provider(workspace, world.provider, subject)


def test_the_door_offers_the_provider_above_the_local_form(browser: Browser) -> None:
    page = browser.get("/admin/sign-in").text
    assert "Log ind med Kommunens login" in page
    assert page.index("/admin/oidc/start") < page.index('name="password"')


def test_the_request_carries_pkce_state_and_nonce(browser: Browser) -> None:
    sent = browser.get("/admin/oidc/start", allow_redirects=False).headers["Location"]
    asked = parse_qs(urlsplit(sent).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(
    ("person", "name", "roles"),
    [
        ("ejer", "eja", ("owner",)),
        ("laeser", "lars", ("viewer",)),
        ("begge", "bo", ("viewer", "author", "approver")),
        ("sær", "drop-table-users", ("viewer",)),
    ],
)
def test_claims_become_roles(
    browser: Browser, world: World, person: str, name: str, roles: tuple[str, ...]
) -> None:
    page = browser.sign_in(person, "/admin/oidc/start?next=/admin/account")
    assert urlsplit(page.url).path == "/admin/account"
    assert "gennem kommunens loginløsning" in page.text
    made = user(world, person)
    assert made is not None
    assert (made.name, made.roles, made.password) == (name, roles, "")


def test_who_shares_a_local_name_gets_an_account_of_their_own(
    browser: Browser, world: World
) -> None:
    page = browser.sign_in("navnebror", "/admin/oidc/start?next=/admin/account")
    assert "<b>Lokal" not in page.text
    made = user(world, "navnebror")
    assert made is not None
    assert (made.name, made.roles) == ("lokal-2", ("viewer",))


@pytest.mark.parametrize("person", ["ingen", "tom"])
def test_who_has_no_role_is_told_so_and_leaves_no_account(
    browser: Browser, world: World, person: str
) -> None:
    page = browser.sign_in(person)
    assert page.status_code == 403
    assert "du har ingen rolle" in page.text
    assert user(world, person) is None
    assert urlsplit(browser.get("/admin/").url).path == "/admin/sign-in"


def test_roles_are_renewed_at_each_sign_in(browser: Browser, world: World) -> None:
    world.roles("laeser", "KOMPAS_EJER")
    assert browser.sign_in("laeser").status_code == 200
    assert user(world, "laeser").roles == ("owner",)  # type: ignore[union-attr]
    world.roles("laeser", "ANDET")
    assert Browser(world).sign_in("laeser").status_code == 403
    assert user(world, "laeser").roles == ()  # type: ignore[union-attr]
    assert browser.get("/admin/").status_code == 403  # a session from before is worth nothing
    world.roles("laeser", "KOMPAS_LAES")
    assert Browser(world).sign_in("laeser").status_code == 200
    with Workspace(world.folder) as workspace:
        changes = list(audit.entries(workspace, actor="provider", action="user.change"))
        assert audit.verify(workspace) is None
    assert changes[0].details == {"roles": {"old": [], "new": ["viewer"]}}


def test_an_account_that_was_shut_here_stays_shut(browser: Browser, world: World) -> None:
    assert browser.sign_in("ejer").status_code == 200
    with Workspace(world.folder) as workspace:
        people.change(workspace, "test", "eja", active=False)
    assert Browser(world).sign_in("ejer").status_code == 403
    with Workspace(world.folder) as workspace:
        people.change(workspace, "test", "eja", active=True)


@pytest.mark.parametrize("what", ["aud", "nonce", "iss", "exp", "key", "none"])
def test_a_token_that_does_not_fit_lets_nobody_in(
    browser: Browser, world: World, what: str
) -> None:
    world.spoil(what)
    page = browser.sign_in("ejer")
    assert page.status_code == 400
    assert "kunne ikke godkendes" in page.text
    assert urlsplit(browser.get("/admin/").url).path == "/admin/sign-in"


def test_a_state_of_another_session_lets_nobody_in(browser: Browser, world: World) -> None:
    other = Browser(world)
    sent = other.get("/admin/oidc/start", allow_redirects=False).headers["Location"]
    state = parse_qs(urlsplit(sent).query)["state"][0]
    page = browser.get(f"/admin/oidc/back?code=x&state={state}")
    assert page.status_code == 400
    assert "ikke gjort færdigt" in page.text


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=y", "?state=%00<b>"])
def test_whatever_comes_back_is_no_error_of_ours(browser: Browser, query: str) -> None:
    page = browser.get(f"/admin/oidc/back{query}")
    assert page.status_code == 400
    assert "Prøv igen" in page.text


def test_what_was_typed_survives_the_way_through_the_provider(browser: Browser) -> None:
    door = browser.session.post(
        f"{browser.world.service}/admin/account",
        data={"language": "en", "csrf_token": "old"},
        timeout=20,
    )
    assert door.status_code == 401
    going = browser.submit(door)
    assert 'http-equiv="refresh"' in going.text
    again = browser.through(browser.get("/admin/oidc/start"), "begge")
    assert 'name="language" value="en"' in again.text
    assert '<html lang="en">' in browser.submit_main(again).text


def test_signing_out_offers_to_sign_out_there_too(browser: Browser, world: World) -> None:
    page = browser.sign_in("ejer")
    left = browser.submit(page)
    assert "Log også ud hos Kommunens login" in left.text
    assert f'href="{world.provider}/session/end?' in left.text
    assert urlsplit(browser.get("/admin/").url).path == "/admin/sign-in"


@pytest.mark.parametrize("answers", ["nobody", "another"])
def test_a_provider_that_is_down_gets_a_page(tmp_path: Path, world: World, answers: str) -> None:
    issuer = f"http://127.0.0.1:{free_port()}"
    if answers == "another":  # an address that answers, but as another issuer
        issuer = world.provider.replace("127.0.0.1", "localhost")
    oidc = Oidc(issuer, "kompas", "secret", {"A": ("owner",)}, "Kommunens login")
    app = create_app(Config(folder=tmp_path, insecure=True, oidc=oidc))
    with app.test_client() as client:
        for _ in range(2):
            answer = client.get("/admin/oidc/start")
            assert answer.status_code == 503
            assert "svarer ikke lige nu" in answer.get_data(as_text=True)
            assert "lokal konto" in answer.get_data(as_text=True)
