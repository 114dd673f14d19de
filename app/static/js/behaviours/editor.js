// The editor's toolbar and its preview, which the server draws.
import { attach, phrase } from "../page.js";
import { tokenOf } from "../fragments.js";

const AROUND = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"], code: ["`", "`"] };
const BEFORE = { list: "- ", quote: "> " };

// Typed rather than set, so that undo works.
export function put(area, text, start = area.selectionStart, end = area.selectionEnd) {
	area.focus();
	area.setSelectionRange(start, end);
	if (!document.execCommand("insertText", false, text)) {
		area.setRangeText(text, start, end, "end");
		area.dispatchEvent(new Event("input", { bubbles: true }));
	}
}

function wrap(area, [open, close]) {
	const { selectionStart: start, selectionEnd: end } = area;
	const text = area.value.slice(start, end);
	if (open === "`" && text.includes("\n")) return put(area, `\`\`\`\n${text}\n\`\`\``);
	put(area, open + text + close);
	if (open === "[" && text) area.setSelectionRange(start + text.length + 3, start + text.length + 11);
	else area.setSelectionRange(start + open.length, start + open.length + text.length);
}

function prefix(area, sign) {
	const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
	const lines = area.value.slice(start, area.selectionEnd).split("\n");
	const bare = lines.every((line) => line.startsWith(sign));
	put(area, lines.map((line) => (bare ? line.slice(sign.length) : sign + line)).join("\n"), start, area.selectionEnd);
}

async function showPreview(editor, area) {
	const view = editor.querySelector(".editor-view");
	view.classList.remove("is-shown");
	if (!area.value.trim()) {
		view.textContent = phrase("nothing");
		return;
	}
	view.textContent = phrase("loading");
	try {
		const body = new URLSearchParams({ text: area.value, csrf_token: await tokenOf(area.form) });
		const response = await fetch(editor.dataset.preview, { method: "POST", body, credentials: "same-origin", headers: { "X-Fragment": "preview" } });
		if (!response.ok) throw new Error(response.statusText);
		view.innerHTML = await response.text();
	} catch {
		view.textContent = phrase("failed");
	}
}

attach("[data-editor]", (editor) => {
	const area = editor.querySelector("textarea");
	const bar = editor.querySelector("[role=toolbar]");
	const [toWrite, toView] = editor.querySelectorAll(".editor-mode input");
	bar.addEventListener("click", (event) => {
		const tool = event.target.closest("[data-tool]")?.dataset.tool;
		if (!tool) return;
		toWrite.checked = true;
		if (AROUND[tool]) wrap(area, AROUND[tool]);
		else if (BEFORE[tool]) prefix(area, BEFORE[tool]);
		else if (tool === "picture") bar.querySelector("input[type=file]")?.click();
	});
	bar.addEventListener("keydown", (event) => {
		const tools = [...bar.querySelectorAll("[data-tool]")];
		const at = tools.indexOf(document.activeElement);
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (at < 0 || !step) return;
		event.preventDefault();
		tools.at((at + step * (document.dir === "rtl" ? -1 : 1)) % tools.length).focus();
	});
	toView.addEventListener("change", () => showPreview(editor, area));
	area.addEventListener("keydown", (event) => {
		if (!event.ctrlKey && !event.metaKey) return;
		const tool = { b: "bold", i: "italic", k: "link" }[event.key];
		if (tool) {
			event.preventDefault();
			wrap(area, AROUND[tool]);
		} else if (event.key === "Enter") area.form?.requestSubmit();
	});
});
