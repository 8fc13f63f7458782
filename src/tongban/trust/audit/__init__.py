"""The ledger: every act leaves an entry in its own transaction, sealed into an RFC 6962 Merkle tree."""
