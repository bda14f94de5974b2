"""What stewards did by hand stays as they left it when its source is imported again."""

from __future__ import annotations

from datetime import date
from typing import Any

from service import rulesets
from service.curation import decisions
from service.curation.attributes import readable
from service.store import audit
from service.store.workspace import Workspace
from tests.importers.told import product, tec

TODAY = date.today()
FORM = {
    "attribute": "tec", "value": "12", "status": "measured", "source": "Målerapport 4",
    "year": str(TODAY.year), "reason": "Målt af kommunen",
}  # fmt: skip


def counting(workspace: Workspace) -> list[tuple[str, float]]:
    rows = (row for row in workspace.rows("evidence") if row["attribute"] == "tec")
    imported = ("hand", "import")
    return sorted(
        (row["origin"].split(":")[0], row["value"])
        for row in rows
        if row["origin"].startswith(imported)
    )


def of_import(workspace: Workspace) -> tuple[int, str]:
    sql = "SELECT id, subject FROM evidence WHERE attribute = 'tec' AND import_id IS NOT NULL"
    number, subject = workspace.connection.execute(f"{sql} ORDER BY id DESC").fetchone()
    return int(number), str(subject)


def test_a_figure_set_by_hand_outlives_imports(workspace: Workspace, tell: Any) -> None:
    tell(product("a", figures=(tec(20),)))
    _, subject = of_import(workspace)
    known = readable(rulesets.load("default"), "laptop")
    decisions.set_figure(workspace, "anna", subject, 0, decisions.figure_of(FORM, known, TODAY))
    tell(product("a", figures=(tec(30),)))
    assert counting(workspace) == [("hand", 12.0), ("import", 30.0)]
    assert audit.verify(workspace) is None


def test_a_withdrawn_figure_comes_back_only_when_it_is_another(
    workspace: Workspace,
    tell: Any,
) -> None:
    tell(product("a", figures=(tec(20),)))
    row, subject = of_import(workspace)
    decisions.withdraw(workspace, "anna", subject, 0, "evidence", row, "Tastefejl hos kilden")
    assert counting(workspace) == []
    tell(product("a", figures=(tec(20),)), product("b"))
    assert counting(workspace) == []
    tell(product("a", figures=(tec(21),)))
    assert counting(workspace) == [("import", 21.0)]
