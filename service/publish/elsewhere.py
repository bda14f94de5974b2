"""Work in a second process: a snapshot's languages are worded side by side."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

from scoring.errors import KompasError

Made = TypeVar("Made")


@contextmanager
def elsewhere(make: Callable[[], Iterator[Made]]) -> Iterator[Iterator[Made]]:
    """Run a generator in a forked process and give what it yields, in order.

    It is made ahead of its reader by one. What it needs it has by the fork, unpickled; what it
    yields comes back through a pipe.

    Raises:
        KompasError: while reading, where the process ends early.
    """
    fork = multiprocessing.get_context("fork")
    reader, writer = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(make, reader, writer), daemon=True)
    process.start()
    writer.close()
    try:
        yield _received(reader)
    finally:
        reader.close()
        process.kill()
        process.join()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep the garbage collector from walking millions of rows that hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _send(make: Callable[[], Iterator[Made]], reader: Connection, writer: Connection) -> None:
    reader.close()  # so that writing fails as soon as the one who reads is gone
    with writer:
        for made in make():
            writer.send((made,))
        writer.send(None)


def _received(reader: Connection) -> Iterator[Made]:
    while True:
        try:
            said = reader.recv()
        except EOFError:
            raise KompasError(
                "publish",
                "the second process ended early.",
                "Look for a lack of memory; try again.",
            ) from None
        if said is None:
            return
        yield said[0]
