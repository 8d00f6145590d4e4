// The script of the facilitators' queue.
import { startDesk } from "./desk/desk.js";

const main = /** @type {HTMLElement | null} */ (document.querySelector("main[data-community]"));
if (main) startDesk(main);
