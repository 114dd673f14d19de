// What was read in the last half hour stays on this device; the ask form takes it along, so that an article that did
// not do can be found. data-reading="42" notes a reading, data-readings is the form's hidden field.
import { attach } from "../page.js";

const SHELF = "readings";
const KEPT_SECONDS = 30 * 60;
const MOST = 10;

const now = () => Math.floor(Date.now() / 1000);

function recent() {
	try {
		const all = (localStorage.getItem(SHELF) || "").split(",").filter(Boolean);
		return all.filter((one) => Number(one.split(":")[1]) > now() - KEPT_SECONDS);
	} catch {
		return [];
	}
}

attach("[data-reading]", (element) => {
	const id = element.dataset.reading;
	const others = recent().filter((one) => one.split(":")[0] !== id);
	try {
		localStorage.setItem(SHELF, [...others, `${id}:${now()}`].slice(-MOST).join(","));
	} catch {
		// A browser that keeps nothing tells nothing.
	}
});

attach("[data-readings]", (field) => {
	field.value = recent().join(",");
});
