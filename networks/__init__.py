"""The domain: rules, data and what happened. It knows the standard library and SQLAlchemy, and no web."""
