"""The command line; the commands of a subject stand in service/commands/."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from scoring.errors import KompasError

# Where each command stands. A module is imported when its command is run: all of them together
# take longer than most commands do.
COMMANDS = {
    "admin": "admin:admin",
    "audit": "audit:audit",
    "explain": "explain:explain_command",
    "gaps": "suppliers:gaps_command",
    "import": "imports:import_command",
    "jobs": "jobs:jobs",
    "load": "load:load",
    "load-offers": "load:load_offers_command",
    "mapping": "suppliers:mapping",
    "match": "matching:match",
    "openapi": "openapi:openapi",
    "publish": "publish:publish_command",
    "review": "matching:review_group",
    "rules": "rules:rules",
    "score": "score:score",
    "serve": "serve:serve",
    "shops": "shops:shops",
    "sources": "imports:sources",
    "template": "suppliers:template",
}


class Commands(click.Group):
    """Imports a command where it is asked for; tells the project's errors in one clear line."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command, None where there is none of the name."""
        if name not in COMMANDS:
            return None
        module, _, command = COMMANDS[name].partition(":")
        found: click.Command = getattr(import_module(f"service.commands.{module}"), command)
        return found

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except KompasError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Commands)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KOMPAS_WORKSPACE",
    default=Path("workspace"),
    show_default=True,
    help="The folder of the workspace and its snapshots (or KOMPAS_WORKSPACE).",
)
@click.version_option(package_name="indkobskompas")
@click.pass_context
def main(context: click.Context, workspace: Path) -> None:
    """Indkøbskompas: purchasing scores inside the webshops that buyers already use."""
    context.obj = workspace


if __name__ == "__main__":
    main()
