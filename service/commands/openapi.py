"""kompas openapi: the API, described."""

from __future__ import annotations

import json

import click

from service.openapi import specification


@click.command()
def openapi() -> None:
    """Print the API's OpenAPI document."""
    click.echo(json.dumps(specification(), indent=2, ensure_ascii=False))
