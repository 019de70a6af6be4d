/** Make the boxes around file fields take dropped files and folders. Without this they are plain file fields. */
export function fileDrops(root = document) {
  for (const box of root.querySelectorAll("[data-file-drop]")) enliven(box);
}

function enliven(box) {
  const input = box.querySelector("input[type=file]");
  box.querySelector("[data-file-drop-hint]").hidden = false;
  input.addEventListener("change", () => show(box, input));
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("s-drop--over");
  });
  box.addEventListener("dragleave", (event) => {
    if (!box.contains(event.relatedTarget)) box.classList.remove("s-drop--over");
  });
  box.addEventListener("drop", async (event) => {
    event.preventDefault();
    box.classList.remove("s-drop--over");
    await take(input, event.dataTransfer);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/** What was chosen before stays: dropping twice adds. A field for one file keeps the last. */
async function take(input, transfer) {
  const files = await filesOf(transfer);
  const chosen = new DataTransfer();
  const all = input.multiple ? [...input.files, ...files] : files.slice(-1);
  for (const file of all) chosen.items.add(file);
  input.files = chosen.files;
}

async function filesOf(transfer) {
  // Entries must be asked for at once: the list of items is empty after the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesUnder))).flat();
}

async function filesUnder(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const found = [];
  // A browser gives a folder's content in parts of a hundred, then an empty one.
  for (;;) {
    const part = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (part.length === 0) break;
    found.push(...part);
  }
  return (await Promise.all(found.map(filesUnder))).flat();
}

function show(box, input) {
  const names = [...input.files].map((file) => file.name);
  const { none, one, many } = box.dataset;
  const count = names.length === 0 ? none : names.length === 1 ? one : many.replace("{count}", names.length);
  box.querySelector("[data-file-drop-count]").textContent = count;
  box.querySelector("[data-file-drop-list]").replaceChildren(...names.map(item));
}

function item(name) {
  const element = document.createElement("li");
  element.textContent = name;
  return element;
}
