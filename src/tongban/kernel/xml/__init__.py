"""Hardened reading of XML, without settings: the command line reads decision models where there is no node."""
