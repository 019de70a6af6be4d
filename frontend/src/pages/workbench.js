// The coding workbench of one text.
import { start } from "../coding/start.js";

start();
