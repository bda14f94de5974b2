"""A copy of the built extension that already knows its service and its shops."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SOURCE = Path(__file__).parent.parent / "extension"
# What a browser has no use for; everything else beside the manifest belongs to the package.
LEFT_OUT = ("src", "shops", "node_modules", "build.mjs", "tsconfig.json", "*-harness.js")


class ExtensionNotBuiltError(RuntimeError):
    """extension/dist/ is missing; the message names the command that makes it."""


def match_pattern(origin: str, *, ports: bool = True) -> str:
    """Return the match pattern of an origin such as "http://127.0.0.1:8081".

    Firefox knows no ports in match patterns: there `ports=False` grants the host on every port.
    """
    parts = urlsplit(origin)
    host = parts.netloc if ports else parts.hostname
    return f"{parts.scheme}://{host}/*"


def configured_copy(
    dest: Path,
    service_url: str,
    shop_origins: Iterable[str],
    language: str = "da",
    *,
    ports: bool = True,
    source: Path = SOURCE,
) -> Path:
    """Copy the built extension to `dest`, pointed at `service_url` and granted the shops' origins.

    `service_url` and `shop_origins` are origins with scheme and port; `language` is "da", "en" or
    "auto". Returns `dest`. Raises ExtensionNotBuiltError where there is nothing built to copy.
    """
    if not (source / "dist" / "background.js").exists():
        raise ExtensionNotBuiltError(
            f"{source}/dist is not built: run `npm run build` (or `make setup`)"
        )
    shutil.rmtree(dest, ignore_errors=True)
    shutil.copytree(source, dest, ignore=shutil.ignore_patterns(*LEFT_OUT))
    manifest: dict[str, Any] = json.loads((dest / "manifest.json").read_text(encoding="utf-8"))
    granted = [match_pattern(origin, ports=ports) for origin in (*shop_origins, service_url)]
    manifest["host_permissions"] = list(dict.fromkeys(granted))
    _write(dest / "manifest.json", manifest)
    _write(dest / "dist" / "defaults.json", {"service": service_url, "language": language})
    return dest


def _write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
