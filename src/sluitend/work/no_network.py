"""Takes the network away from a process, for good: what it reads cannot leave the machine, whatever a library does.

On Linux (x86-64, where the model runs) the kernel refuses the calls, also to code that is not Python's. Everywhere
Python's own sockets are refused by an audit hook, which cannot be taken off.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from typing import Any

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2  # prctl(2)
_ARCH_X86_64 = 0xC000003E
# Numbers of system calls on x86-64: socket, connect, accept, sendto, sendmsg, bind, listen, socketpair, accept4,
# sendmmsg, io_uring_setup.
_CALLS = (41, 42, 43, 44, 46, 49, 50, 53, 288, 307, 425)
_X32 = 0x40000000  # the same calls by another door
# struct seccomp_data: nr at 0, arch at 4. Instructions of classic BPF: code, jump if true, jump if false, k.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # EPERM


def give_up_network() -> bool:
    """Do it, and say whether the kernel holds it (else Python alone does). Nothing gives it back."""
    sys.addaudithook(_refuse_sockets)
    if not (sys.platform.startswith("linux") and platform.machine() == "x86_64"):
        return False
    program = _program()
    code = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))  # struct sock_fprog
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.create_string_buffer(header), 0, 0) == 0)


def _program() -> bytes:
    """Another architecture is killed; the calls above are refused; the rest may pass."""
    to_refuse = len(_CALLS) + 1  # jumps from the first comparison to the last line
    lines = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, _ARCH_X86_64),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, to_refuse, 0, _X32),
        *((_EQUAL, to_refuse - 1 - place, 0, call) for place, call in enumerate(_CALLS)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _refuse_sockets(event: str, _arguments: Any) -> None:
    if event.startswith("socket."):
        raise PermissionError("this process has no network")
