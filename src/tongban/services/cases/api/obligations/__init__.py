"""Evidence that follows: chosen by the applicant, supplied, checked, breached."""
