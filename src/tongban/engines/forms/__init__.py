"""Forms as text: pages and fields with conditions, validation in plain words, prefilled values, drafts, uploads.

The field's term is *dynamic form* with *save and resume*. The engine knows nothing of government: which registers hold
what, and how an identifier is checked, is handed in by the blocks above. Callers: services/cases, channels, systems.
"""
