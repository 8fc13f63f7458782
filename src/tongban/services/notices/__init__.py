"""Notices to persons: inbox, mail, text message."""
