// Asks questions to the table as wasm (benches/questions) and takes the time of each sample.
import init, { WebReader } from "./questions.js";

/** Floats that are handed over at a time. */
const PIECE = 1 << 20;

const text = async (name) => (await fetch(`./${name}`)).text();

const ready = async () => {
  await init();
  const floats = new Float32Array(await (await fetch("./vectors.f32")).arrayBuffer());
  const reader = new WebReader(floats.length);
  for (let i = 0; i < floats.length; i += PIECE) reader.take(floats.subarray(i, i + PIECE));
  reader.begin(await text("questions.txt"));
  return reader;
};

const measure = async (reader, { kind, first, nSamples, group }) => {
  const ms = [];
  const answers = [];
  for (let sample = first; sample < first + nSamples; sample += 1) {
    const file = kind === "google" ? await text(`google-${sample}.txt`) : null;
    const began = performance.now();
    const found = file === null ? reader.ask(kind, sample * group, group) : [reader.examine(file)];
    ms.push((performance.now() - began) / group);
    answers.push(...found);
  }
  return { ms, answers };
};

const reader = ready();
self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ measured: await measure(await reader, data) });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};
