// While a title is typed: data-matches="/questions/matches" fills data-matches-into. With data-matches-post all that is
// typed so far is sent in the body, never in an address. details[data-match] tells that it was opened, once.
// data-counts="#field" counts it, and with data-least="30" what is missing.
import { attach, enliven, later, phrase, say } from "../page.js";

const WORDS_LEAST = 3;
// Scripts that write without blanks: there each sign but the last begins a word.
const SIGN = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/gu;

// Of the form that asks, what it is searched by; `ask` is the number of this form alone.
const SENT = ["title", "body", "tags", "product", "part", "space", "ask", "csrf_token"];

const standing = (root) => [...root.querySelectorAll("[data-match]")].map((match) => match.dataset.match);

function show(place, html) {
	const template = document.createElement("template");
	template.innerHTML = html;
	const fresh = (place.id && template.content.querySelector(`#${place.id}`)) || template.content;
	const before = standing(place);
	// What stands there already stays: somebody may be reading it.
	if (before.length && before.join() === standing(fresh).join()) return;
	const reading = place.contains(document.activeElement) && document.activeElement.closest("[data-match]")?.dataset.match;
	const open = [...place.querySelectorAll("details[data-match][open]")].map((match) => match.dataset.match);
	place.replaceChildren(...fresh.childNodes);
	for (const match of place.querySelectorAll("details[data-match]")) match.open = open.includes(match.dataset.match);
	enliven(place);
	// Whoever came here by keyboard stays.
	if (reading) (place.querySelector(`[data-match="${CSS.escape(reading)}"] > summary`) || place.querySelector("summary"))?.focus();
	const count = place.querySelectorAll(".match").length;
	if (count) say(phrase("found", { count }));
}

const saysEnough = (title) => title.trim().split(/\s+/).length >= WORDS_LEAST || (title.match(SIGN) || []).length > WORDS_LEAST;

function sent(form, names) {
	const all = new FormData(form);
	return new URLSearchParams(names.map((name) => [name, all.get(name) || ""]));
}

attach("[data-matches]", (input) => {
	const { matches, matchesPost } = input.dataset;
	const into = input.dataset.matchesInto || "#matches";
	const posts = matchesPost !== undefined;
	let shown = "";
	let asked = 0;
	const look = async () => {
		const given = sent(input.form, posts ? SENT : ["title", "product", "space"]);
		const key = given.toString();
		if (!saysEnough(given.get("title")) || key === shown) return;
		shown = key;
		const turn = ++asked;
		try {
			const headers = { "X-Fragment": into.slice(1) };
			const read = (query) => fetch(`${matches}?${query}`, { credentials: "same-origin", headers });
			let response = await (posts ? fetch(matches, { method: "POST", body: given, credentials: "same-origin", headers }) : read(given));
			// The form is from before somebody signed in, or nothing is kept in this browser: the title alone does, too.
			if (posts && response.status === 400) response = await read(sent(input.form, ["title", "space"]));
			if (turn !== asked || !response.ok || response.redirected) return;
			show(document.querySelector(into), await response.text());
		} catch {
			shown = "";
		}
	};
	const soon = later(300, look);
	input.addEventListener("input", soon);
	input.form.addEventListener("change", soon);
	// A title that was there before anybody typed.
	if (posts) look();
});

attach("details[data-match]", (match) => {
	match.addEventListener("toggle", () => {
		const form = match.closest("form");
		if (!match.open || !form?.elements.ask) return;
		const body = sent(form, ["ask", "csrf_token"]);
		body.set("match", match.dataset.match);
		fetch("/questions/matches/opened", { method: "POST", body, credentials: "same-origin", keepalive: true }).catch(() => {});
	}, { once: true });
});

attach("[data-counts]", (place) => {
	const field = document.querySelector(place.dataset.counts);
	const least = Number(place.dataset.least || 0);
	const count = () => {
		const typed = least ? field.value.trim().replace(/\s+/g, " ").length : field.value.length;
		place.textContent = typed < least ? phrase("least", { count: typed, least }) : phrase("count", { count: typed, most: field.maxLength });
	};
	if (!field) return;
	field.addEventListener("input", count);
	count();
});
