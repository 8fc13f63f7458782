"""Benchmarks: each prints a ratio beside a peer or a raw limit measured in the same run. `python -m bench [--small]`."""
