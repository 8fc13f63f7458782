"""Business rules: FEEL expressions and DMN 1.3 decision tables (OMG), text in, decisions with their reasons out.

Knows nothing of government. Everyone above may call `api`: forms and gateways for conditions, packages for fees,
eligibility and routing. Own parser and compiler to closures; decimals with 34 digits; three-valued logic; no `eval`.
"""
