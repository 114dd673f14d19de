// The theme changes at once and is remembered by the server, as it is when the form is posted without scripts.
import { attach } from "../page.js";

attach("[data-theme-switch]", (form) => {
	form.addEventListener("change", () => {
		const theme = new FormData(form).get("theme");
		fetch(form.action, { method: "POST", body: new URLSearchParams({ theme }), credentials: "same-origin", redirect: "manual" }).catch(() => {});
		if (theme === "auto") delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		const scheme = document.querySelector("meta[name=color-scheme]");
		if (scheme) scheme.content = theme === "auto" ? "light dark" : theme;
	});
});

attach("[data-submits]", (form) => form.addEventListener("change", () => form.requestSubmit()));
