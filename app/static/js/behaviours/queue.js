// Queue pages by keyboard: j and k walk the rows, o or Enter opens, x chooses, ? shows the keys; a link of the row with
// data-key="s" answers to that letter. data-chosen-of="form id" is a bar that is there while rows are chosen, and counts them.
import { attach, phrase, typing } from "../page.js";

attach("[data-queue]", (table) => {
	const rows = () => [...table.querySelectorAll("tbody tr")];
	const boxes = () => [...table.querySelectorAll("tbody input[type=checkbox]")];

	function stand(at) {
		const all = rows();
		const row = all[Math.max(0, Math.min(at, all.length - 1))];
		for (const one of all) one.classList.toggle("is-here", one === row);
		(row?.querySelector(".cell-main a") || row?.querySelector("a"))?.focus();
		row?.scrollIntoView({ block: "nearest" });
	}
	document.addEventListener("keydown", (event) => {
		const box = event.target.matches("input[type=checkbox]");
		if (event.metaKey || event.ctrlKey || event.altKey || (typing(event.target) && !box)) return;
		const at = rows().findIndex((row) => row.matches(".is-here"));
		const keyed = /^[a-z]$/.test(event.key) && rows()[at]?.querySelector(`[data-key="${event.key}"]`);
		if (event.key === "j") stand(at + 1);
		else if (event.key === "k") stand(at - 1);
		else if (event.key === "x" && at >= 0) rows()[at].querySelector("input[type=checkbox]")?.click();
		else if (event.key === "o" && at >= 0) rows()[at].querySelector(".cell-main a")?.click();
		else if (keyed) keyed.click();
		else if (event.key === "?") document.getElementById("shortcuts")?.togglePopover();
		else return;
		event.preventDefault();
	});
	table.querySelector("[data-choose-all]")?.addEventListener("change", (event) => {
		for (const box of boxes()) box.checked = event.target.checked;
	});
});

attach("[data-chosen-of]", (bar) => {
	const form = document.getElementById(bar.dataset.chosenOf);
	const told = bar.querySelector("[data-chosen]");
	const count = () => {
		const chosen = [...form.elements].filter((field) => field.matches("tbody input[type=checkbox]:checked")).length;
		bar.hidden = !chosen;
		told.textContent = phrase("chosen", { count: chosen });
	};
	form.addEventListener("reset", () => setTimeout(count));
	document.addEventListener("change", count);
	addEventListener("pageshow", count);
	count();
});
