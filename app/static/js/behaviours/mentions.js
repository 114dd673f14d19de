// After "@" and a letter, the people one may mean, chosen with the arrow keys and Enter.
import { attach, later, make, phrase, say } from "../page.js";
import { put } from "./editor.js";

const BEGUN = /(?:^|[\s(])@([\p{L}\p{N}_.-]{1,30})$/u;

attach("[data-editor][data-complete]", (editor) => {
	const area = editor.querySelector("textarea");
	const list = make("div", "complete");
	let chosen = 0;
	list.id = `${area.id}-people`;
	list.hidden = true;
	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", "@");
	area.after(list);

	const begun = () => area.value.slice(0, area.selectionStart).match(BEGUN)?.[1];
	function close() {
		list.hidden = true;
		list.replaceChildren();
		area.removeAttribute("aria-activedescendant");
		area.removeAttribute("aria-controls");
	}
	function choose(index) {
		const all = [...list.children];
		chosen = (index + all.length) % all.length;
		all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
		area.setAttribute("aria-activedescendant", all[chosen].id);
	}
	function take(option) {
		const word = begun();
		if (word !== undefined) put(area, `@${option.dataset.handle} `, area.selectionStart - word.length - 1, area.selectionStart);
		close();
	}
	function show(people) {
		list.replaceChildren(...people.map((person, at) => {
			const option = make("div");
			option.id = `${list.id}-${at}`;
			option.dataset.handle = person.handle;
			option.setAttribute("role", "option");
			if (person.picture) option.append(Object.assign(make("img"), { src: person.picture, alt: "" }));
			option.append(make("bdi", "", person.name), make("small", "", `@${person.handle}`));
			return option;
		}));
		list.hidden = false;
		area.setAttribute("aria-controls", list.id);
		choose(0);
		say(phrase("found", { count: people.length }));
	}
	const look = later(150, async () => {
		const word = begun();
		if (!word) return close();
		try {
			const response = await fetch(`${editor.dataset.complete}?${new URLSearchParams({ q: word })}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
			const people = response.ok ? (await response.json()).items : [];
			if (begun() !== word) return;
			if (people.length) show(people);
			else close();
		} catch {
			close();
		}
	});
	area.addEventListener("input", look);
	area.addEventListener("blur", () => setTimeout(close, 150));
	area.addEventListener("keydown", (event) => {
		if (list.hidden || event.ctrlKey || event.metaKey) return;
		if (event.key === "ArrowDown") choose(chosen + 1);
		else if (event.key === "ArrowUp") choose(chosen - 1);
		else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen]);
		else if (event.key === "Escape") close();
		else return;
		event.preventDefault();
	});
	list.addEventListener("mousedown", (event) => {
		const option = event.target.closest("[role=option]");
		if (!option) return;
		event.preventDefault();
		take(option);
	});
});
