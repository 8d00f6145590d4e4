// Every page's script.
import { startConfirm } from "./site/confirm.js";
import { startForms } from "./site/forms.js";
import { startLeave } from "./site/leave.js";
import { startNews } from "./site/news.js";
import { startQueue } from "./site/queue.js";
import { startTheme } from "./site/theme.js";
import { startZone } from "./site/zone.js";

startTheme();
startZone();
startConfirm();
startForms();
startLeave();
startNews();
startQueue();
