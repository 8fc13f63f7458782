"""The desk's pages: thin views over the front doors below."""
