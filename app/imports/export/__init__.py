"""A whole site as JSON lines and files, and back into an empty one: nothing is lost.

``tables`` says what is carried and in which order, ``shapes`` how a row becomes a line,
``places`` where the lines lie (a folder or a zip), ``manifest`` what was written and its checksums;
``writing`` and ``reading`` are the two ways. The format is made for moving: plain, versioned,
checked as a whole before anything is written.
"""
