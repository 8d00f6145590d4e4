"""Words that suggest that a resource says to stop, start or change a prescribed treatment.

They only ask for a second look, by a professional: nothing is refused for them. A list of this kind finds what is said
plainly and misses the rest, which is why its author is asked as well, and a reviewer can say so too.
"""

from __future__ import annotations

import re
from typing import Final

MEDICINE: Final = (
    r"medication|medicine|meds|tablets?|pills?|dose|dosage|doses|drug|drugs|steroids?|prednisolone|prednisone|biologics?|"
    r"insulin|antibiotics?|immunosuppressants?|injections?|infusions?|prescription|prescribed|treatment"
)
CHANGE: Final = (
    r"stop(?:ped|ping)?|quit(?:ting)?|start(?:ed|ing)?|halv(?:e|ed|ing)|doubl(?:e|ed|ing)|skip(?:ped|ping)?|reduc(?:e|ed|ing)|"
    r"increas(?:e|ed|ing)|taper(?:ed|ing)?|switch(?:ed|ing)?|replac(?:e|ed|ing)|chang(?:e|ed|ing)|came off|come off|"
    r"coming off|bin(?:ned)?|without|instead of|lower(?:ed|ing)?|rais(?:e|ed|ing)"
)
NEAR: Final = r"(?:\W+\w+){0,6}\W+"
"""At most six words between them."""

_SUGGESTS: Final = re.compile(
    rf"\b(?:{CHANGE})\b{NEAR}(?:{MEDICINE})\b|\b(?:{MEDICINE})\b{NEAR}(?:{CHANGE})\b", re.IGNORECASE
)


def suggests_change(*texts: str) -> bool:
    """Whether any of these texts has words of changing near words of a prescribed treatment."""
    return any(_SUGGESTS.search(text) for text in texts)
