"""The engine for one big host, where its wheel is installed: `pip install tantivy`."""
