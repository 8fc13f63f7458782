"""What people do around running processes: hand tasks over, urge, copy, take back, send back, halt, repair."""
