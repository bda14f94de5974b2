"""gunicorn's settings: sync workers behind a proxy; no access log, so no address is kept."""

import os

workers = int(os.environ.get("KOMPAS_WORKERS", "2"))
worker_class = "sync"
accesslog = None
errorlog = "-"
loglevel = "warning"
timeout = 30
graceful_timeout = 10
preload_app = False
