"""How a community is: figures for those who look after it, each with the list of what it counts."""
