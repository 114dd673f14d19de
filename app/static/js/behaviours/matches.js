// While a title is typed: data-matches="/questions/matches" fills data-matches-into; data-counts="#field" counts it,
// and with data-least="30" what is missing.
import { attach, enliven, later, phrase, say } from "../page.js";

function show(place, html) {
	const template = document.createElement("template");
	template.innerHTML = html;
	const fresh = place.id && template.content.querySelector(`#${place.id}`);
	place.replaceChildren(...(fresh || template.content).childNodes);
	enliven(place);
	const count = place.querySelectorAll(".match").length;
	if (count) say(phrase("found", { count }));
}

attach("[data-matches]", (input) => {
	const into = input.dataset.matchesInto || "#matches";
	let shown = "";
	let asked = 0;
	const look = later(300, async () => {
		const title = input.value.trim();
		const product = new FormData(input.form).get("product") || "";
		const key = `${title}\n${product}`;
		if (title.split(/\s+/).length < 3 || key === shown) return;
		shown = key;
		const turn = ++asked;
		try {
			const url = `${input.dataset.matches}?${new URLSearchParams({ title, product })}`;
			const response = await fetch(url, { credentials: "same-origin", headers: { "X-Fragment": into.slice(1) } });
			if (turn !== asked || !response.ok || response.redirected) return;
			show(document.querySelector(into), await response.text());
		} catch {
			shown = "";
		}
	});
	input.addEventListener("input", look);
	input.form.addEventListener("change", look);
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
