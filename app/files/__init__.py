"""Files from people and to people: what they are, what is taken out of them, and how they travel."""
