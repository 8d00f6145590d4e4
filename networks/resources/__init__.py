"""What members offer to the library, and how it is reviewed."""
