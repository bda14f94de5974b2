"""Browsers that read a policy of a test's own, with no trace of it left in the system's folders."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Where each browser is compiled to look; there is no switch that makes it look elsewhere.
FOLDERS = {"google-chrome": "/etc/opt/chrome", "microsoft-edge": "/etc/opt/edge"}
CHROMIUM_FOLDER = "/etc/chromium"


def _namespace() -> list[str] | None:
    """Return the command that gives a process mounts of its own; None where it is not permitted."""
    for flags in (["--mount"], ["--mount", "--map-root-user"]):
        command = ["unshare", *flags]
        if (
            shutil.which("unshare")
            and not subprocess.run([*command, "true"], capture_output=True, check=False).returncode
        ):
            return command
    return None


@contextmanager
def chromium_with_policy(executable: Path, policy: str, folder: Path) -> Iterator[Path]:
    """Yield an executable that is this Chromium under a policy, which is a JSON text.

    The policy lies in `folder`, mounted over the system's in a mount namespace that ends with the
    browser. Where no namespace is to be had, as in many containers, root puts one file in the
    system's folder and takes it away again. Anybody else is told what is missing.
    """
    system = Path(FOLDERS.get(executable.name.removesuffix("-stable"), CHROMIUM_FOLDER))
    namespace = _namespace()
    if namespace and system.is_dir():
        managed = folder / "policies" / "managed"
        managed.mkdir(parents=True)
        (managed / "kompas.json").write_text(policy, encoding="utf-8")
        start = folder / "chromium-with-policy"
        start.write_text(
            "#!/bin/sh\n"
            f"exec {' '.join(namespace)} sh -c '"
            f'mount --bind "{folder}" {system} && exec "{executable}" --no-sandbox "$@"'
            '\' sh "$@"\n',
            encoding="utf-8",
        )
        start.chmod(start.stat().st_mode | stat.S_IXUSR)
        yield start
        return
    if os.geteuid() != 0:
        pytest.fail(
            f"{executable} reads its policy from {system} alone. This test needs root, or that "
            "folder and leave to make a mount namespace (unshare --mount --map-root-user)."
        )
    managed = system / "policies" / "managed"
    made = [path for path in (managed, managed.parent, system) if not path.exists()]
    file = managed / f"kompas-test-{os.getpid()}.json"
    managed.mkdir(parents=True, exist_ok=True)
    file.write_text(policy, encoding="utf-8")
    try:
        yield executable
    finally:
        file.unlink()
        for path in made:
            path.rmdir()


def firefox_with_policy(executable: Path, policy: str, folder: Path) -> Path:
    """Return a Firefox in `folder` that is this one with a policies.json of its own beside it.

    Only the executable is copied, since Firefox looks beside it; all else are links. It needs no
    rights, and nothing outside `folder` is touched.
    """
    original = executable.resolve()
    copy = folder / original.name
    for part in original.parent.iterdir():
        if part.name == original.name:
            shutil.copy2(part, copy)
        elif part.name != "distribution":
            (folder / part.name).symlink_to(part)
    (folder / "distribution").mkdir()
    (folder / "distribution" / "policies.json").write_text(policy, encoding="utf-8")
    return copy
