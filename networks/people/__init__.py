"""Accounts: pseudonyms, sessions, and the few words that people say of themselves."""
