// The one mechanism that changes a page in place. A form or link marked data-fragment="#id" is sent with the header
// X-Fragment: id; what comes back, accepted (200) or refused (422), takes that element's place.
import { enliven, phrase, say, toast } from "./page.js";
import { isMarked, keepMark } from "./behaviours/marks.js";

const sending = new WeakSet();

document.addEventListener("submit", (event) => {
	const form = event.target;
	const { fragment, visitor, visitorPost } = form.dataset;
	if (event.defaultPrevented || (!fragment && visitor === undefined && !visitorPost)) return;
	event.preventDefault();
	if (sending.has(form)) return;
	sending.add(form);
	submit(form, event.submitter).finally(() => sending.delete(form));
});

document.addEventListener("click", (event) => {
	const link = event.target.closest("a[data-fragment]");
	if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
	event.preventDefault();
	const push = link.dataset.push === undefined ? "" : link.href;
	fetchInto(link.dataset.fragment, link.href, {}, push).then((arrived) => { if (!arrived) location.assign(link.href); });
});

addEventListener("popstate", (event) => { if (event.state?.swapped) location.reload(); });

// A visitor's page carries no token: it is fetched when it is first needed.
export async function freshToken() {
	const response = await fetch("/token", { credentials: "same-origin", headers: { Accept: "application/json" } });
	return (await response.json()).token;
}

export async function tokenOf(form) {
	return form?.querySelector("[name=csrf_token]")?.value || freshToken();
}

async function submit(form, button) {
	button?.setAttribute("aria-busy", "true");
	try {
		const mark = button?.dataset.mark;
		const marked = mark && isMarked(mark);
		const asVisitor = form.dataset.visitor !== undefined || form.dataset.visitorPost;
		const data = new FormData(form, button);
		let url = button?.getAttribute("formaction") || form.getAttribute("action") || location.href;
		const post = asVisitor || (button?.getAttribute("formmethod") || form.method).toLowerCase() === "post";
		if (form.dataset.visitorPost) url = (marked && form.dataset.visitorWithdraw) || form.dataset.visitorPost;
		if (asVisitor) data.set("csrf_token", await freshToken());
		if (!form.dataset.fragment) return leave(url, data);
		const multipart = form.enctype === "multipart/form-data";
		const query = new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
		const body = multipart ? data : query;
		if (!post) url = `${url.split("?")[0]}?${query}`;
		const push = post || form.dataset.push === undefined ? "" : url;
		const arrived = await fetchInto(form.dataset.fragment, url, post ? { method: "POST", body } : {}, push, () => {
			if (mark) keepMark(mark, !marked);
		});
		if (!arrived && !post) location.assign(url);
	} catch {
		toast(phrase("failed"));
	} finally {
		button?.removeAttribute("aria-busy");
	}
}

// Asks for a part of a page and puts it in place; says whether it could be.
async function fetchInto(selector, url, options = {}, push = "", before = () => {}) {
	let response;
	try {
		response = await fetch(url, { ...options, credentials: "same-origin", headers: { "X-Fragment": selector.slice(1) } });
	} catch {
		refused(selector, phrase("failed"));
		return true;
	}
	const to = response.headers.get("X-Location");
	if (response.ok) before();
	if (response.status === 204 || response.redirected) {
		go(to || (response.redirected ? response.url : location.href));
		return true;
	}
	const html = await response.text();
	if (!response.ok && response.status !== 422) {
		refused(selector, reason(html) || phrase("failed"));
		return true;
	}
	if (!swap(selector, html, response.ok)) {
		if (options.method) go(location.href);
		return Boolean(options.method);
	}
	if (to || push) {
		history.replaceState({ ...history.state, swapped: true }, "");
		history.pushState({ swapped: true }, "", to || push);
	}
	return true;
}

// Says why nothing changed; whoever showed the change early takes it back.
function refused(selector, words) {
	document.querySelector(selector)?.dispatchEvent(new CustomEvent("refused", { bubbles: true }));
	toast(words);
}

// Puts the new element where the old one was, keeps the focus and tells what changed.
export function swap(selector, html, well = true, quiet = false) {
	const old = document.querySelector(selector);
	const template = document.createElement("template");
	template.innerHTML = html;
	const fresh = template.content.querySelector(selector) || template.content.firstElementChild;
	if (!old || !fresh) return false;
	const focused = old.contains(document.activeElement) ? place(document.activeElement, old) : null;
	old.replaceWith(fresh);
	enliven(fresh);
	const wrong = well ? null : fresh.querySelector("[aria-invalid=true]");
	if (wrong) wrong.focus();
	else if (focused) refocus(focused, fresh);
	if (!quiet) say(news(fresh, well));
	return true;
}

function news(fresh, well) {
	if (!well) return fresh.querySelector(".field-error, [role=alert]")?.textContent.trim();
	const teller = fresh.matches("[data-announce]") ? fresh : fresh.querySelector("[data-announce]");
	return teller?.dataset.announce || fresh.querySelector("output")?.getAttribute("aria-label") || phrase("done");
}

const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";

function place(element, root) {
	return { id: element.id, index: [...root.querySelectorAll(FOCUSABLE)].indexOf(element) };
}

function refocus({ id, index }, fresh) {
	const named = id && document.getElementById(id);
	const target = named || [...fresh.querySelectorAll(FOCUSABLE)][index] || fresh;
	if (target === fresh) fresh.tabIndex = -1;
	target.focus({ preventScroll: true });
}

// The same address with another #part would only scroll; then the page is asked for anew.
export function go(address) {
	const next = new URL(address, location.href);
	if (next.pathname + next.search !== location.pathname + location.search) return location.assign(next);
	history.replaceState(history.state, "", next);
	location.reload();
}

function reason(html) {
	const page = new DOMParser().parseFromString(html, "text/html");
	return [...page.querySelectorAll("main h1, main h1 ~ p")].slice(0, 2).map((part) => part.textContent.trim()).join(". ");
}

// An ordinary POST that goes to its own page.
function leave(url, data) {
	const form = document.createElement("form");
	form.method = "post";
	form.action = url;
	form.hidden = true;
	for (const [name, value] of data) {
		const input = document.createElement("input");
		input.name = name;
		input.value = value;
		form.append(input);
	}
	document.body.append(form);
	form.submit();
}
