// button[data-print] opens the browser's own dialog; without scripts the page says which keys do.
document.addEventListener("click", (event) => {
	if (event.target.closest("[data-print]")) print();
});
