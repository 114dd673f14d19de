"""The first floor: the rules, one room per feature. Nothing here knows of HTTP or HTML."""
