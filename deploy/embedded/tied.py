"""Become another program that the kernel ends together with the process that started it.

Run as a script, `python -I -S tied.py PARENT_PID PROGRAM ARGUMENT…`: a program that is started this way never outlives
its parent, not even one that was killed. No hook between fork and exec is needed, which threads make unsafe.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent, then become the program."""
    parent, program = int(sys.argv[1]), sys.argv[2:]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0):
        sys.exit(f"prctl(PR_SET_PDEATHSIG): {os.strerror(ctypes.get_errno())}")
    if os.getppid() != parent:
        sys.exit("the parent ended before this process was tied to it")
    os.execv(program[0], program)  # noqa: S606 - a program without a shell is the point


if __name__ == "__main__":
    main()
