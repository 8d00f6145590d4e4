"""One search over what is said in rooms and what is in the library."""
