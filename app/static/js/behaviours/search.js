// The search box: "/" goes there, and while one types it suggests, as a combobox with a listbox.
import { attach, later, phrase, say, typing } from "../page.js";

const WORDS_KEPT = 50;

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
	const clear = form.querySelector(".search-clear");
	const kept = new Map();
	let chosen = -1;
	let under = null;
	input.setAttribute("role", "combobox");
	input.setAttribute("aria-autocomplete", "list");
	input.setAttribute("aria-controls", box.id);
	input.setAttribute("aria-expanded", "false");
	box.setAttribute("role", "listbox");
	box.setAttribute("aria-label", input.labels[0]?.textContent || "");

	const words = () => input.value.trim().replace(/\s+/g, " ");
	const options = () => [...box.querySelectorAll("a")];
	function choose(index) {
		const all = options();
		chosen = index < -1 ? all.length - 1 : index >= all.length ? -1 : index;
		all.forEach((option, at) => {
			option.classList.toggle("is-on", at === chosen);
			option.setAttribute("aria-selected", String(at === chosen));
		});
		if (chosen < 0) return input.removeAttribute("aria-activedescendant");
		input.setAttribute("aria-activedescendant", all[chosen].id);
		all[chosen].scrollIntoView({ block: "nearest" });
	}
	function open(shown) {
		box.hidden = !shown;
		input.setAttribute("aria-expanded", String(shown));
		choose(-1);
	}
	function close() {
		look.stop();
		under?.abort();
		open(false);
	}
	// Asks once for the same words, and gives up what is no longer wanted.
	async function fetched(asked) {
		if (kept.has(asked)) return kept.get(asked);
		under?.abort();
		under = new AbortController();
		const url = `${form.dataset.suggest}?${new URLSearchParams({ q: asked })}`;
		const response = await fetch(url, { credentials: "same-origin", headers: { "X-Fragment": box.id }, signal: under.signal });
		if (!response.ok || response.redirected) return "";
		const html = await response.text();
		if (kept.size >= WORDS_KEPT) kept.clear();
		kept.set(asked, html);
		return html;
	}
	async function suggest() {
		const asked = words();
		let html;
		try {
			html = await fetched(asked);
		} catch (failure) {
			if (failure.name !== "AbortError") open(false);
			return;
		}
		if (asked !== words() || !form.contains(document.activeElement)) return;
		box.innerHTML = html;
		options().forEach((option, at) => { option.id = `${box.id}-${at}`; option.tabIndex = -1; option.setAttribute("role", "option"); });
		open(options().length > 0);
		say(phrase("found", { count: options().length }));
	}
	const look = later(120, suggest);

	input.addEventListener("input", (event) => {
		if (clear) clear.hidden = !input.value;
		if (event.isComposing) return;
		if (words().length === 1) close();
		else look();
	});
	input.addEventListener("compositionend", look);
	// What most people have is shown to whoever points at an empty box, or asks for it with a key.
	input.addEventListener("click", () => { if (box.hidden && !words()) suggest(); });
	input.addEventListener("keydown", (event) => {
		if (event.isComposing) return;
		if (box.hidden) {
			if (event.key !== "ArrowDown" || words().length === 1) return;
			suggest();
		} else if (event.key === "ArrowDown") choose(chosen + 1);
		else if (event.key === "ArrowUp") choose(chosen < 0 ? -2 : chosen - 1);
		else if (event.key === "Escape") close();
		else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].href);
		else return;
		event.preventDefault();
	});
	// A press on an option keeps the focus in the box until the link was followed.
	box.addEventListener("mousedown", (event) => event.preventDefault());
	form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
	form.addEventListener("submit", close);
	clear?.addEventListener("click", () => {
		input.value = "";
		clear.hidden = true;
		close();
		input.focus();
	});
	// Coming back, the box says what the page is about, not what was typed last.
	addEventListener("pageshow", (event) => { if (event.persisted) close(); });
});
