"""Electronic certificates (电子证照): issue, wallet, verification."""
