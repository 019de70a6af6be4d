// A drawing that is wider than its frame is shown from where its main path runs.
for (const frame of document.querySelectorAll("[data-main]")) {
  const image = frame.querySelector("img");
  const show = () => {
    frame.scrollLeft = Number(frame.dataset.main) * image.offsetWidth - frame.clientWidth / 2;
  };
  if (image.complete) show();
  else image.addEventListener("load", show, { once: true });
}
