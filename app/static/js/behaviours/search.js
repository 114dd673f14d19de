// The search box: "/" goes there, and while one types it suggests, as a combobox with a listbox.
import { attach, later, phrase, say, typing } from "../page.js";

document.addEventListener("keydown", (event) => {
	if (event.key !== "/" || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
	const box = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent);
	if (!box) return;
	event.preventDefault();
	box.select();
});

attach("[data-suggest]", (form) => {
	const input = form.querySelector("input[type=search]");
	const box = form.querySelector(".suggest");
	let chosen = -1;
	let asked = 0;
	input.setAttribute("role", "combobox");
	input.setAttribute("aria-autocomplete", "list");
	input.setAttribute("aria-controls", box.id);
	input.setAttribute("aria-expanded", "false");
	box.setAttribute("role", "listbox");
	box.setAttribute("aria-label", input.labels[0]?.textContent || "");

	const options = () => [...box.querySelectorAll("a")];
	function choose(index) {
		const all = options();
		chosen = all.length ? (index + all.length + 1) % (all.length + 1) : -1;
		if (chosen === all.length) chosen = -1;
		all.forEach((option, at) => {
			option.classList.toggle("is-on", at === chosen);
			option.setAttribute("aria-selected", String(at === chosen));
		});
		if (chosen < 0) input.removeAttribute("aria-activedescendant");
		else input.setAttribute("aria-activedescendant", all[chosen].id);
	}
	function open(shown) {
		box.hidden = !shown;
		input.setAttribute("aria-expanded", String(shown));
		choose(-1);
	}
	const look = later(160, async () => {
		const words = input.value.trim();
		const turn = ++asked;
		if (words.length < 2) return open(false);
		try {
			const url = `${form.dataset.suggest}?${new URLSearchParams({ q: words })}`;
			const response = await fetch(url, { credentials: "same-origin", headers: { "X-Fragment": box.id } });
			if (turn !== asked || !response.ok || response.redirected) return;
			box.innerHTML = await response.text();
		} catch {
			return;
		}
		for (const part of box.children) part.setAttribute("role", part.matches("a") ? "option" : "presentation");
		options().forEach((option, at) => { option.id = `${box.id}-${at}`; option.tabIndex = -1; });
		open(options().length > 0);
		if (!box.hidden) say(phrase("found", { count: options().length }));
	});
	input.addEventListener("input", look);
	input.addEventListener("keydown", (event) => {
		if (box.hidden) return;
		if (event.key === "ArrowDown") choose(chosen + 1);
		else if (event.key === "ArrowUp") choose(chosen < 0 ? options().length - 1 : chosen - 1);
		else if (event.key === "Escape") open(false);
		else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].href);
		else return;
		event.preventDefault();
	});
	form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) open(false); });
});
