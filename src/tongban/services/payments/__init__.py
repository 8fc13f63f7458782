"""Payments (非税收入收缴): bills for fees, a double-entry ledger, payment through a channel, receipts, refunds.

Cases issue bills, the portal sends payers to the channel and shows receipts; nobody else writes here. A built-in test
bank that speaks HTTP stands in for a real channel in demonstration mode.
"""
