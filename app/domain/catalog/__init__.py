"""What questions are about and who may see them.

Owns the words *product*, *space*, *tag*, *announcement*, *owner*.
"""
