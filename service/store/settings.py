"""What administrators set for the installation: a name and a value as JSON."""

from __future__ import annotations

import json
from typing import Any

from service.store.workspace import Workspace


def get(workspace: Workspace, name: str, default: Any) -> Any:
    """Return a setting's value, the default where it was never set."""
    sql = "SELECT value FROM settings WHERE name = ?"
    row = workspace.connection.execute(sql, (name,)).fetchone()
    return default if row is None else json.loads(row[0])


def put(workspace: Workspace, name: str, value: Any) -> None:
    """Write a setting, within `Workspace.writing()`."""
    workspace.put("settings", [{"name": name, "value": json.dumps(value)}])
