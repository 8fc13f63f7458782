"""Pages that tell how processes perform and how they would: the report, simulations."""
