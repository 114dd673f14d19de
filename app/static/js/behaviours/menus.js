// Menus are <details>: here they close on Escape, on a click elsewhere and when another opens; data-load fills one.
import { attach } from "../page.js";
import { swap } from "../fragments.js";

function closeMenus(except) {
	for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
	const menu = event.key === "Escape" && document.activeElement?.closest("details.menu[open]");
	if (!menu) return;
	menu.open = false;
	menu.querySelector("summary").focus();
});

attach("details[data-load]", (menu) => {
	menu.addEventListener("toggle", async () => {
		const list = menu.querySelector("[id]");
		if (!menu.open || !list) return;
		try {
			const response = await fetch(menu.dataset.load, { credentials: "same-origin", headers: { "X-Fragment": list.id } });
			if (response.ok && !response.redirected) swap(`#${list.id}`, await response.text(), true, true);
		} catch {
			// The link to the whole list stays.
		}
	});
});
