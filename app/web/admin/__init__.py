"""The admin's desk: catalog, settings, the queue of jobs."""

from app.web.admin import desk, jobs, products, settings, spaces

blueprints = [m.bp for m in (desk, products, spaces, settings, jobs)]
