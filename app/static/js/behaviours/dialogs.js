// data-confirm asks before a form is sent; toasts leave after a while, or when told to.
import { attach, make, phrase } from "../page.js";

const SHOWN = 8000;
const confirmed = new WeakSet();

document.addEventListener("submit", (event) => {
	const form = event.target;
	if (!form.dataset.confirm || confirmed.delete(form)) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	const button = event.submitter;
	askFirst(form.dataset.confirm, form.dataset.confirmWord).then((yes) => {
		if (!yes) return button?.focus();
		confirmed.add(form);
		form.requestSubmit(button);
	});
}, true);

function askFirst(question, word) {
	const dialog = make("dialog", "dialog");
	const foot = make("div", "dialog-foot");
	const no = make("button", "btn btn--quiet", phrase("cancel"));
	const yes = make("button", "btn btn--primary", word);
	const words = make("p", "", question);
	words.id = "question";
	dialog.setAttribute("aria-labelledby", words.id);
	foot.append(no, yes);
	dialog.append(words, foot);
	document.body.append(dialog);
	dialog.showModal();
	no.focus();
	return new Promise((answer) => {
		no.onclick = () => dialog.close();
		yes.onclick = () => dialog.close("yes");
		dialog.onclose = () => {
			dialog.remove();
			answer(dialog.returnValue === "yes");
		};
	});
}

attach(".toast", (item) => {
	if (item.closest(".is-static")) return;
	const leaveLater = () => setTimeout(() => (item.matches(":hover, :focus-within") ? leaveLater() : item.remove()), SHOWN);
	leaveLater();
	item.querySelector("[data-dismiss]")?.addEventListener("click", () => item.remove());
});
