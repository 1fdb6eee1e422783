/** Starts the page. */

import "./parts/cards.js";
import "./parts/furniture.js";
import "./parts/key.js";
import "./parts/indicator.js";
import "./parts/notice.js";
import "./parts/profile.js";
import "./parts/search.js";
import "./parts/sheet.js";
import "./parts/table.js";
import "./parts/tools.js";
import "./parts/trail.js";
import { startPeta } from "./pages/peta.js";

startPeta();
