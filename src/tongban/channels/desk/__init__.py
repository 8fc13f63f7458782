"""The desk of clerks and officials (工作台)."""
