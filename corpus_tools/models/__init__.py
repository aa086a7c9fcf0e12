"""The store of machine-learning models: what is there, where it is, and whether it is what it claims to be.

Models are looked for in this order: the folder that is named (`models_dir`, `stanza_dir`), the environment
(`CORPUS_TOOLS_MODELS`, `STANZA_RESOURCES_DIR`), the user's data directory, and the starter models inside the package.

Finding is here; what changes the store is imported from where it stands: `installation` (install, remove, verify,
export), `fetching` (the network) and `lock`.
"""

from corpus_tools.models.catalogue import InstalledModel, fingerprint
from corpus_tools.models.store import find_translation, installed, stanza_dir, store_directory

__all__ = ["InstalledModel", "find_translation", "fingerprint", "installed", "stanza_dir", "store_directory"]
