"""What a process and its children owe to each other: not to outlive the parent, not to hold memory both need."""

import ctypes
import gc
import multiprocessing
import os
import signal
import threading
from multiprocessing import connection

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """From now on this process, one that multiprocessing started, ends when its parent ends, even one that was killed.

    The kernel does it at once on Linux. It ties to the thread that started us, so the end of the parent's pipe is
    watched as well: that holds everywhere, and also for a parent that was gone before we asked.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=(parent.sentinel,), name="parent-watch", daemon=True).start()


def give_back_memory() -> None:
    """What is no longer used goes back to the system before a child needs as much: glibc keeps it otherwise."""
    gc.collect()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
