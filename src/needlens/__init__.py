"""needlens: from what customers say and do to needs with evidence.

>>> import needlens
>>> sorted(needlens.__all__)
['Shop', '__version__', 'mask', 'open', 'opinions', 'suggestions']
"""

from __future__ import annotations

# Spelled out instead of imported: `typing` would double the time of `import needlens`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from needlens.mining import opinions, suggestions
    from needlens.shop import Shop
    from needlens.shop import open_shop as open
    from needlens.text import mask

__version__ = "0.1.0"
__all__ = ["Shop", "__version__", "mask", "open", "opinions", "suggestions"]

# Resolved on first use (PEP 562), so `import needlens` loads no heavy library.
_WHERE = {
    "Shop": ("needlens.shop", "Shop"),
    "open": ("needlens.shop", "open_shop"),
    "opinions": ("needlens.mining", "opinions"),
    "suggestions": ("needlens.mining", "suggestions"),
    "mask": ("needlens.text", "mask"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module 'needlens' has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
