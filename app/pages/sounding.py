"""Where something in a case sounds as if somebody were at risk, its page says so: that is answered first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.pages.desk import ABOUT
from networks.moderation.models import Case, CaseKind
from networks.work import Work


def sounds_grave(work: Work, texts: Iterable[str]) -> bool:
    return any(work.network.weigh(text) is not None for text in texts if text)


def _about(work: Work, case: Case) -> dict[str, Any]:
    return {"sounds_grave": sounds_grave(work, [one["answer"] for one in case.evidence.get("answers", [])])}


ABOUT[CaseKind.JOIN] = _about
