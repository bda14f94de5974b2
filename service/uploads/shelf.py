"""Where uploaded files wait: a private folder in the workspace, one folder for each upload.

Nothing in it is named by whoever sent the file. What is known of an upload stands in its
`state.json`, written aside and put in place. Whoever works on an upload holds its lock, which the
system lets go when that process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from scoring.errors import KompasError
from scoring.identifiers import visible

LASTS = 24 * 3600  # seconds that an upload is kept
MOST = 20  # uploads that wait at a time
PIECE = 1 << 20  # bytes that are copied at a time
TRIES, WAIT = 20, 0.02  # for the lock, which a look at it holds for a moment
TOKEN = re.compile(r"[0-9a-f]{32}")
Stage = Literal["ready", "running", "tried", "done", "failed"]


class BusyError(Exception):
    """Somebody works on the upload already."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What is known of an upload.

    Attributes:
        token: its name on the shelf, which nobody can guess.
        source, shop: what it is to be imported as.
        name: what the sender called the file; shown, and never used as a path.
        hash, size: SHA-256 and bytes of the file.
        user: who sent it; at: when.
        columns, options: how it is read, as in a mapping file.
        stage: "running" while a child works on it; "tried" after a dry run, "done" after the
            import.
        real: whether the run is the import and no dry run.
        rows: how many have been read so far; began: when the run did.
        report: counts and first rejections of the last run that ended well.
        error: place, problem and remedy of the last run that did not.
    """

    token: str
    source: str
    shop: str
    name: str
    hash: str
    size: int
    user: str
    at: str
    columns: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    stage: Stage = "ready"
    real: bool = False
    rows: int = 0
    began: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    error: dict[str, str] = field(default_factory=dict)


class Shelf:
    """The uploads of a workspace's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "uploads"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def file(self, token: str) -> Path:
        """Return where an upload's bytes are."""
        return self._place(token) / f"{token}.upload"

    def rejections(self, token: str) -> Path:
        """Return where an upload's rejections are, once it was run."""
        return self._place(token) / "rejections.csv"

    def keep(self, stream: IO[bytes], *, name: str, source: str, shop: str, user: str) -> Upload:
        """Copy a file onto the shelf, piece by piece, and return what is known of it.

        Raises:
            KompasError: for an empty file, or where there is no room for it.
        """
        self.sweep()
        if len(self.every()) >= MOST:
            raise KompasError(
                "uploads", f"{MOST} files wait already.", "Import or drop some of them first."
            )
        token = secrets.token_hex(16)
        place = self._place(token)
        shown = visible(name.replace("\\", "/").rsplit("/", 1)[-1])[:120] or "upload"
        try:
            place.mkdir(mode=0o700)
            digest, size = hashlib.sha256(), 0
            with self.file(token).open("xb") as out:
                while piece := stream.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
                    out.write(piece)
            if not size:
                raise KompasError(shown, "is empty.", "Choose another file.")
            upload = Upload(token, source, shop, shown, digest.hexdigest(), size, user, now())
            self.write(upload)
        except OSError as error:
            shutil.rmtree(place, ignore_errors=True)
            raise KompasError(
                "uploads", f"cannot be written: {error.strerror}.", "Free some disk space."
            ) from None
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return upload

    def find(self, token: str) -> Upload | None:
        """Return an upload, None where there is none; one whose child died has failed."""
        if not TOKEN.fullmatch(token):
            return None
        try:
            found = Upload(**json.loads((self._place(token) / "state.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        if found.stage == "running" and not self.busy(token):
            again = json.loads((self._place(token) / "state.json").read_text("utf-8"))
            found = Upload(**again)  # it may have ended well between the two looks
            if found.stage == "running":
                found = replace(found, stage="failed", error={"problem": "died"})
        return found

    def every(self) -> list[Upload]:
        """Return all uploads, the newest first."""
        found = (self.find(place.name) for place in self.folder.iterdir())
        return sorted((u for u in found if u), key=lambda u: u.at, reverse=True)

    def write(self, upload: Upload) -> None:
        """Write down what is known of an upload."""
        place = self._place(upload.token)
        aside = place / f"state.{os.getpid()}"
        aside.write_text(json.dumps(asdict(upload), ensure_ascii=False), "utf-8")
        aside.replace(place / "state.json")

    def drop(self, token: str) -> None:
        """Remove an upload.

        Raises:
            BusyError: while somebody works on it.
        """
        with self.lock(token):
            shutil.rmtree(self._place(token), ignore_errors=True)

    def forget_file(self, token: str) -> None:
        """Remove an upload's bytes and keep what is known of it."""
        self.file(token).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove the uploads that are older than a day and that nobody works on."""
        for place in list(self.folder.iterdir()):
            if TOKEN.fullmatch(place.name) and time.time() - place.stat().st_mtime > LASTS:
                try:
                    self.drop(place.name)
                except (BusyError, OSError):
                    continue

    def lock(self, token: str) -> IO[bytes]:
        """Return the lock of an upload, held until the file is closed by all who have it.

        Raises:
            BusyError: where somebody else holds it, or there is no such upload.
        """
        try:
            handle = (self._place(token) / "lock").open("ab")
        except OSError:
            raise BusyError from None
        for _ in range(TRIES):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except OSError:
                time.sleep(WAIT)
        handle.close()
        raise BusyError

    def busy(self, token: str) -> bool:
        """Tell whether somebody works on an upload."""
        try:
            with (self._place(token) / "lock").open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

    def _place(self, token: str) -> Path:
        assert TOKEN.fullmatch(token), "callers ask `find` first"
        return self.folder / token


def now() -> str:
    """Return the time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
