"""People: who somebody is, and what roles and trust grant.

Owns the words *member*, *guest*, *handle*, *role*, *trust*, *right*, *group*.
"""
