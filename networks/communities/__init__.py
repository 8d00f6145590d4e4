"""Communities, who belongs to them and as what: the ground that every other feature stands on."""
