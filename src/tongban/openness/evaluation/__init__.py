"""Evaluation (好差评): every decided case can be rated once by its applicant; a bad rating opens a follow-up.

What is known of a case comes from the events of services/cases. Whoever worked on a case cannot see its rating before
the case and its follow-up are closed. Summaries hide small cells.
"""
