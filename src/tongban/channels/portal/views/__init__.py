"""The portal's pages: thin views over the front doors below."""
