// The tall vote: form[data-backs] shows the new count at once and takes it back when the site refuses.
// form[data-begins] is a visitor's: what they pressed is finished by form[data-finishes] once they are signed in.
import { attach } from "../page.js";

const BEGUN_VOTE = "begun-vote";
const shownEarly = new WeakMap();

document.addEventListener("submit", (event) => {
	const form = event.target;
	if (form.dataset.begins !== undefined) rememberVote(form, event.submitter);
	const button = form.dataset.backs !== undefined && form.querySelector(".vote-tall");
	if (!button || shownEarly.has(form)) return;
	shownEarly.set(form, button.cloneNode(true));
	showVote(button, button.getAttribute("aria-pressed") !== "true");
});

// Told by fragments.js when the answer was a refusal, or none came.
document.addEventListener("refused", (event) => {
	const form = event.target;
	const before = shownEarly.get(form);
	if (!before) return;
	shownEarly.delete(form);
	const button = form.querySelector(".vote-tall");
	const had = button === document.activeElement;
	button.replaceWith(before);
	if (had) before.focus({ preventScroll: true });
});

function showVote(button, on) {
	const [count, word] = [button.querySelector("b"), button.querySelector("span")];
	const drawing = button.querySelector("use");
	const [votes, voted] = button.dataset.words.split("|");
	button.setAttribute("aria-pressed", String(on));
	drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, on ? "#check" : "#arrow-up"));
	word.textContent = on ? voted : votes;
	// A shortened count (12.4k) stays as it is.
	if (/^\d+$/.test(count.textContent)) count.textContent = String(Number(count.textContent) + (on ? 1 : -1));
}

function rememberVote(form, button) {
	try {
		const query = new URLSearchParams({ value: button?.value || "on" });
		sessionStorage.setItem(BEGUN_VOTE, `${form.getAttribute("action")}?${query}`);
	} catch {
		// Then the page asks for one more click.
	}
}

attach("form[data-finishes]", (form) => {
	try {
		const begun = sessionStorage.getItem(BEGUN_VOTE);
		sessionStorage.removeItem(BEGUN_VOTE);
		if (begun === location.pathname + location.search) form.requestSubmit();
	} catch {
		// The button is there.
	}
});
