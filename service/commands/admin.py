"""kompas admin: accounts from the command line, the first owner's above all."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from service.access import people
from service.access.roles import ROLES
from service.store import users
from service.store.workspace import Workspace


@click.group()
def admin() -> None:
    """Work with the accounts of the administration."""


ROLE = click.option(
    "--role", "roles", multiple=True, type=click.Choice(list(ROLES)), help="May be given again."
)


@admin.command()
@click.argument("name")
@ROLE
@click.option("--display", default="", help="How the user is shown; NAME by default.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def create(
    folder: Path, name: str, roles: tuple[str, ...], display: str, password_stdin: bool
) -> None:
    """Make an account NAME; without --role it is an owner's. The password is asked for."""
    with Workspace(folder) as workspace:
        made = people.create(
            workspace,
            actor(),
            name,
            roles or ("owner",),
            password=_password(password_stdin),
            display=display,
        )
    click.echo(f"made {made.name}: {', '.join(made.roles)}; sign in at /admin")


@admin.command()
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def password(folder: Path, name: str, password_stdin: bool) -> None:
    """Set the password of the account NAME."""
    with Workspace(folder) as workspace:
        people.change(workspace, actor(), name, password=_password(password_stdin))
    click.echo(f"set the password of {name}")


@admin.command("list")
@click.pass_obj
def list_command(folder: Path) -> None:
    """List the accounts."""
    with Workspace(folder) as workspace:
        for user in users.everybody(workspace):
            shut = f" (shut since {user.disabled_at})" if user.disabled_at else ""
            click.echo(f"{user.name}: {', '.join(user.roles)}{shut}")


def actor() -> str:
    """Return what the audit calls whoever runs the command line."""
    try:
        return f"cli:{getpass.getuser()}"
    except (OSError, KeyError):
        return "cli:unknown"


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    entered: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return entered
