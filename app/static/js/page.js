// What every behaviour shares: words, announcements, and coming alive after a swap.
const words = JSON.parse(document.body.dataset.words || "{}");
const behaviours = [];

// A sentence of the page's language; {names} in it are filled from `given`.
export function phrase(key, given = {}) {
	return (words[key] || "").replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
}

// Told to screen readers, politely. Emptied first, so that the same words are read twice.
export function say(text) {
	const live = document.getElementById("live");
	if (!live || !text) return;
	live.textContent = "";
	setTimeout(() => { live.textContent = text; }, 60);
}

export function toast(text) {
	const box = document.getElementById("toasts");
	if (!box || !text) return;
	const item = make("div", "toast");
	const button = make("button", "btn", phrase("close"));
	button.type = "button";
	button.dataset.dismiss = "";
	item.append(make("span", "", text), button);
	box.append(item);
	enliven(item);
}

export function make(name, className = "", text = "") {
	const element = document.createElement(name);
	if (className) element.className = className;
	if (text) element.textContent = text;
	return element;
}

// Runs `start` once for every element that matches, now and in whatever is swapped in later.
export function attach(selector, start) {
	const started = new WeakSet();
	const within = (root) => {
		const found = [...root.querySelectorAll(selector)];
		if (root.matches?.(selector)) found.unshift(root);
		for (const element of found) {
			if (started.has(element)) continue;
			started.add(element);
			start(element);
		}
	};
	behaviours.push(within);
	within(document);
}

export function enliven(root) {
	for (const within of behaviours) within(root);
}

export function later(wait, act) {
	let timer;
	const run = (...given) => {
		clearTimeout(timer);
		timer = setTimeout(() => act(...given), wait);
	};
	run.stop = () => clearTimeout(timer);
	return run;
}

export function typing(target) {
	return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
