// A permalink is shared where the device can, else copied: a[data-share="title"], button[data-copy="address"].
import { phrase, toast } from "../page.js";

document.addEventListener("click", async (event) => {
	const element = event.target.closest("[data-share], [data-copy]");
	if (!element || event.metaKey || event.ctrlKey) return;
	event.preventDefault();
	const url = new URL(element.dataset.copy || element.getAttribute("href"), location.href).href;
	const touch = matchMedia("(pointer: coarse)").matches;
	element.closest("details.menu")?.removeAttribute("open");
	try {
		if (touch && navigator.share && element.dataset.share) await navigator.share({ title: element.dataset.share, url });
		else {
			await navigator.clipboard.writeText(url);
			toast(phrase("copied"));
		}
	} catch (problem) {
		if (problem.name !== "AbortError") location.assign(url);
	}
});
