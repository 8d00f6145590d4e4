"""How members change the charter that they keep to: proposals, support, secret votes."""
