"""Writes a snapshot: a fresh folder aside, keys sorted, all synced, then renamed into place."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scoring.errors import KompasError
from service.store.answers_file import AnswerRow, AnswersWriter
from service.store.columns_file import COLUMNS, Arrays, write_columns
from service.store.keys_file import Hashes, write_keys

CURRENT = "snapshot"  # a symbolic link to the newest snapshot-<hash>
KEYS, META, TERMS, SHOPS = "keys", "meta.json", "terms.json", "shops.json"
NO_SHOPS = b'{"shops":[],"adapters":[]}'
KEPT = 3
BUILDING = ".building-"
LOCK = ".publishing"
TermRow = tuple[str, str, str, str]  # kind, term, value, more: the index for matching texts


@dataclass(frozen=True, slots=True)
class SnapshotContent:
    """What a snapshot holds.

    Attributes:
        meta: name -> value; "matches" is the JSON list that the keys' matches count in.
        answers: language -> its rows by number from 0, in blocks, as many for each language.
            Swaps hold a line per shop: the shop's id, a tab, the JSON list of alternatives.
        keys: hashes and where they lead, see `keys_file`.
        columns: what the scores were computed from; see `columns_file`.
        shops: the answer of /api/v1/shops.
    """

    meta: Mapping[str, str]
    answers: Mapping[str, Iterable[Sequence[AnswerRow]]]
    keys: tuple[Hashes, Hashes]
    terms: Iterable[TermRow] = ()
    columns: Arrays = field(default_factory=dict)
    shops: bytes = NO_SHOPS


def write_snapshot(folder: Path, content: SnapshotContent) -> Path:
    """Build a snapshot in a folder and make it the current one; return its path.

    Until the last rename the old snapshot goes on serving, whatever goes wrong.

    Raises:
        KompasError: where the disk is full or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _write(folder, content)
    except OSError as error:
        raise KompasError(
            str(folder),
            f"the snapshot was not published: {error}.",
            "Free some disk space or correct the folder's rights; the old snapshot still serves.",
        ) from None


def kept_snapshots(folder: Path) -> dict[Path, dict[str, str]]:
    """Return the snapshots that a folder keeps, the newest first, and their meta."""
    paths = [path for path in folder.glob("snapshot-*") if (path / META).is_file()]
    paths.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return {path: json.loads((path / META).read_text("utf-8")) for path in paths}


def point_back(folder: Path, ruleset_hash: str, day: str) -> Path | None:
    """Make the newest kept snapshot of a ruleset the current one, if one is valid on a day.

    Raises:
        KompasError: where a publish is running, or the folder cannot be written.
    """
    try:
        with _alone(folder):
            for path, meta in kept_snapshots(folder).items():
                if meta["ruleset_hash"] == ruleset_hash and day <= meta["expires"]:
                    _point_at(folder, path)
                    return path
    except (OSError, ValueError, KeyError) as error:
        raise KompasError(
            str(folder),
            f"no kept snapshot could be put back: {error!r}.",
            "Correct the folder's rights; the current snapshot still serves.",
        ) from None
    return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and clear away what a publish that was killed left behind."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KompasError(
                str(folder), "another publish is running here.", "Wait until it has ended."
            ) from None
        for left in folder.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def answers_of(snapshot: Path, language: str) -> Path:
    """Return where a snapshot's answers in a language lie."""
    return snapshot / f"answers.{language}"


def _write(folder: Path, content: SnapshotContent) -> Path:
    building = Path(tempfile.mkdtemp(dir=folder, prefix=BUILDING))
    try:
        _fill(building, content)
        final = folder / f"snapshot-{_sealed(building)[:16]}"
        building.chmod(0o755)
        if not final.exists():  # the very same content may be there already
            building.rename(final)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _point_at(folder, final)
    _tidy(folder, final)
    return final


def _fill(building: Path, content: SnapshotContent) -> None:
    with ExitStack() as stack:
        writers = [
            stack.enter_context(AnswersWriter(answers_of(building, language)))
            for language in content.answers
        ]
        for blocks in zip(*content.answers.values(), strict=True):
            for writer, rows in zip(writers, blocks, strict=True):
                writer.add(rows)
    write_keys(building / KEYS, *content.keys)
    write_columns(building / COLUMNS, content.columns)
    (building / SHOPS).write_bytes(content.shops)
    for name, value in ((META, content.meta), (TERMS, sorted(set(content.terms)))):
        (building / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")


def _sealed(building: Path) -> str:
    """Sync all files and let everybody read them; return the hash of names and contents."""
    seal = hashlib.sha256()
    for path in sorted(building.iterdir()):
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        seal.update(f"{path.name} {digest}\n".encode())
        path.chmod(0o644)
    _sync_folder(building)
    return seal.hexdigest()


def _point_at(folder: Path, final: Path) -> None:
    link = folder / f".link-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.replace(folder / CURRENT)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tidy(folder: Path, final: Path) -> None:
    """Keep the current snapshot and the newest before it, KEPT in all."""
    old = [path for path in folder.glob("snapshot-*") if path != final]
    old.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in old[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
