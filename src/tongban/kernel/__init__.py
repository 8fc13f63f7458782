"""What every stratum stands on; knows nothing above it."""
