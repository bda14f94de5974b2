"""Make a django-oscar shop in an empty folder and serve it.

`python serve.py --state FOLDER [--port N]`: creates tables, seeds, indexes, writes
FOLDER/offers.csv, prints "listening on http://127.0.0.1:N" and serves until ended.
"""

import argparse
import logging
import os
import sys
from pathlib import Path


def main() -> None:
    """Make the shop and serve it on 127.0.0.1; port 0 finds a free one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    os.environ["OSCAR_STATE"] = str(options.state.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop_settings"
    sys.path.insert(0, str(Path(__file__).parent))

    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from shop_seed import seed
    from werkzeug.serving import make_server

    call_command("migrate", run_syncdb=True, verbosity=0)
    seed(options.state / "offers.csv")
    # Oscar lists what the search index holds, so without this its listings are empty.
    call_command("update_index", verbosity=0)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", options.port, application, threaded=True)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
