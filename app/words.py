"""Translation in templates, with the language looked up once a request instead of once a word.

A page holds some hundred texts. Flask-Babel asks for its context at each of them, which took a third of a page's time.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, Final

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import get_locale, get_translations
from jinja2 import Environment
from markupsafe import Markup

from app.begin import asker

LANGUAGES: Final = ["en"]


def init_app(app: Flask) -> None:
    """After Babel, whose slower functions of the same names these replace in templates."""
    names = {"_": translated, "gettext": translated, "ngettext": counted, "kept": kept}
    app.jinja_env.globals.update(names)


def translated(text: str, **values: Any) -> Markup:
    """The text in the reader's language. It is ours, so it may hold markup; the values are escaped."""
    said = Markup(_translations().gettext(text))  # noqa: S704
    return said % values if values or "%%" in text else said


def counted(one: str, many: str, num: int, **values: Any) -> Markup:
    """The form for a number, which the text calls %(num)s."""
    return Markup(_translations().ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704


def kept(name: str, **values: Hashable) -> Markup:
    """A template that knows nothing but these values, drawn once for all pages on which they are the same."""
    return _kept(current_app.jinja_env, name, language(), tuple(values.items()))


def language() -> str:
    """The reader's language, as in "en": the key to everything that is drawn once for each."""
    try:
        return g.language
    except AttributeError:
        g.language = chosen() if has_request_context() else str(get_locale())
        return g.language


def chosen() -> str:
    """The language that somebody set, else the best that their browser asks for."""
    who = asker()
    if who and who.language in LANGUAGES:
        return who.language
    wished = request.accept_languages.best_match(LANGUAGES) if has_request_context() else None
    return wished or LANGUAGES[0]


@lru_cache(maxsize=2000)
def _kept(env: Environment, name: str, _locale: str, values: tuple[tuple[str, Hashable], ...]) -> Markup:
    return Markup(env.get_template(name).render(values))  # noqa: S704


def _translations() -> NullTranslations:
    try:
        return g.translations
    except AttributeError:
        g.translations = get_translations()
        return g.translations
