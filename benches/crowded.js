// A crowded page: about 1,000 items in the stream and 100,000 done. Resolves when it is so, at the opening speed.
// Run by `cargo xtask frames --seconds 10 --script "$(cat benches/crowded.js)"`.
const stage = id => ({ id, name: id, workers: "unlimited", process_time: { mean: 1, cv: 1 } });
const ids = ["Business", "Design", "Development", "QA", "Operations"];
const stream = {
  flowglass: 1,
  name: "Crowded",
  stages: ids.map(stage),
  links: ids.map((id, index) => ({ from: id, to: ids[index + 1] ?? "customer" })),
  sources: [{ id: "ideas", to: ids[0], arrivals: { every: { mean: 0.005, cv: 1 } } }],
};
const files = new DataTransfer();
files.items.add(new File([JSON.stringify(stream)], "crowded.json", { type: "application/json" }));
document.querySelector(".page").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
const slider = document.querySelector("input[aria-label=Speed]");
const speed = notch => {
  slider.value = notch;
  slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
};
const opening = slider.value;
const pause = ms => new Promise(done => setTimeout(done, ms));
const delivered = () => {
  const customer = [...document.querySelectorAll(".belt-customer .belt-note")].map(note => note.textContent).join("");
  return Number(customer.replace(/\D/g, ""));
};
return (async () => {
  await pause(500);
  speed(100);
  while (delivered() < 100000) await pause(200);
  speed(opening);
  await pause(2000);
  return `${delivered()} done`;
})();
