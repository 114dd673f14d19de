// data-quote="#textarea" puts what is selected in the post, or else the whole post, into the reply as a quote.
import { phrase, say, toast } from "../page.js";
import { put } from "./editor.js";

function selectedIn(post) {
	const selection = getSelection();
	return post?.contains(selection.anchorNode) && post.contains(selection.focusNode) ? selection.toString().trim() : "";
}

document.addEventListener("click", async (event) => {
	const button = event.target.closest("[data-quote]");
	const area = button && document.querySelector(button.dataset.quote);
	if (!area) return;
	let text = selectedIn(button.closest(".post"));
	try {
		if (!text) {
			const response = await fetch(button.dataset.quoteSource, { credentials: "same-origin" });
			if (!response.ok || response.redirected) throw new Error(response.statusText);
			text = (await response.text()).trim();
		}
	} catch {
		return toast(phrase("failed"));
	}
	const quoted = text.startsWith(">") ? text : text.replace(/^/gm, "> ");
	const before = area.value && !area.value.endsWith("\n\n") ? "\n\n" : "";
	for (let around = area.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
	put(area, `${before}${quoted}\n\n`, area.value.length, area.value.length);
	area.scrollIntoView({ block: "center" });
	say(phrase("quoted"));
});
