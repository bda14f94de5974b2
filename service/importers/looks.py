"""What a file looks like: enough of its content to tell which source it is from."""

from __future__ import annotations

from pathlib import Path

from service.importers.base import Sample
from service.importers.safe import BOM, ZIP, check_zip, open_bytes, open_zip, refuse
from service.importers.workbook import first_rows, is_workbook

HEAD = 16_384  # bytes


def sample(file: Path) -> Sample:
    """Return what a file looks like; its name and ending are not looked at.

    Raises:
        KompasError: where it cannot be read, is empty or breaks a limit.
    """
    with open_bytes(file) as stream:
        head = stream.read(HEAD)
    if not head.strip():
        raise refuse(file, "is empty.", "Download it again.")
    if not head.startswith(ZIP):
        return Sample(head)
    with open_zip(file) as archive:
        members = check_zip(file, archive)
        names = tuple(member.filename for member in members)
        if is_workbook(archive):
            return Sample(head, names, sheets=first_rows(file))
        inner = b""
        if members:
            with archive.open(members[0]) as first:
                inner = first.read(HEAD).removeprefix(BOM)
        return Sample(head, names, inner=inner)
