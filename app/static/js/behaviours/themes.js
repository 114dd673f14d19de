// The theme changes at once and is remembered; without scripts the same form posts.
import { attach } from "../page.js";

const YEAR = 365 * 24 * 3600;

attach("[data-theme-switch]", (form) => {
	form.addEventListener("change", () => {
		const theme = new FormData(form).get("theme");
		const secure = location.protocol === "https:" ? "; secure" : "";
		document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
		if (theme === "auto") delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		const scheme = document.querySelector("meta[name=color-scheme]");
		if (scheme) scheme.content = theme === "auto" ? "light dark" : theme;
	});
});

attach("[data-submits]", (form) => form.addEventListener("change", () => form.requestSubmit()));
