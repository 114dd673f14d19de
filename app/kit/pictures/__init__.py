"""Pictures that are safe to keep and show: uploads are drawn anew, initials are drawn by us."""

from app.kit.pictures.initials import HUES, initials_picture
from app.kit.pictures.reencoding import BadPicture, Picture, reencode

__all__ = ["HUES", "BadPicture", "Picture", "initials_picture", "reencode"]
