// The coding workbench on open answers of a questionnaire: a window on thousands of them.
import { Answers } from "../answers/answers.js";
import { start } from "../coding/start.js";

const answers = new Answers(document.querySelector("[data-answers]"));
start((desk) => answers.serve(desk));
answers.begin();
