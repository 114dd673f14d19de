// Code and tables that are wider than the text can be scrolled with the keyboard.
import { attach } from "../page.js";

attach(".prose :is(pre, table, .table-scroll)", (element) => {
	if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
});
