"""Serve the demo shop: `python -m demo.shop --port 8081`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from werkzeug.serving import make_server

from demo.shop import create_app

CATALOGUE = Path(__file__).parents[2] / "service" / "catalogue"


def main() -> None:
    """Serve on 127.0.0.1 until ended, after one line that says where."""
    parser = argparse.ArgumentParser(prog="python -m demo.shop", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 finds a free one")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE, help="folder of the CSV files")
    parser.add_argument("--language", choices=("da", "en"), default="da")
    options = parser.parse_args()
    # One line per request is of no use to whoever looks at the demo.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_app(options.catalogue, options.language)
    server = make_server("127.0.0.1", options.port, app, threaded=True)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
