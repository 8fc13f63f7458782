"""Decisions by rule (规则决定): the log of what rules decided in cases, with every reason. Append-only.

An entry keeps the rule in its version, inputs, result, the rows that matched with their articles, and the dated
parameters that were read with their sources: enough to decide again and to explain. Who asks a rule in a case does it
here. Inputs may be personal, so entries are read inside an access context of privacy only.
"""
