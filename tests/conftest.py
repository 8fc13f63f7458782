"""Figures that a run of the suite prints at its end."""

from __future__ import annotations


def pytest_terminal_summary(terminalreporter):
    """The figures of the DMN compatibility kit, from whichever process ran it."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, ())]
    lines = {value for one in reports for name, value in getattr(one, "user_properties", ()) if name == "tck"}
    for line in sorted(lines):
        terminalreporter.write_line(line)
