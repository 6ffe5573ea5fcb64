// Measures the kernel as wasm (benches/kernel), in slices as the worker trains in them, and what the slicing itself costs.
import init, { WebKernel, WebRun } from "./kernel.js";

/** Slices of one look at one thing: half a second. */
const SLICES = 50;
/** Slices of a trial, and of the warming up before it: V8 has its best code long before. */
const FEW_SLICES = 20;
/** Ways to the peak that are tried. */
const SHAPES = 8;

const gflops = (kernel, what, nSlices) => {
  let operations = 0;
  let seconds = 0;
  for (let i = 0; i < nSlices; i += 1) {
    const slice = kernel.slice(what);
    operations += slice[0];
    seconds += slice[1];
  }
  return operations / seconds / 1e9;
};

// As the worker asks for its next slice: behind whatever else has come.
const { port1, port2 } = new MessageChannel();
const nextTurn = () =>
  new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });

const secondsOfRun = async (run, sliceSecs) => {
  run.restart();
  const start = performance.now();
  while (run.work(sliceSecs)) await nextTurn();
  return (performance.now() - start) / 1000;
};

const measure = async ({ nRounds, isPeakOnly }) => {
  await init();
  const kernel = new WebKernel();
  const parts = isPeakOnly ? ["peak"] : ["peak", "first", "second", "large"];
  for (const part of parts) gflops(kernel, part, FEW_SLICES);
  const trials = [];
  for (let i = 0; i < SHAPES; i += 1) {
    gflops(kernel, `peak${i}`, FEW_SLICES);
    trials.push(gflops(kernel, `peak${i}`, FEW_SLICES));
  }
  const peak_shape = kernel.settle(trials.indexOf(Math.max(...trials)));
  const rounds = [];
  let run;
  if (!isPeakOnly) {
    run = new WebRun();
    await secondsOfRun(run, 0.01);
  }
  for (let i = 0; i < nRounds; i += 1) {
    const round = {};
    for (const part of parts) round[part] = gflops(kernel, part, SLICES);
    if (run) {
      round.sliced_secs = await secondsOfRun(run, 0.01);
      round.whole_secs = await secondsOfRun(run, 1e9);
    }
    rounds.push(round);
  }
  return { peak_shape, rounds };
};

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ measured: await measure(data) });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};
self.postMessage({ isReady: true });
