// A flag is set beside the text: a link marked data-flag brings the form of its page into the dialog #flag-dialog.
import { swap } from "../fragments.js";
import { attach } from "../page.js";

attach("[data-flag]", (link) => {
	const dialog = document.getElementById("flag-dialog");
	if (!dialog?.showPopover) return;
	link.addEventListener("click", async (event) => {
		if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
		event.preventDefault();
		try {
			const response = await fetch(link.href, { credentials: "same-origin", headers: { "X-Fragment": "flag-form" } });
			if (!response.ok || response.redirected) throw new Error("no form");
			swap("#flag-form", await response.text(), true, true);
			dialog.showPopover();
			dialog.querySelector("input[type=radio]")?.focus();
		} catch {
			location.assign(link.href);
		}
	});
});
