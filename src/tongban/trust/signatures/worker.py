"""The process that reads foreign PDFs: limited in memory, started once, ended by its parent when it takes too long.

Speaks over its standard streams: a line of JSON that says how many bytes follow, the bytes, a line of JSON back. JSON,
not pickle: what a hostile file might make of this process must not reach the parent.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import datetime as dt
import json
import os
import resource
import sys
from typing import BinaryIO

MEMORY = 1 << 30


def _answered(header: dict[str, object], pdf: bytes) -> dict[str, object]:
    from tongban.trust.signatures.judge import Anchors, judge  # noqa: PLC0415 (under the memory limit as well)

    roots, others = ([base64.b64decode(each) for each in header[name]] for name in ("roots", "others"))  # type: ignore[attr-defined]
    moment = dt.datetime.fromisoformat(str(header["moment"])) if header["moment"] else None
    return dataclasses.asdict(judge(pdf, Anchors(roots, others, moment)))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answers requests until the parent closes the stream."""
    while line := source.readline():
        header = json.loads(line)
        pdf = source.read(header["size"])
        try:
            found = _answered(header, pdf)
        except Exception as error:  # noqa: BLE001 (fail closed: whatever went wrong, the file was not checked)
            found = {"codes": ["failed"], "signer": "", "at": "", "error": type(error).__name__}
        sink.write(json.dumps(found).encode() + b"\n")
        sink.flush()


def main() -> None:
    """Entry of `python -m`. Nothing that a library prints may reach the answers."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
