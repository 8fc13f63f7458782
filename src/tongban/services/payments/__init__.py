"""Bills, receipts and the double-entry ledger of fees."""
