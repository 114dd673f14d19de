// input[data-completes="/tags/complete"] with a <datalist>: the last word of several is completed.
import { attach, later } from "../page.js";

attach("input[data-completes][list]", (input) => {
	const list = document.getElementById(input.getAttribute("list"));
	let asked = 0;
	const look = later(150, async () => {
		const cut = input.value.lastIndexOf(",") + 1;
		const word = input.value.slice(cut).trim();
		const turn = ++asked;
		if (!list || !word) return list?.replaceChildren();
		try {
			const response = await fetch(`${input.dataset.completes}?${new URLSearchParams({ q: word })}`, { credentials: "same-origin", headers: { Accept: "application/json" } });
			if (turn !== asked || !response.ok) return;
			const before = cut ? `${input.value.slice(0, cut)} ` : "";
			list.replaceChildren(...(await response.json()).items.map(({ name }) => new Option("", before + name)));
		} catch {
			// Tags are typed whole where nothing completes them.
		}
	});
	input.addEventListener("input", look);
});
