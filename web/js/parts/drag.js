/** Dragging a list item by its handle, with mouse, pen or finger; buttons do the same for keys. */

function placeAt(items, y) {
  const before = items.filter((item) => {
    const box = item.getBoundingClientRect();
    return y > box.top + box.height / 2;
  });
  return before.length;
}

/** Slide `item` along with the pointer and mark where it would land. */
function follow(item, items, startY, event) {
  item.style.transform = `translateY(${event.clientY - startY}px)`;
  const to = placeAt(
    items.filter((one) => one !== item),
    event.clientY,
  );
  items.filter((one) => one !== item).forEach((one, i) => one.classList.toggle("sasaran", i === to));
  return to;
}

/** @param {(to: number) => void} drop called with the new place among its siblings, from 0 @returns {(event: PointerEvent) => void} */
export function dragHandle(drop) {
  return (down) => {
    const item = down.currentTarget.closest("li");
    const items = [...item.parentElement.children];
    let to = items.indexOf(item);
    down.preventDefault();
    item.classList.add("diseret");
    const move = (event) => (to = follow(item, items, down.clientY, event));
    const end = (event) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      item.style.transform = "";
      item.classList.remove("diseret");
      for (const one of items) one.classList.remove("sasaran");
      if (event.type === "pointerup") drop(to);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  };
}
