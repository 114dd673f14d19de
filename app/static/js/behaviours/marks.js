// What a visitor did on this device, laid over pages that are the same for everybody: data-mark="too:42".
import { attach } from "../page.js";

const SHELF = "marks";

function marks() {
	try {
		return JSON.parse(localStorage.getItem(SHELF)) || {};
	} catch {
		return {};
	}
}

export function isMarked(name) {
	return marks()[name] === 1;
}

export function keepMark(name, on) {
	const all = marks();
	if (on) all[name] = 1;
	else delete all[name];
	try {
		localStorage.setItem(SHELF, JSON.stringify(all));
	} catch {
		// A browser that keeps nothing shows the page as everybody sees it.
	}
	for (const button of document.querySelectorAll(`[data-mark="${CSS.escape(name)}"]`)) lay(button);
}

function lay(button) {
	button.setAttribute("aria-pressed", String(isMarked(button.dataset.mark)));
}

attach("[data-mark]", lay);
