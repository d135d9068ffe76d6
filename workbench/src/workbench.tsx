/** The workbench: starts the app in the page. */

import { render } from "preact";

import { App } from "./app";

const root = document.getElementById("workbench");
if (root !== null) render(<App />, root);
