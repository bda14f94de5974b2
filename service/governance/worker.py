"""A job's process, started by `jobs.start`: FOLDER JOB LOCK, the lock's descriptor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from scoring.errors import KompasError
from service.curation.search import catch_up
from service.governance.jobs import resume


def main(folder: str, job: str, lock: str) -> int:
    """Run a job of a folder, holding its lock's descriptor; return the exit code."""
    try:
        resume(Path(folder), int(job))
        os.close(int(lock))  # the next may begin: the index can take minutes
        catch_up(Path(folder))
    except KompasError as error:
        print(f"job {job}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
