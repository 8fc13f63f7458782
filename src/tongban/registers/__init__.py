"""The base registers on one kernel."""
