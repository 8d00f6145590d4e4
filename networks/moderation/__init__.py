"""What waits for facilitators, what they decide, and what follows for members."""
