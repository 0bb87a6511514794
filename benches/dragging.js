// A large drawing, 100 work centers and about 300 links, with one card dragged to and fro in every frame; or all cards, with
// `--url-suffix '?all'`. Resolves when the drag is under way.
// Run by `cargo xtask frames --seconds 8 --script "$(cat benches/dragging.js)"`.
const COLUMNS = 10, COUNT = 100;
const id = number => `s${number}`;
const stages = Array.from({ length: COUNT }, (_, number) => ({
  id: id(number),
  name: `Work ${number + 1}`,
  workers: 2,
  process_time: { mean: 1, cv: 1 },
  position: { x: number % COLUMNS, y: Math.floor(number / COLUMNS) },
}));
const links = [];
for (let number = 0; number < COUNT; number++) {
  const targets = [1, 2, 11].map(step => number + step).filter(to => to < COUNT).map(id);
  if (targets.length < 3) targets.push("customer");
  for (const to of targets) links.push({ from: id(number), to, share: 1 / targets.length });
}
const stream = {
  flowglass: 1,
  name: "Large",
  stages,
  links,
  sources: [{ id: "in", to: id(0), arrivals: { every: { mean: 0.6, cv: 1 } } }],
};
// The places are in the belt’s units, a card and the room beside it.
const pause = ms => new Promise(done => setTimeout(done, ms));
const files = new DataTransfer();
files.items.add(new File([JSON.stringify(stream)], "large.json", { type: "application/json" }));
const drop = { dataTransfer: files, bubbles: true, cancelable: true };
document.querySelector(".page").dispatchEvent(new DragEvent("drop", drop));
const card = () => document.querySelector(`.belt [data-part="s${COUNT / 2 + 5}"]`);
return (async () => {
  while (!card()) await pause(100);
  await pause(1000);
  if (location.search === "?all") {
    // The first key brings what listens to keys.
    for (let press = 0; press < 2; press++) {
      card().focus();
      card().dispatchEvent(new KeyboardEvent("keydown", { key: "a", ctrlKey: true, bubbles: true, cancelable: true }));
      await pause(1500);
    }
    const chosen = document.querySelectorAll('.belt [aria-pressed="true"]').length;
    if (chosen < COUNT) throw new Error(`${chosen} are chosen, not all`);
  }
  const { left, top, width, height } = card().getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height - 12];
  const tell = (kind, clientX, clientY) => card().dispatchEvent(new PointerEvent(kind, {
    bubbles: true, cancelable: true, composed: true, pointerId: 1, pointerType: "mouse", isPrimary: true,
    button: kind === "pointermove" ? -1 : 0, buttons: 1, clientX, clientY,
  }));
  tell("pointerdown", x, y);
  let frame = 0;
  const move = () => {
    frame += 1;
    tell("pointermove", x + 40 * Math.sin(frame / 20), y + 30 * Math.sin(frame / 13));
    requestAnimationFrame(move);
  };
  move();
  await pause(500);
  const moved = card().getBoundingClientRect();
  if (Math.abs(moved.left - left) + Math.abs(moved.top - top) < 1) throw new Error("nothing is dragged");
  return `${stages.length} work centers, ${links.length} links`;
})();
