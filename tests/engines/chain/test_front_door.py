"""Every name of the front door leads to what it promises, also when its module was loaded before."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from sluitend.engines import chain


def test_no_name_is_hidden_by_a_module_of_the_same_name() -> None:
    for module in iter_modules(chain.__path__):
        import_module(f"{chain.__name__}.{module.name}")

    hidden = [name for name in chain.__all__ if isinstance(getattr(chain, name), ModuleType)]

    assert hidden == []
    assert len(chain.__all__) == len(set(chain.__all__)) > 40
