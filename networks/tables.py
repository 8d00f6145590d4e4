"""Every table, in one import: for migrations and for the check that they agree with the models."""

from networks.base import Base

METADATA = Base.metadata
