"""The file of every rejection that an import wrote, as it is sent to somebody who reads Danish."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from service.admin.danish import danish
from service.importers.report import HEADER, inert

TOLD = [HEADER.index(name) for name in ("place", "reason", "remedy")]


def in_danish(file: Path) -> Iterator[str]:
    """Yield a report's lines with its errors in Danish; the columns keep the names they have."""
    out = StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")  # spreadsheets take it for UTF-8 by this
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        writer.writerow(next(rows, HEADER))
        yield out.getvalue()
        for row in rows:
            out.seek(0)
            out.truncate()
            writer.writerow(inert(danish(c)) if i in TOLD else c for i, c in enumerate(row))
            yield out.getvalue()
