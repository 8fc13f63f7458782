"""Portal pages per second beside a bare granian that answers one line, same client, same machine, same run."""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3

ROOT = Path(__file__).parents[1]
PAGES = ("/", "/services", "/services?q=餐饮", "/services/open-restaurant", "/verify", "/api/v1/offers")
ECHO = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\\n"]
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, environ: dict[str, str]) -> Iterator[None]:
    """A server process that answers at `address`."""
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address, timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
                if process.poll() is not None:
                    raise RuntimeError(f"ended at once: {command}") from None
        yield
    finally:
        process.terminate()
        process.wait(20)


def rate(address: str, seconds: float, threads: int = 4) -> float:
    """Requests per second of `threads` clients with kept connections."""
    pool = urllib3.PoolManager(maxsize=threads)
    end = time.perf_counter() + seconds

    def client(_: int) -> int:
        done = 0
        while time.perf_counter() < end:
            answer = pool.request("GET", address, headers={"Cookie": "language=en"})
            if answer.status != 200:
                raise RuntimeError(f"{address}: {answer.status}")
            done += 1
        return done

    with concurrent.futures.ThreadPoolExecutor(threads) as workers:
        return sum(workers.map(client, range(threads))) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    seconds = 1.0 if parser.parse_args().small else 5.0
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "echo.py").write_text(ECHO)
        node, echo = free_port(), free_port()
        environ = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
        environ |= {
            "PYTHONPATH": f"{ROOT / 'src'}:{scratch}",
            "TONGBAN_NODE": f"{scratch}/node",
            "TONGBAN_ADDRESS": f"127.0.0.1:{node}",
        }
        demo = [sys.executable, "-m", "tongban", "demo", "--residents", "300", "--companies", "40", "--no-story"]
        bare = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(echo),
            "--blocking-threads",
            "8",
            "echo:application",
        ]
        with (
            running(demo, f"http://127.0.0.1:{node}/health", environ),
            running(bare, f"http://127.0.0.1:{echo}/", environ),
        ):
            for page in PAGES:
                limits = [rate(f"http://127.0.0.1:{echo}/", seconds / 2)]
                found = rate(f"http://127.0.0.1:{node}{page}", seconds)
                limits.append(rate(f"http://127.0.0.1:{echo}/", seconds / 2))
                limit = statistics.mean(limits)
                print(f"{page:<32} {found:8.0f}/s  echo {limit:8.0f}/s  ratio 1:{limit / found:.1f}")


if __name__ == "__main__":
    main()
