"""A network of invented people, told in `script/*.toml` and played through the real use cases at their hours."""
