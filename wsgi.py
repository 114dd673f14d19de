"""The server's door."""

from app import create_app

app = create_app()
