// Pictures by file, paste and drop: sent at once, then written into the text as Markdown. Articles take other files, too.
import { attach, phrase, say } from "../page.js";
import { tokenOf } from "../fragments.js";
import { put } from "./editor.js";

const fitting = (input, list) => [...(list || [])].filter((file) => input.accept !== "image/*" || file.type.startsWith("image/"));

async function sendPicture(editor, file) {
	const area = editor.querySelector("textarea");
	const line = editor.querySelector("[data-progress]");
	line.dataset.resting ||= line.textContent;
	line.classList.remove("is-wrong");
	line.textContent = phrase("sending", { name: file.name });
	try {
		const body = new FormData();
		body.set("file", file);
		body.set("csrf_token", await tokenOf(area.form));
		const response = await fetch(editor.dataset.files, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
		const answer = await response.json().catch(() => ({}));
		if (!response.ok) throw new Error(answer.error?.message || phrase("tooLarge"));
		const apart = area.selectionStart && area.value[area.selectionStart - 1] !== "\n" ? "\n" : "";
		put(area, `${apart}${answer.markdown}\n`);
		line.textContent = line.dataset.resting;
	} catch (problem) {
		line.classList.add("is-wrong");
		line.textContent = problem instanceof TypeError ? phrase("failed") : problem.message;
		say(line.textContent);
	}
}

async function sendPictures(editor, files) {
	for (const file of files) await sendPicture(editor, file);
}

function dropInto(place, input, act) {
	const over = (on) => (event) => {
		if (on && !event.dataTransfer?.types.includes("Files")) return;
		event.preventDefault();
		place.classList.toggle("is-over", on);
	};
	place.addEventListener("dragover", over(true));
	place.addEventListener("dragleave", over(false));
	place.addEventListener("drop", (event) => {
		const files = fitting(input, event.dataTransfer?.files);
		place.classList.remove("is-over");
		if (!files.length) return;
		event.preventDefault();
		act(files);
	});
}

attach("[data-editor][data-files]", (editor) => {
	const input = editor.querySelector("input[type=file]");
	input.addEventListener("change", () => {
		sendPictures(editor, fitting(input, input.files));
		input.value = "";
	});
	editor.querySelector("textarea").addEventListener("paste", (event) => {
		const files = fitting(input, event.clipboardData?.files);
		if (!files.length) return;
		event.preventDefault();
		sendPictures(editor, files);
	});
	dropInto(editor, input, (files) => sendPictures(editor, files));
});

attach("[data-drop]", (label) => {
	const input = label.querySelector("input[type=file]");
	const editor = input.form?.querySelector("[data-editor][data-files]");
	const take = (files) => {
		if (editor) {
			input.value = "";
			return sendPictures(editor, files);
		}
		label.querySelector("b").textContent = [...input.files].map((file) => file.name).join(", ");
	};
	input.addEventListener("change", () => { if (input.files.length) take(fitting(input, input.files)); });
	dropInto(label, input, (files) => {
		if (!editor) {
			const carried = new DataTransfer();
			for (const file of input.multiple ? files : files.slice(0, 1)) carried.items.add(file);
			input.files = carried.files;
		}
		take(files);
	});
});
