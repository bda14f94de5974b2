"""What /api/v1/shops answers: made at publishing, so that a request computes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from service.shops.keeping import every
from service.store.workspace import Workspace

Row = Mapping[str, Any]


def published_shops(workspace: Workspace, offers: Iterable[Row]) -> bytes:
    """Return the JSON of the shops that have offers, and of the administrator's adapters."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for row in workspace.rows("shop_hosts"):
        hosts[row["shop_id"]].append(row["host"])
    selling = {offer["shop_id"] for offer in offers}
    shops = [
        {"id": shop["id"], "name": shop["name"], "hosts": hosts[shop["id"]]}
        for shop in workspace.rows("shops")
        if shop["id"] in selling
    ]
    answer = {"shops": shops, "adapters": every(workspace)}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
