// The contents list marks the section that is being read: the last one whose heading has passed the top of the window.
import { attach } from "../page.js";

attach("[data-contents]", (list) => {
	const links = [...list.querySelectorAll("a[href^='#']")];
	const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
	let waiting = false;
	const mark = () => {
		waiting = false;
		const top = innerHeight / 4;
		let at = heads.findLastIndex((head) => head && head.getBoundingClientRect().top < top);
		const end = document.documentElement.scrollHeight - innerHeight - scrollY < 4;
		// A short last section never reaches the top: at the end of its text it is the one in view.
		if (end && heads.at(-1)?.getBoundingClientRect().top < innerHeight) at = heads.length - 1;
		links.forEach((link, number) => {
			if (number === Math.max(at, 0)) link.setAttribute("aria-current", "true");
			else link.removeAttribute("aria-current");
		});
	};
	const soon = () => {
		if (waiting) return;
		waiting = true;
		requestAnimationFrame(mark);
	};
	addEventListener("scroll", soon, { passive: true });
	addEventListener("resize", soon, { passive: true });
	mark();
});
