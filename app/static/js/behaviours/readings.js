// What was read in the last half hour stays on this device; the ask form takes it along, so that an article that did
// not do can be found. data-reading="42" notes a reading, data-reads="42" one once it is opened in place, data-readings
// is the form's hidden field.
import { attach } from "../page.js";

const READINGS = "readings";
const KEPT_SECONDS = 30 * 60;
const MOST = 10;

const now = () => Math.floor(Date.now() / 1000);

function readings() {
	try {
		const all = (localStorage.getItem(READINGS) || "").split(",").filter(Boolean);
		return all.filter((one) => Number(one.split(":")[1]) > now() - KEPT_SECONDS);
	} catch {
		return [];
	}
}

function noteReading(id) {
	const others = readings().filter((one) => one.split(":")[0] !== id);
	try {
		localStorage.setItem(READINGS, [...others, `${id}:${now()}`].slice(-MOST).join(","));
	} catch {
		// A browser that keeps nothing tells nothing.
	}
}

attach("[data-reading]", (element) => noteReading(element.dataset.reading));

attach("details[data-reads]", (element) => {
	element.addEventListener("toggle", () => {
		if (!element.open) return;
		noteReading(element.dataset.reads);
		for (const field of document.querySelectorAll("[data-readings]")) field.value = readings().join(",");
	});
});

attach("[data-readings]", (field) => {
	field.value = readings().join(",");
});
