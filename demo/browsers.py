"""Find a Chromium and a Firefox on this machine, or get them.

`python -m demo.browsers list` prints what was found; `python -m demo.browsers install` gets what
is missing: by apt where there is apt and root, else by Playwright.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

Kind = Literal["chromium", "firefox"]
KINDS: tuple[Kind, ...] = ("chromium", "firefox")

VARIABLES: dict[Kind, str] = {"chromium": "KOMPAS_CHROMIUM", "firefox": "KOMPAS_FIREFOX"}
NAMES: dict[Kind, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser", "microsoft-edge", "microsoft-edge-stable"),
    "firefox": ("firefox-esr", "firefox"),
}
APPLICATIONS: dict[Kind, tuple[str, ...]] = {
    "chromium": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "firefox": ("/Applications/Firefox.app/Contents/MacOS/firefox",),
}
PLAYWRIGHT: dict[Kind, tuple[str, ...]] = {
    "chromium": (
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    ),
    "firefox": ("firefox-*/firefox/firefox", "firefox-*/firefox/*.app/Contents/MacOS/firefox"),
}
# Branded Chrome from version 137 ignores --load-extension, so it is good for looking at a shop,
# not for showing the extension without a person's help. It never counts as found for an install.
LAST_RESORT = ("google-chrome", "google-chrome-stable")
PACKAGES: dict[Kind, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser"),
    "firefox": ("firefox-esr", "firefox"),
}
LOG = Path("build/browsers.log")


class BrowserMissingError(RuntimeError):
    """No usable browser of a kind on this machine; the message says how to get one."""


def find(kind: Kind) -> Path | None:
    """Return the browser's executable, or None. The environment's choice comes first.

    Raises BrowserMissingError when KOMPAS_CHROMIUM or KOMPAS_FIREFOX names what cannot be run.
    """
    chosen = os.environ.get(VARIABLES[kind])
    if chosen:
        resolved = shutil.which(chosen)
        if resolved is None:
            raise BrowserMissingError(f"{VARIABLES[kind]}={chosen} cannot be run on this machine")
        return Path(resolved)
    return next(_candidates(kind), None)


def _candidates(kind: Kind) -> Iterator[Path]:
    for name in NAMES[kind]:
        found = shutil.which(name)
        if found:
            yield Path(found)
    for place in APPLICATIONS[kind]:
        if os.access(place, os.X_OK):
            yield Path(place)
    for folder in _playwright_folders():
        for pattern in PLAYWRIGHT[kind]:
            # The newest download has the highest number in its folder's name.
            yield from sorted(folder.glob(pattern), key=lambda p: (len(str(p)), p), reverse=True)


def _playwright_folders() -> list[Path]:
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    usual = [".cache/ms-playwright", "Library/Caches/ms-playwright"]
    return [Path(chosen)] if chosen else [Path.home() / folder for folder in usual]


def last_resort() -> Path | None:
    """Return a branded Chrome, which opens pages but may refuse to load an unpacked extension."""
    return next((Path(found) for name in LAST_RESORT if (found := shutil.which(name))), None)


def require(kind: Kind) -> Path:
    """Return the browser's executable or raise BrowserMissingError, saying how to get one."""
    found = find(kind)
    if found is None:
        raise BrowserMissingError(
            f"No {kind} was found. Run `python -m demo.browsers install`, install {kind} with the "
            f"system's package manager, or set {VARIABLES[kind]} to its executable."
        )
    return found


def version(executable: Path) -> str:
    """Return what the browser says of itself, such as "Chromium 156.0.8078.79"."""
    answer = subprocess.run(
        [str(executable), "--version"], capture_output=True, text=True, timeout=30, check=False
    )
    return answer.stdout.strip() or "unknown version"


def missing() -> list[Kind]:
    """Return the kinds that are not on this machine."""
    return [kind for kind in KINDS if find(kind) is None]


def install(log: Path = LOG) -> None:
    """Get each browser that is missing; at once and silent where none is.

    What apt and Playwright say goes to `log`. Raises BrowserMissingError when one cannot be had.
    """
    wanted = missing()
    if not wanted:
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    print(f"Installing {' and '.join(wanted)} (output in {log}) …", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run(["apt-get", "update"], log)
        for kind in wanted:
            # Debian and Ubuntu use different names; the first that leads to a browser will do.
            for package in PACKAGES[kind]:
                if find(kind) is None:
                    _run(["apt-get", "install", "-y", package], log)
    for kind in missing():
        _run([sys.executable, "-m", "playwright", "install", kind], log)
    for kind in wanted:
        require(kind)


def _run(command: Sequence[str], log: Path) -> None:
    # A failure is not final here: the next way is tried, and `require` has the last word.
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(command)}\n".encode())
        output.flush()
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )


def main(arguments: Sequence[str]) -> int:
    """Run `list` or `install`; return the exit status."""
    try:
        if list(arguments) == ["install"]:
            install()
        elif list(arguments) == ["list"]:
            for kind in KINDS:
                found = find(kind)
                print(f"{kind:9} {found} ({version(found)})" if found else f"{kind:9} not found")
        else:
            print("usage: python -m demo.browsers [list | install]", file=sys.stderr)
            return 2
    except BrowserMissingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
