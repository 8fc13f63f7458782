"""The node's certificate authority, record signatures, PAdES seals and their verification."""
