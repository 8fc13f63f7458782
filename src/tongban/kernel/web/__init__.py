"""What every page shares: UI tags, content security policy, hardened parsing of whatever comes from outside."""
