"""Legal time: limits, calendars, pauses, extensions, and the ledger that explains a date."""
