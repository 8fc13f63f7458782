"""Keeps the worker process: one for each process of the site, restarted after a fault, ended at a time limit."""

from __future__ import annotations

import atexit
import base64
import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tongban.trust.signatures import keyring
from tongban.trust.signatures.verdicts import Verdict, verdict

LIMIT = 10.0  # seconds for one file, waiting for those before it included
_SOURCES = Path(__file__).resolve().parents[3]


class _Watch:
    """Kills a process after so many seconds, unless it is over by then: one or the other, never both."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.process = process
        self.late = self._over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def _kill(self) -> None:
        with self._lock:
            if not self._over:
                self.late = True
                self.process.kill()

    def over(self) -> bool:
        """Ends the watch; whether the process was killed."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            return self.late


class Worker:
    """A worker process. `command` is what starts it."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "tongban.trust.signatures.worker")) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            # No more than it needs: the node's settings and secrets are none of its business.
            environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_SOURCES)}
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
        return self._process

    def ask(self, header: dict[str, Any], pdf: bytes, *, limit: float) -> dict[str, Any]:
        """The worker's answer; the code `too_long` or `failed` when there is none."""
        end = time.monotonic() + limit
        if not self._lock.acquire(timeout=limit):
            return {"codes": ["too_long"]}
        try:
            return self._asked(header, pdf, end)
        finally:
            self._lock.release()

    def _asked(self, header: dict[str, Any], pdf: bytes, end: float) -> dict[str, Any]:
        left = end - time.monotonic()
        if left <= 0:
            return {"codes": ["too_long"]}
        watch = _Watch(self._running(), left)
        try:
            return self._exchange(watch.process, header, pdf)
        except (OSError, ValueError):
            self.stop()
            return {"codes": ["too_long" if watch.late else "failed"]}
        finally:
            if watch.over():
                self.stop()

    def _exchange(self, process: subprocess.Popen[bytes], header: dict[str, Any], pdf: bytes) -> dict[str, Any]:
        if process.stdin is None or process.stdout is None:
            raise OSError("the worker has no streams")
        process.stdin.write(json.dumps({**header, "size": len(pdf)}).encode() + b"\n" + pdf)
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if not isinstance(answer, dict):
            raise ValueError("not an answer")  # noqa: TRY004 (bad content, not a programmer's mistake)
        return answer

    def stop(self) -> None:
        """Ends the process, if it runs; the next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()

    def forget(self) -> None:
        """After a fork: the process belongs to the parent, and the lock may be held by a thread that is not here."""
        self.__init__(self._command)  # type: ignore[misc]


_worker = Worker()
atexit.register(_worker.stop)
os.register_at_fork(after_in_child=_worker.forget)


def _encoded(certificates: Sequence[x509.Certificate]) -> list[str]:
    return [base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in certificates]


def check(pdf: bytes, *, at: dt.datetime | None, most_bytes: int, limit: float) -> Verdict:
    """Never raises: whatever goes wrong is a file that could not be checked."""
    if len(pdf) > most_bytes:
        return verdict("too_large")
    try:
        issuing, root = keyring.chain()
        moment = at.isoformat() if at else ""
        header = {"roots": _encoded([root]), "others": _encoded([issuing]), "moment": moment}
        found = _worker.ask(header, pdf, limit=limit)
        stamped = dt.datetime.fromisoformat(found["at"]) if found.get("at") else None
        return verdict(*found["codes"], signer=str(found.get("signer", "")), at=stamped)
    except Exception:  # noqa: BLE001 (fail closed)
        return verdict("failed")
