"""Make a Vendure shop with our storefront and serve it; what takes long is kept under build/.

`python serve.py --goods FILE --state FOLDER`: installs Vendure from package-lock.json unless that
version is there, seeds a database unless one of these goods is there, writes FOLDER/offers.csv,
prints "listening on http://127.0.0.1:N" and serves until ended.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parents[2] / "build" / "vendure"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
SEEDING = ("families.csv", "goods.mjs", "server.mjs")


def main() -> None:
    """Install, seed and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goods", type=Path, required=True)
    parser.add_argument("--state", type=Path, required=True)
    options = parser.parse_args()
    # `make setup` puts Node beside Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    os.environ["PATH"] = path
    # A test run tells nobody that it ran.
    os.environ["VENDURE_DISABLE_TELEMETRY"] = "true"
    folder = installed()
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    database = KEPT / f"shop-{digest([options.goods, *(HERE / name for name in SEEDING)])}.sqlite"
    options.state.mkdir(parents=True, exist_ok=True)
    arguments = [folder / "server.mjs", options.goods, database, options.state.resolve()]
    os.execvp("node", ["node", *map(str, arguments)])


def installed() -> Path:
    """Return a folder with Vendure's packages, as they stand in the lock file."""
    folder = KEPT / f"packages-{digest([HERE / name for name in LOCKED])}"
    if not folder.exists():
        making = KEPT / f"making-{os.getpid()}"
        making.mkdir(parents=True)
        for name in LOCKED:
            shutil.copy(HERE / name, making)
        # No package's own script is run: those that matter bring what they need along.
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=making, check=True)
        try:
            making.rename(folder)
        except OSError:
            # Somebody else has made the same folder meanwhile.
            if not folder.exists():
                raise
            shutil.rmtree(making)
    return folder


def digest(files: list[Path]) -> str:
    """Return a short name for the contents of files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


if __name__ == "__main__":
    main()
