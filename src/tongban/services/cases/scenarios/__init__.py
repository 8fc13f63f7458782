"""Scenarios (worked cases): given, when, then, as data of a package; they run before it is published.

A trip opens a case for an invented applicant and plays it step by step under a frozen clock, through the front door of
cases, with real exchanges, bills, payments and sealed certificates, in a savepoint that is rolled back. A rule case
asks a decision table. A package with a scenario that is red is not published.

Operations of the case are run one by one here, not by the outbox: nothing of a rehearsal reaches subscribers outside.
"""
