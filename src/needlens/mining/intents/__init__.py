"""What a customer wants, among the intents a shop gives examples of, or none of them.

A few examples of each are enough; the shipped encoder brings the languages. Training and
use need the default install only.
"""

from needlens.mining.intents.checking import Outcome
from needlens.mining.intents.examples import Examples, read
from needlens.mining.intents.model import IntentModel, load
from needlens.mining.intents.training import train

__all__ = ["Examples", "IntentModel", "Outcome", "load", "read", "train"]
