"""How processes perform (流程绩效): the re-engineering report over the event log, simulations before publishing, and
the log in the exchange formats of process mining (XES, OCEL). Channels and the command line call it; it tells of no
persons.
"""
