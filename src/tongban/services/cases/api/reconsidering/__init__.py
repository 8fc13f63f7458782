"""Reconsideration (行政复议): a case that points at the decision which it contests, and what it does to it."""
