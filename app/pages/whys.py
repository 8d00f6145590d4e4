"""What may be wrong with something, in words: for those who report it and those who decide."""

from __future__ import annotations

from flask_babel import gettext

from networks.moderation.report_models import Why


def whys() -> dict[str, str]:
    return {
        Why.HARMFUL_ADVICE: gettext("advice that could do harm"),
        Why.HARASSMENT: gettext("harassment"),
        Why.SPAM: gettext("advertising or spam"),
        Why.PRIVACY: gettext("tells something private"),
        Why.RISK: gettext("someone may be at risk"),
        Why.OTHER: gettext("something else"),
    }


def choices() -> list[tuple[str, str, str]]:
    """The same to choose from, each with what it means where that is not plain."""
    means = {
        Why.HARMFUL_ADVICE: gettext("Such as to stop a treatment, or to take something dangerous."),
        Why.HARASSMENT: gettext("Insults, threats, or not leaving somebody alone."),
        Why.PRIVACY: gettext("A name, a place or an illness that is somebody else’s to tell."),
        Why.RISK: gettext("Read before everything else."),
        Why.OTHER: gettext("Please say what, below."),
    }
    return [(why, words, means.get(Why(why), "")) for why, words in whys().items()]
