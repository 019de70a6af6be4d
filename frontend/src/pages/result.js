// A map is shown whole where its letters can still be read; else at its own size, from where its main path runs.
const LEAST = 0.6; // letters of eight pixels
const HIGH = 0.84; // of the window: as the frame has it, within its border

function show(frame, image) {
  const { naturalWidth: wide, naturalHeight: high } = image;
  const whole = Math.min(1, frame.clientWidth / wide, (HIGH * window.innerHeight) / high);
  if (whole >= LEAST) image.style.inlineSize = `${Math.floor(whole * wide)}px`;
  else frame.scrollLeft = Number(frame.dataset.main) * image.offsetWidth - frame.clientWidth / 2;
}

for (const frame of document.querySelectorAll("[data-main]")) {
  const image = frame.querySelector("img");
  if (image.complete) show(frame, image);
  else image.addEventListener("load", () => show(frame, image), { once: true });
}
