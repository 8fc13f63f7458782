"""Lookups between departments with right, purpose, schema check and evidence."""
