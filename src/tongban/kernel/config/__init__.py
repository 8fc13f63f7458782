"""Typed settings of a node from tongban.toml and TONGBAN_* variables."""
