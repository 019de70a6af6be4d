// Taking names out of a transcript: every proposal is looked at by a person.
import { Review } from "../names/review.js";

const screen = document.getElementById("names");
if (screen) new Review(screen).start();
