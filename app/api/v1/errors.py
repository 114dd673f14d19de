"""The one error shape: ``{"error": {"code", "message", "field"}}``."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from werkzeug.exceptions import HTTPException

from app.kit.problems import Invalid, Problem, TooMany

CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found",
    405: "method_not_allowed", 413: "too_large", 422: "invalid", 429: "too_many",
    503: "unavailable",
}  # fmt: skip


def of_problem(problem: Problem) -> Response:
    """Answer a refusal of the rules."""
    field = problem.field if isinstance(problem, Invalid) else None
    response = _shape(problem.status, problem.code, str(problem.message), field)
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def of_http(error: HTTPException) -> Any:
    """Answer the framework's own refusals."""
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is no error
        return error
    response = _shape(error.code, CODES.get(error.code, "error"), error.description or "", None)
    allow = dict(error.get_headers()).get("Allow")
    if allow:
        response.headers["Allow"] = allow
    return response


def _shape(status: int, code: str, message: str, field: str | None) -> Response:
    response = jsonify(error={"code": code, "message": message, "field": field})
    response.status_code = status
    return response
