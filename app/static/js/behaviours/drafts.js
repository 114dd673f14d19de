// form[data-draft="/drafts"]: what is typed is kept on the server a moment later, and when the page is left.
// data-place="answer:42" says which form it is; a visitor's (data-visitor) fetches its token first.
import { attach, later, phrase } from "../page.js";
import { freshToken } from "../fragments.js";
import { language } from "./times.js";

const PAUSE = 1500;

attach("form[data-draft]", (form) => {
	let kept = written();
	let sent = false;
	let token = "";
	const places = () => [...form.querySelectorAll("[data-saved]"), ...document.querySelectorAll("[data-saved-of]")];

	function written() {
		const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.endsWith("-mode"));
		return new URLSearchParams(pairs).toString();
	}
	function parcel(now) {
		const body = new URLSearchParams(now);
		if (form.dataset.place) body.set("place", form.dataset.place);
		if (token) body.set("csrf_token", token);
		return body;
	}
	function tell(words) {
		for (const place of places()) {
			place.hidden = false;
			(place.querySelector("span") || place).textContent = words;
		}
	}
	const keep = later(PAUSE, async () => {
		const now = written();
		if (sent || now === kept) return;
		try {
			if (form.dataset.visitor !== undefined) token ||= await freshToken();
			const response = await fetch(form.dataset.draft, { method: "POST", body: parcel(now), credentials: "same-origin", headers: { Accept: "application/json" } });
			if (!response.ok) throw new Error(response.statusText);
			const { id } = await response.json().catch(() => ({}));
			const field = form.querySelector("[name=draft_id]");
			if (id && field) field.value = id;
			kept = field && id ? written() : now;
			const at = new Date().toLocaleTimeString(language, { timeStyle: "short" });
			tell(phrase("saved", { at }));
		} catch {
			tell(phrase("unsaved"));
		}
		if (written() !== kept) keep();
	});
	form.addEventListener("input", keep);
	form.addEventListener("change", keep);
	form.addEventListener("submit", (event) => {
		if (event.defaultPrevented && !form.dataset.fragment) return;
		sent = true;
		keep.stop();
		// A form that comes back refused is a new element and starts again; one that stays is watched on.
		setTimeout(() => { sent = false; }, 5000);
	});
	addEventListener("pagehide", () => {
		const now = written();
		if (!sent && now !== kept && form.isConnected) navigator.sendBeacon(form.dataset.draft, parcel(now));
	});
});
