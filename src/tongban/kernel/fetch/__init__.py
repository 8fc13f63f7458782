"""The one guarded way out: requests to addresses that somebody has named beforehand, and to no others."""
