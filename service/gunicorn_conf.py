"""gunicorn's settings: sync workers behind a proxy; JSON logs in which no address is kept.

The service logs its requests itself (service/logs.py), so gunicorn's access log is off.

Measured on two cores (docs/performance.md): sync workers, two for each core, are the fastest;
threads, reuse_port and a frozen garbage collector were slower or no different. Where the package
gunicorn_h1c is installed (the extra `fast`: it is compiled), gunicorn parses requests with it.
"""

import ctypes
import os
import shutil
import sys
import tempfile
from importlib import import_module
from typing import Any

from service.config import log_level

# Where the workers count for /metrics; before prometheus_client is imported, which looks for it.
_NUMBERS = tempfile.mkdtemp(prefix="kompas-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _NUMBERS

from service.logs import for_gunicorn  # noqa: E402

workers = int(os.environ.get("KOMPAS_WORKERS") or 2 * (os.cpu_count() or 1))
worker_class = "sync"
accesslog = None
errorlog = "-"
loglevel = "warning"
logconfig_dict = for_gunicorn(log_level())
timeout = 30
graceful_timeout = 10
preload_app = False  # each worker makes its own, of modules that they share: on_starting

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h


def on_starting(server: object) -> None:
    """Import the service once, for all workers: that is most of what a start takes."""
    import_module("service.app")


def post_fork(server: object, worker: object) -> None:
    """Let glibc keep the memory of an answer for the next one, not give it back each time."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # musl has none
            mallopt(_M_TRIM_THRESHOLD, 64 << 20)
            mallopt(_M_MMAP_THRESHOLD, 16 << 20)


def child_exit(server: object, worker: Any) -> None:
    """Forget what only a worker that lives can tell."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: object) -> None:
    """Take the workers' counts away; they begin anew with the service."""
    shutil.rmtree(_NUMBERS, ignore_errors=True)
