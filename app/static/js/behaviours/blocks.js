// "Insert from knowledge": a dialog that finds blocks of articles and writes what shows them into the editor.
// It is the page at data-blocks, cut to its picker; without scripts the same page tells what to copy.
import { attach, enliven, later, make, phrase, say, toast } from "../page.js";
import { swap } from "../fragments.js";
import { put } from "./editor.js";

let picker;

async function pickBlock(editor) {
	const area = editor.querySelector("textarea");
	try {
		const response = await fetch(editor.dataset.blocks, { credentials: "same-origin", headers: { "X-Fragment": "picker" } });
		if (!response.ok) throw new Error(response.statusText);
		showPicker(area, await response.text());
	} catch {
		toast(phrase("failed"));
	}
}

function showPicker(area, html) {
	picker?.remove();
	picker = make("dialog", "dialog dialog--picker");
	const foot = make("div", "dialog-foot");
	const close = make("button", "btn", phrase("close"));
	close.type = "button";
	close.onclick = () => picker.close();
	foot.append(close);
	picker.innerHTML = html;
	picker.append(foot);
	picker.setAttribute("aria-label", area.closest("[data-editor]").querySelector("[data-tool=blocks]").getAttribute("aria-label"));
	document.body.append(picker);
	enliven(picker);
	const { selectionStart, selectionEnd } = area;
	picker.addEventListener("click", (event) => {
		const button = event.target.closest("[data-insert]");
		if (!button) return;
		picker.close();
		area.setSelectionRange(selectionStart, selectionEnd);
		insertBlock(area, button.dataset.insert, button.dataset.insertApart !== undefined);
	});
	picker.addEventListener("close", () => {
		picker.remove();
		area.focus();
	});
	picker.showModal();
	picker.querySelector("input[type=search]").focus();
}

// What stands alone on its line gets blank lines around it, unless they are there.
function insertBlock(area, text, apart) {
	if (!apart) return put(area, text);
	const before = area.value.slice(0, area.selectionStart);
	const after = area.value.slice(area.selectionEnd);
	const head = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
	const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
	put(area, head + text + tail);
}

attach("[data-picker] form", (form) => {
	let turn = 0;
	const look = later(200, async () => {
		const mine = ++turn;
		try {
			const url = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
			const response = await fetch(url, { credentials: "same-origin", headers: { "X-Fragment": "found-blocks" } });
			if (mine !== turn || !response.ok) return;
			swap("#found-blocks", await response.text(), true, true);
			say(document.getElementById("found-blocks").dataset.announce);
		} catch {
			toast(phrase("failed"));
		}
	});
	form.addEventListener("input", look);
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		look();
	});
});

document.addEventListener("click", async (event) => {
	const button = event.target.closest("[data-copy-text]");
	if (!button) return;
	try {
		await navigator.clipboard.writeText(button.dataset.copyText);
		toast(phrase("copiedText"));
	} catch {
		toast(phrase("failed"));
	}
});

document.addEventListener("click", (event) => {
	const tool = event.target.closest("[data-tool=blocks]");
	if (tool) pickBlock(tool.closest("[data-editor]"));
});
