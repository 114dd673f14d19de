// data-chooses="/questions/ask": choosing a product brings its parts, its news and the fields it asks for.
import { attach } from "../page.js";
import { swap } from "../fragments.js";

attach("[data-chooses]", (step) => {
	let turn = 0;
	step.addEventListener("change", async (event) => {
		if (!/^(product|part)$/.test(event.target.name)) return;
		const form = event.target.form;
		const mine = ++turn;
		const part = event.target.name === "part" ? event.target.value : "";
		const product = new FormData(form).get("product");
		try {
			const url = `${step.dataset.chooses}?${new URLSearchParams({ product, part })}`;
			const response = await fetch(url, { credentials: "same-origin", headers: { "X-Fragment": "ask-parts" } });
			if (mine !== turn || !response.ok || response.redirected) return;
			const html = await response.text();
			// What was typed into fields of the same name stays.
			const typed = new Map([...form.querySelectorAll("#ask-fields input")].map((field) => [field.name, field.value]));
			swap("#ask-parts", html, true, true);
			swap("#ask-fields", html, true, true);
			for (const field of form.querySelectorAll("#ask-fields input")) if (typed.get(field.name)) field.value = typed.get(field.name);
		} catch {
			// The form asks for the rest when it is sent.
		}
	});
});
