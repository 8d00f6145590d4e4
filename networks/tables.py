"""Every table, in one import: for migrations and for the check that they agree with the models."""

from networks.base import Base
from networks.charter import models as charter_models  # noqa: F401
from networks.communities import credentials_models  # noqa: F401
from networks.facilitation import models as facilitation_models  # noqa: F401
from networks.moderation import appeal_models, desk_models, loss_models, report_models  # noqa: F401  (their tables)
from networks.overview import models as overview_models  # noqa: F401
from networks.resources import models, review_models, shelf_models, trying_models  # noqa: F401  (their tables)
from networks.safety import models as safety_models  # noqa: F401
from networks.search import models as search_models  # noqa: F401

METADATA = Base.metadata
