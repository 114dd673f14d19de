// Times come as dates; within a week they are said relative to now, with the exact local time in the title.
import { attach } from "../page.js";

const page = document.documentElement.lang || "en";
// The page's language, in the reader's own variety of it: en-GB writes 14 November, en-US November 14.
export const language = navigator.languages.find((known) => known.split("-")[0] === page.split("-")[0]) || page;
const exactly = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const relatively = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const recent = new Set();
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const WEEK = 7 * 86400;

function tell(element, moment) {
	const seconds = (moment - Date.now()) / 1000;
	if (Math.abs(seconds) >= WEEK) return recent.delete(element);
	const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) || ["second", Infinity];
	element.textContent = relatively.format(Math.trunc(seconds / size) || 0, unit);
}

attach("time[datetime]", (element) => {
	const moment = new Date(element.dateTime);
	if (Number.isNaN(moment.getTime()) || !element.dateTime.includes("T")) return;
	element.title = exactly.format(moment);
	recent.add(element);
	tell(element, moment);
});

setInterval(() => {
	for (const element of recent) {
		if (element.isConnected) tell(element, new Date(element.dateTime));
		else recent.delete(element);
	}
}, 60000);
