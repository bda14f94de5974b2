"""The secret that signs cookies and forms: given, or made once and kept beside the workspace."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from scoring.errors import KompasError

FILE = "secret.key"


def kept(folder: Path) -> str:
    """Return the secret of a folder; of several workers that start together one makes it.

    Raises:
        KompasError: where it can be neither read nor written.
    """
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            own = path.with_suffix(f".{os.getpid()}")
            own.touch(mode=0o600)
            own.write_text(secrets.token_urlsafe(48), "utf-8")
            try:
                os.link(own, path)  # fails where another worker was first
            except FileExistsError:
                pass
            finally:
                own.unlink()
        return path.read_text("utf-8")
    except OSError as error:
        raise KompasError(
            str(path),
            f"cannot be used: {error}.",
            "Check the folder's rights, or set KOMPAS_SECRET.",
        ) from None
