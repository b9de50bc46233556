"""Personal data in free text: found by recognisers, replaced by typed placeholders."""

from needlens.text.masking._find import find
from needlens.text.masking._found import PLACEHOLDER, TYPES, Found
from needlens.text.masking._series import mask, mask_series

__all__ = ["PLACEHOLDER", "TYPES", "Found", "find", "mask", "mask_series"]
