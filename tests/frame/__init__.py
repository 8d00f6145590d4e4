"""What all tests stand on: databases, a network with its people and the product around it, real servers."""
