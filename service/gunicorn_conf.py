"""gunicorn's settings: sync workers behind a proxy; no access log, so no address is kept.

Measured on two cores (docs/performance.md): sync workers with the C parser are the fastest;
threads, reuse_port and a frozen garbage collector were slower or no different.
"""

import ctypes
import os
import sys

workers = int(os.environ.get("KOMPAS_WORKERS", "2"))
worker_class = "sync"
http_parser = "fast"  # gunicorn_h1c; without it gunicorn refuses to start, and says so
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
