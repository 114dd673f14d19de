// data-beacon="/questions/42/view" is told once that the page was really looked at; nothing waits for it.
import { attach } from "../page.js";

attach("[data-beacon]", (element) => {
	const tell = () => {
		const body = new URLSearchParams();
		if (element.dataset.token) body.set("csrf_token", element.dataset.token);
		navigator.sendBeacon(element.dataset.beacon, body);
	};
	if (document.visibilityState === "visible") return tell();
	document.addEventListener("visibilitychange", tell, { once: true });
});
