"""Forms as text: pages, fields, conditions, validation, drafts, uploads."""
