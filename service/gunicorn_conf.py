"""gunicorn's settings: sync workers behind a proxy; no access log, so no address is kept.

Measured on two cores (docs/performance.md): sync workers, two for each core, are the fastest;
threads, reuse_port and a frozen garbage collector were slower or no different. Where the package
gunicorn_h1c is installed (the extra `fast`: it is compiled), gunicorn parses requests with it.
"""

import ctypes
import os
import sys

workers = int(os.environ.get("KOMPAS_WORKERS") or 2 * (os.cpu_count() or 1))
worker_class = "sync"
accesslog = None
errorlog = "-"
loglevel = "warning"
timeout = 30
graceful_timeout = 10
preload_app = False

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h


def post_fork(server: object, worker: object) -> None:
    """Let glibc keep the memory of an answer for the next one, not give it back each time."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # musl has none
            mallopt(_M_TRIM_THRESHOLD, 64 << 20)
            mallopt(_M_MMAP_THRESHOLD, 16 << 20)
