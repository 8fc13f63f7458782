"""Proceedings of the authority's own motion (依职权办理): processes that begin without an application.

A signal, a message, a letter of a partner node or the clock begins them, each once; they run by themselves. What any
process throws and nobody on this node hears is sent on its way from here.
"""
