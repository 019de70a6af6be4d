// The evidence chain on one screen.
import { chainOn } from "../reporting/chain.js";

const board = document.querySelector("[data-board]");
if (board) chainOn(board);
