"""Backup and restore of a whole node, proved by its ledger. A backup counts only once it was restored."""
