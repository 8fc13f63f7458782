"""Runs every benchmark in a process of its own and prints one table."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = {
    "steps": ["--small"],
    "inbox": ["--cases", "20000"],
    "prefill": ["--records", "20000"],
    "pages": ["--small"],
    "rules": ["--small"],
    "deadlines": ["--dates", "300"],
    "processes": ["--small"],
    "mining": ["--events", "20000", "--runs", "1"],
    "supervision": ["--cases", "1000"],
    "instances": ["--many", "20000", "--runs", "10"],
    "storm": ["--many", "300", "--few", "50"],
}


def main() -> int:
    """Returns 1 when a benchmark failed to run; a slow ratio is printed, never an error (machines are noisy)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="small sizes: does it run?")
    parser.add_argument("names", nargs="*", help=", ".join(RUNS))
    chosen = parser.parse_args()
    failed = []
    environ = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    for name in chosen.names or RUNS:
        print(f"== {name}", flush=True)
        arguments = RUNS[name] if chosen.small else []
        run = subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], cwd=ROOT, env=environ, check=False)
        if run.returncode:
            failed.append(name)
    if failed:
        print("failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
