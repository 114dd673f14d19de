"""A site of one page with everything that scripts act on, and the addresses they speak to."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader

from tests.web.bare import bare_app, member_shell, shell

HERE = Path(__file__).parent
MACROS = '{% from "ui/votes.html" import vote %}{% from "ui/search.html" import suggestions %}'
VOTE = MACROS + '{{ vote("answer-9", 128 + value, value, "/answers/9/vote", "token-1", "Vote") }}'
TALL = '{% from "ui/ideas.html" import vote_tall %}'
BACKED = TALL + '{{ vote_tall(9, 64 + on, on, "An idea", "token-1") }}'
SUGGESTED = MACROS + "{{ suggestions(items) }}"
FOUND = [{"url": "/found", "title": "Lock jammed", "kind": "solved", "note": "3 people"}]
TOO = """<div id="too" data-announce="{n} people"><form class="act" method="get" action="/too"
  data-visitor-post="/too" data-visitor-withdraw="/too/withdrawal" data-fragment="#too">
  <button class="btn" aria-pressed="false" data-mark="too:1">Me too {n}</button></form></div>"""


def site() -> Flask:  # noqa: C901 - a list of addresses, each with one line of answer
    """One page with everything that scripts act on, and the addresses they speak to."""
    app = bare_app()
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(HERE)])  # type: ignore[list-item]
    app.config["heard"] = []

    def show(error: str = "", *, finishing: bool = False) -> str:
        around = member_shell() if "member" in request.args else shell()
        moment = datetime.now(UTC) - timedelta(hours=3, minutes=5)
        return render_template(
            "behaviours.html", shell=around, moment=moment, error=error, finishing=finishing
        )

    def too(count: int) -> str:
        assert request.form["csrf_token"] == "fetched"
        return TOO.format(n=count)

    def vote() -> str:
        return app.jinja_env.from_string(VOTE).render(value=int(request.form["value"]))

    def back() -> Any:
        if "X-Fragment" not in request.headers:
            return "<h1>Voted</h1>"
        on = request.form["value"] == "on"
        return app.jinja_env.from_string(BACKED).render(on=on)

    def answer() -> Any:
        if not request.form["body"].strip():
            return show("Write at least a sentence."), 422
        gone = make_response("", 204)
        gone.headers["X-Location"] = "/found"
        return gone

    def add_file() -> Any:
        name = request.files["file"].filename
        if name == "big.png":
            return jsonify(error={"message": "The picture is larger than 8 MB."}), 413
        return jsonify(markdown=f"![{name}](/files/1)", url="/files/1")

    def people() -> Response:
        both = [("ed", "Ed Marlow"), ("edna", "Edna Boyle")]
        return jsonify(items=[{"handle": h, "name": n, "picture": ""} for h, n in both])

    def suggest() -> str:
        return app.jinja_env.from_string(SUGGESTED).render(items=FOUND)

    def match() -> str:
        title = request.args["title"]
        return f'<details data-reads="7"><summary>{title}?</summary></details>'

    def match_all() -> str:
        wanted = ["article:7", "question:8"] if "other" in request.form["body"] else ["article:7"]
        title = request.form["title"]
        found = [
            f'<details class="match" data-match="{one}"><summary>{one} {title}</summary></details>'
            for one in wanted
        ]
        return f'<div id="near">{"".join(found)}</div>'

    for rule, view, method in [
        ("/page", show, "GET"),
        ("/found", lambda: "<h1>Found</h1>", "GET"),
        ("/token", lambda: jsonify(token="fetched"), "GET"),
        ("/too", lambda: "<h1>A small page</h1>", "GET"),
        ("/too", lambda: too(42), "POST"),
        ("/too/withdrawal", lambda: too(41), "POST"),
        ("/answers/9/vote", vote, "POST"),
        ("/ideas/9/vote", back, "POST"),
        ("/ideas/9/vote", lambda: show(finishing=True), "GET"),
        ("/ideas/8/vote", lambda: ("<main><h1>Not now</h1></main>", 403), "POST"),
        ("/answers", answer, "POST"),
        ("/lock", lambda: "<h1>Locked</h1>", "POST"),
        ("/hasty", lambda: ("<main><h1>Too fast</h1><p>Wait.</p></main>", 429), "POST"),
        ("/drafts", lambda: jsonify(id=7), "POST"),
        ("/preview", lambda: f"<p>Seen: {request.form['text']}</p>", "POST"),
        ("/files", add_file, "POST"),
        ("/views", lambda: ("", 204), "POST"),
        ("/theme", lambda: "<h1>Theme set</h1>", "POST"),
        ("/members/complete", people, "GET"),
        ("/search/suggest", suggest, "GET"),
        ("/questions/matches", match, "GET"),
        ("/questions/matches", match_all, "POST"),
        ("/questions/matches/opened", lambda: ("", 204), "POST"),
        ("/quote", lambda: Response("one\ntwo", mimetype="text/plain"), "GET"),
        ("/notices", lambda: '<ul id="notices" class="notes"><li>A notice</li></ul>', "GET"),
    ]:  # fmt: skip
        app.add_url_rule(rule, f"{method} {rule}", view, methods=[method])

    @app.before_request
    def hear() -> None:
        app.config["heard"].append((request.method, request.path, dict(request.form)))

    return app
