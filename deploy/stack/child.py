"""Runs a program as a child that gives up root, dies with its parent and leads its own session, then becomes it.

A script of its own, run as `python -I -S child.py <parent pid> <death signal> <user or -> <program> …`, because doing
this between fork and exec of a program with threads can deadlock.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>; other systems have no such thing, there the next start ends what was left over


def main(parent: int, death_signal: int, user: str, program: list[str]) -> None:
    """Never returns: the process becomes `program`."""
    if user != "-":
        account = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)  # after setuid, which forgets it
    if os.getppid() != parent:  # the parent died before the line above
        sys.exit(1)
    os.execvp(program[0], program)  # noqa: S606 - the program is the caller's own command line


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
