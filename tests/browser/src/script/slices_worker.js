// Measures slices as wasm (benches/slices), a row at a time, so that a page can tell how far it is.
import init, { WebSlices } from "./slices.js";

let slices;
const answer = async ({ only, isFull, row, seconds }) => {
  if (slices) return JSON.parse(slices.measure(row, seconds));
  await init();
  slices = new WebSlices(only, isFull);
  slices.warm_up();
  return { nRows: slices.n_rows(), control: JSON.parse(slices.control(seconds)) };
};

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ measured: await answer(data) });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};
