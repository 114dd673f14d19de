"""Ideas from a file of JSON lines: read and checked as a whole, then kept in small units.

``records`` reads lines to records; ``report`` counts them; ``writing`` makes members, tags, ideas,
comments and what was decided about them. An idea keeps where it came from, so that a second run
adds nothing.
"""
