"""Which ruleset `kompas publish` takes where none is named: what administrators have published."""

from __future__ import annotations

from scoring.errors import KompasError
from scoring.rules import Ruleset
from service import rulesets
from service.governance.documents import ruleset_in
from service.store import ruleset_versions
from service.store.workspace import Workspace

COMMAND = "cli:"


def current_ruleset(workspace: Workspace, named: str | None = None) -> tuple[Ruleset, str]:
    """Return the ruleset to publish, and where it comes from.

    It is the named one (a shipped id or a file); else what is published, so that a nightly publish
    never undoes what administrators have decided; else the shipped default. What the command line
    has published from a name is read anew by that name, so that a newer release's rules count.

    Raises:
        RulesetError: where it cannot be read.
    """
    if named:
        return rulesets.load(named), f"{COMMAND}{named}"
    published = ruleset_versions.listed(workspace, "published")
    if not published:
        return rulesets.load(rulesets.DEFAULT), f"{COMMAND}{rulesets.DEFAULT}"
    version = published[0]
    name = version.base.removeprefix(COMMAND)
    if version.base.startswith(COMMAND):
        try:
            return rulesets.load(name), version.base
        except KompasError:
            pass  # the file is gone, and what was published of it is kept
    return ruleset_in(version.document), version.base
