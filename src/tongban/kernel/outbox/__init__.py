"""Events written in the transaction of the act and delivered at least once to idempotent subscribers."""
