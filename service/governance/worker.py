"""A job's process: `python -m service.governance.worker FOLDER JOB`, started by `jobs.start`."""

from __future__ import annotations

import sys
from pathlib import Path

from scoring.errors import KompasError
from service.curation.search import catch_up
from service.governance.jobs import resume


def main(folder: str, job: str) -> int:
    """Run a job of a folder; return the exit code."""
    try:
        resume(Path(folder), int(job))
        catch_up(Path(folder))
    except KompasError as error:
        print(f"job {job}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
