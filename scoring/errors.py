"""The one exception family of the project."""

from __future__ import annotations


class KompasError(Exception):
    """Something the user can mend: names the place, the value and the remedy.

    Attributes:
        place: where it is, such as ``groups.laptop.criteria[2].weight`` or ``file.csv:12``.
        problem: what is wrong, with the offending value.
        remedy: what to do next.
    """

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem} {remedy}".strip())
        self.place = place
        self.problem = problem
        self.remedy = remedy


class RulesetError(KompasError):
    """A ruleset that cannot be used."""


class EvidenceError(KompasError):
    """Evidence that cannot be used."""


class IdentifierError(KompasError):
    """An identifier that cannot be used.

    Attributes:
        code: a short stable name for programs, such as ``gtin_check_digit``.
    """

    def __init__(self, code: str, place: str, problem: str, remedy: str) -> None:
        super().__init__(place, problem, remedy)
        self.code = code
