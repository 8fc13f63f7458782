"""Work on what strangers wrote, in a process of its own: whatever it does, there is an answer or a reason in time.

The engine has its own limits of depth, steps and size. This is the last guard behind them: the kernel ends a worker
that takes too long, memory is bounded, and a worker that dies is an answer too.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECONDS = 8.0
MEMORY = 1 << 30
ROOM = MEMORY // 2  # at least this much is left to the worker of a parent that is large itself, as a test run is
MESSAGE = 1_900  # bytes that a reason takes at most
_HEAD = struct.Struct(">BII")


class Refused(Exception):  # noqa: N818 (an answer to the caller, not a fault)
    """What was asked cannot be done; the message says why."""


@dataclass(frozen=True)
class Reply:
    """What a command ends with: its exit code, its standard output, its standard error."""

    code: int
    out: bytes = b""
    err: bytes = b""


Work = Callable[[bytes], Reply]


def refusal(reason: object) -> Reply:
    """The reply that says why: one message of 10 to 2,000 bytes."""
    text = f"tongban: {reason}".strip().encode("utf-8", "replace")
    if len(text) > MESSAGE:
        text = text[:MESSAGE].decode("utf-8", "ignore").encode() + b" ..."
    return Reply(1, b"", text + b"\n")


def answered(work: Work, request: bytes) -> Reply:
    """The reply of some work; every way in which it can fail is a refusal."""
    try:
        return work(request)
    except (MemoryError, SystemError):  # CPython says SystemError when it finds no memory for a frame
        pass  # answered below, when what filled the memory is gone
    except RecursionError:
        return refusal("nested too deep for this machine's stack")
    except (Refused, ValueError, LookupError, OSError) as error:
        return refusal(error.args[0] if isinstance(error, LookupError) and error.args else error)
    except Exception as error:  # noqa: BLE001 (nothing that a stranger writes may end in a traceback)
        return refusal(f"the engine failed: {type(error).__name__}: {error}")
    return HUNGRY


HUNGRY = refusal(f"this needs more memory than {MEMORY >> 30} GiB")


class Worker:
    """A process that works; a new one takes its place when it dies."""

    def __init__(self, work: Work, seconds: float = SECONDS) -> None:
        self.work, self.seconds = work, seconds
        self.process = 0

    def ask(self, request: bytes) -> Reply:
        """The reply to one request, a refusal when the worker was ended over it."""
        if not self.process:
            self._start()
        try:
            _put(self._requests, struct.pack(">I", len(request)) + request)
            code, out, err = _HEAD.unpack(_take(self._replies, _HEAD.size))
            reply = Reply(code, _take(self._replies, out), _take(self._replies, err))
        except (EOFError, BrokenPipeError):
            return refusal(self._ended())
        return reply

    def close(self) -> None:
        """Ends the worker."""
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            self._ended()

    def _start(self) -> None:
        theirs, self._requests = os.pipe()
        self._replies, answers = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            os.close(self._requests)
            os.close(self._replies)
            self._serve(theirs, answers)
        os.close(theirs)
        os.close(answers)

    def _ended(self) -> str:
        """Waits for the worker and says why it ended."""
        os.close(self._requests)
        os.close(self._replies)
        _, status = os.waitpid(self.process, 0)
        self.process = 0
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number == signal.SIGALRM:
            return f"this takes longer than {self.seconds:g} s"
        name = signal.Signals(number).name if number else f"exit {os.WEXITSTATUS(status)}"
        return f"the engine was ended over this ({name}); it is too large or too deep"

    def _serve(self, requests: int, answers: int) -> None:
        """Works in the child until there are no more requests; never returns."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel ends what Python cannot interrupt
        _bounded(resource.RLIMIT_AS, max(MEMORY, _held() + ROOM))
        _bounded(resource.RLIMIT_CORE, 0)
        code = 1
        try:
            while True:
                (size,) = struct.unpack(">I", _take(requests, 4))
                request = _take(requests, size)
                signal.setitimer(signal.ITIMER_REAL, self.seconds)
                reply = answered(self.work, request)
                signal.setitimer(signal.ITIMER_REAL, 0)
                _put(answers, _HEAD.pack(reply.code, len(reply.out), len(reply.err)) + reply.out + reply.err)
        except EOFError:
            code = 0
        finally:
            os._exit(code)


def _held() -> int:
    """The address space that this process has, in bytes; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 0


def _bounded(kind: int, limit: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _put(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _take(descriptor: int, size: int) -> bytes:
    parts = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def replied(worker: Worker, request: bytes = b"") -> Reply:
    """The reply of a worker that is asked once."""
    try:
        return worker.ask(request)
    except KeyboardInterrupt:
        return refusal("interrupted")
    finally:
        worker.close()


def once(work: Work, request: bytes = b"") -> int:
    """Runs a command in a worker, prints its reply and returns the exit code."""
    return printed(replied(Worker(work), request))


def printed(reply: Reply) -> int:
    """Prints a reply past Python's buffers, so that a closed pipe is noticed here and not at the end."""
    try:
        _put(1, reply.out)
    except OSError as error:
        reply = refusal(f"standard output cannot be written: {error.strerror}")
    try:
        _put(2, reply.err)
    except OSError:
        return 1
    return reply.code


def input_bytes(limit: int) -> bytes:
    """All of standard input. Raises Refused beyond so many bytes."""
    if sys.stdin is None:
        raise Refused("standard input is closed")
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise Refused(f"standard input has more than {limit} bytes")
    return data
