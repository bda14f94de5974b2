"""Every text that the program's errors may be made of, read from the source as templates.

A template has "{}" for what is filled in; braces that are text are doubled, as `str.format` has it.
Names are followed to what they are assigned in the same function or module, or in the module they
come from, and calls of a module's own functions to what these return; `a if x else b` and `a or b`
give both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", bound=ast.AST)
ROOT = Path(__file__).parents[2]
FILLED = "{}"
# What is made of texts, and which of its arguments they are.
ERRORS = ("KompasError", "RulesetError", "EvidenceError", "NotAllowedError", "StatusError")
MAKERS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys((*ERRORS, "BusyError"), (1, 2)),
    "FieldError": (0, 1),
    "IdentifierError": (2, 3),
    "UnavailableError": (1,),
    "Rejection": (3, 4),
}
HELPERS: Mapping[str, Mapping[str, tuple[int, ...]]] = {  # that make them, in some modules only
    "scoring/": {"fail": (1, 2)},
    "service/importers/": {"refuse": (1, 2), "reject": (1, 2), "fault": (3, 4), "_field": (3, 4)},
    "service/governance/errors.py": {"__init__": (1, 2)},
    "service/shops/files.py": {"_one": (1, 2)},
}
MESSAGES = ("required", "invalid", "null", "unknown", "type")  # marshmallow's names for them
HANDED_ON = ("problem", "remedy", "reason", "message")  # texts that another error brought along


@dataclass
class Source:
    """A module: where it is, its tree, and what each node stands in."""

    path: str
    tree: ast.Module
    owner: dict[ast.AST, ast.AST] = field(default_factory=dict)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the functions a node stands in, the inmost first, then the module."""
        while node is not self.tree:
            node = self.owner[node]
            if isinstance(node, ast.FunctionDef | ast.Module):
                yield node

    def nodes(self, kind: type[T], scope: ast.AST | None = None) -> Iterator[T]:
        """Yield the nodes of a kind; within a scope, without those of the functions inside it."""
        for node in ast.walk(scope or self.tree):
            if isinstance(node, kind) and (scope is None or next(self.around(node)) is scope):
                yield node


@cache
def read(path: Path) -> Source:
    """Return a module that is read."""
    found = Source(str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8")))
    for node in ast.walk(found.tree):
        found.owner |= dict.fromkeys(ast.iter_child_nodes(node), node)
    return found


def made(of: Source) -> Iterator[tuple[str, set[str] | None]]:
    """Yield (where, templates) for every text of an error; None where no text can be seen."""
    makers = dict(MAKERS)
    for where, more in HELPERS.items():
        makers |= more if of.path.startswith(where) else {}
    for call in of.nodes(ast.Call):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        given: list[ast.expr] = []
        for argument in call.args:
            inner = argument.value if isinstance(argument, ast.Starred) else argument
            given += [inner] * 2 if inner is not argument else [inner]  # *told is two texts
        for index in makers.get(name, ()):
            if index < len(given) and not _is_handed_on(of, given[index]):
                yield f"{of.path}:{call.lineno}", texts(of, given[index])


def faults_of_adapters(of: Source) -> Iterator[tuple[str, set[str]]]:
    """Yield (where, templates) for marshmallow's messages: "problem. remedy", parted as they are.

    The problem comes after the value, where there is one.
    """
    for call in of.nodes(ast.Call):
        name = getattr(call.func, "id", "")
        said = call.args[:1] if name == "ValidationError" else []
        for message in (*said, *(k.value for k in call.keywords if k.arg == "error")):
            yield f"{of.path}:{call.lineno}", _parted(of, message)
    for table in of.nodes(ast.Dict):
        for key, message in zip(table.keys, table.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in MESSAGES:
                yield f"{of.path}:{message.lineno}", _parted(of, message)


def _parted(of: Source, message: ast.expr) -> set[str]:
    found = set()
    for text in texts(of, message) or ():
        problem, _, remedy = text.partition(". ")
        found |= {f"{{}} {problem}.", remedy}
    return found


def _is_handed_on(of: Source, node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in HANDED_ON
    scope = next(of.around(node))
    if not isinstance(node, ast.Name) or not isinstance(scope, ast.FunctionDef):
        return False
    return node.id in HANDED_ON and any(a.arg == node.id for a in scope.args.args)


def texts(of: Source, node: ast.expr) -> set[str] | None:
    """Return the templates that an expression may be; None where it is none that can be seen."""
    match node:
        case ast.Constant(value=str(text)):
            return {text.replace("{", "{{").replace("}", "}}")}
        case ast.JoinedStr(values=parts):
            return _joined(of, parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined(of, [left, right])
        case ast.IfExp(body=one, orelse=other):
            return _every(of, [one, other])
        case ast.BoolOp(values=ways):
            return _every(of, ways)
        case ast.Tuple(elts=elements):
            return _every(of, elements)
        case ast.Attribute(attr=name) if name in HANDED_ON:
            return set()
        case ast.Name():
            return _every(of, _values(of, node))
        case ast.Call(func=ast.Name(id=name)):
            made_by = [f for f in of.nodes(ast.FunctionDef) if f.name == name]
            returned = (r.value for f in made_by for r in of.nodes(ast.Return, f) if r.value)
            return _every(of, returned)
    return None


def _every(of: Source, ways: Iterable[ast.expr]) -> set[str] | None:
    each = [texts(of, way) for way in ways]
    if not each or any(found is None for found in each):
        return None
    return {text for found in each for text in found or ()}


def _joined(of: Source, parts: list[ast.expr]) -> set[str]:
    each = [
        texts(of, p) if not isinstance(p, ast.FormattedValue) else _put_in(of, p) for p in parts
    ]
    whole = ("".join(found) for found in product(*(found or {FILLED} for found in each)))
    return {re.sub(r"(\{\}){2,}", FILLED, text) for text in whole}


def _put_in(of: Source, part: ast.FormattedValue) -> set[str]:
    """Return what is filled in: words of ours as they are, all else as "{}"."""
    if part.conversion != -1 or part.format_spec is not None:
        return {FILLED}
    found = _values(of, part.value) if isinstance(part.value, ast.Name) else []
    ways = [way for value in found or [part.value] for way in _ways(value)]
    return {text for way in ways for text in texts(of, way) or {FILLED}}


def _ways(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.BoolOp(values=values):
            return values
    return [value]


def _values(of: Source, name: ast.Name) -> list[ast.expr]:
    """Return what a name is assigned: in the inmost scope that does so, or where it comes from."""
    for scope in of.around(name):
        if found := _assigned(of, scope, name.id):
            return found
    for node in of.nodes(ast.ImportFrom):
        path = ROOT.joinpath(*(node.module or "").split(".")).with_suffix(".py")
        if path.exists() and any(alias.name == name.id for alias in node.names):
            return _assigned(read(path), read(path).tree, name.id)
    return []


def _assigned(of: Source, scope: ast.AST, name: str) -> list[ast.expr]:
    found = []
    for node in of.nodes(ast.Assign, scope):
        for target in node.targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            found += [v for t, v in pairs if isinstance(t, ast.Name) and t.id == name]
    return found
