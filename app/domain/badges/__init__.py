"""Badges: small recognitions for what somebody did.

Owns the words badge, criterion, award, tier, rarity.
"""
