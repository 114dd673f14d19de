// Code and tables that are wider than the text can be scrolled with the keyboard.
import { attach } from "../page.js";

// On a phone the tab one stands on may be out of sight.
attach(".tabs [aria-current]", (tab) => {
	const row = tab.parentElement;
	if (row.scrollWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.offsetLeft - 16;
});

attach(".prose :is(pre, table, .table-scroll)", (element) => {
	if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
});
