"""A plugin of mypy: no code of the rules stands in a text as it is, for people read its sentence.

A code is a `Because`, or a member of an enum that is no string. `in_catalan` gives its sentence,
`.value` its name for programs. Mypy sees an f-string as calls of `str.format` and `str.join`.
"""

from collections.abc import Callable
from typing import Final

from mypy.plugin import FunctionContext, MethodContext, Plugin
from mypy.types import Instance, Type, UnionType, get_proper_type

_BECAUSE: Final = "rules.findings.Because"
_TO_TEXT: Final = {"builtins.str", "builtins.print", "builtins.str.format", "builtins.str.join"}


def _holds_a_code(given: Type) -> bool:
    proper = get_proper_type(given)
    if isinstance(proper, UnionType):
        return any(map(_holds_a_code, proper.items))
    if not isinstance(proper, Instance):
        return False
    bases = {base.fullname for base in proper.type.mro}
    return (
        _BECAUSE in bases
        or ("enum.Enum" in bases and not bases & {"builtins.str", "builtins.int"})
        or any(map(_holds_a_code, proper.args))
    )


def _refuse_codes(context: FunctionContext | MethodContext) -> Type:
    for given in (each for argument in context.arg_types for each in argument):
        if _holds_a_code(given):
            context.api.fail(f"{given} in a text: say it by in_catalan() or .value", context.context)
    return context.default_return_type


class CodesPlugin(Plugin):
    """Refuses codes in texts."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return _refuse_codes if fullname in _TO_TEXT else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        return _refuse_codes if fullname in _TO_TEXT else None


def plugin(version: str) -> type[Plugin]:
    return CodesPlugin
