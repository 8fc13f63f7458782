"""Conversations (办件往来): what applicant and authorities write to one another about a case, in one thread.

Portal, desk, mail, text message, call centre and window stand in one order; both sides see the same. Remarks of
officials to one another are not here (see services/cases). Sending is the business of services/notices.
"""
