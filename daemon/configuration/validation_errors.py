"""What is wrong with a configuration, said so that it can be mended: key, value, what is allowed.

The value of a key that is unknown, or that has to do with a secret, is never repeated: people
put passwords where they do not belong, and error messages end up in journals.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from daemon.language import _, later

Place = tuple[int | str, ...]

_SECRETS: Final = ("password", "passwd", "secret", "token")
_LONGEST_VALUE: Final = 60

_WHY: Final[Mapping[str, str]] = {
    "int_type": later("must be a whole number, without quotes"),
    "string_type": later("must be text, in quotes"),
    "bool_type": later("must be true or false, without quotes"),
    "model_type": later("must be a table of keys"),
    "literal_error": later("must be {expected}"),
    "greater_than_equal": later("must be at least {ge}"),
    "less_than_equal": later("must be at most {le}"),
    "too_short": later("must hold at least {min_length}"),
    "missing": later("is missing"),
}


def error_messages(error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    """Yield a sentence for each thing that *error* found wrong with a *model*."""
    for found in error.errors(include_url=False):
        if found["type"] == "extra_forbidden":
            yield _unknown(found["loc"], model)
        elif found["type"] != "default_factory_not_called":  # the follow-up of another complaint
            yield _wrong(found)


def _wrong(found: ErrorDetails) -> str:
    context = found.get("ctx", {})
    why = _why(found["type"], found["msg"], context)
    key = _key(found["loc"])
    if found["type"] in {"missing", "model_type", "too_short"} or _is_secret(key):
        return f"{key}: {why}"
    return f"{key} = {_shown(found['input'])}: {why}" if key else why


def _why(kind: str, words: str, context: dict[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind not in _WHY:
        return words
    if "expected" in context:
        context = {"expected": context["expected"].replace(" or ", _(" or "))}
    return _(_WHY[kind], **context)


def _unknown(place: Place, model: type[BaseModel]) -> str:
    key, name = _key(place), str(place[-1])
    known = sorted(_keys(_model_at(place[:-1], model)))
    if _is_secret(name) and not name.endswith("_file"):
        in_a_file = f'{name}_file = "oauth-{name.replace("_", "-")}"'
        if f"{name}_file" not in known:
            in_a_file = 'password_file = "imap-password"'
        return _(
            "{key}: a secret never stands in this file; write it alone into a file that only the "
            "service may read, and name that file: {in_a_file}",
            key=key,
            in_a_file=in_a_file,
        )
    close = get_close_matches(name, known, n=1)
    here = ", ".join(known)
    if not close:
        return _("{key}: unknown key; known here: {here}", key=key, here=here)
    return _("{key}: unknown key; did you mean {near}? known here: {here}", key=key, near=close[0], here=here)


def _key(place: Place) -> str:
    """The place as the file writes it: calendar.local_holidays[1].date."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def _model_at(place: Place, model: type[BaseModel]) -> type[BaseModel]:
    """The model that describes the table at *place*, which lies inside *model*."""
    for step in place:
        for name, field in model.model_fields.items():
            if step in {name, field.alias}:
                model = _model_in(field.annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel]:
    candidates = (annotation, *get_args(annotation))
    return next(kind for kind in candidates if isinstance(kind, type) and issubclass(kind, BaseModel))


def _is_secret(key: str) -> bool:
    return key == "store.url" or any(word in key.lower() for word in _SECRETS)


def _shown(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    text = text.encode("unicode_escape").decode() if not text.isprintable() else text
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
