// Remembers the workers that the page makes, so that a test can count them and end one as a trap of its wasm would.
{
  const living = new Map();
  let nMade = 0;
  const isOfMap = (address) => String(address).includes("tsne");
  window.Worker = class Worker extends window.Worker {
    constructor(address, ...rest) {
      super(address, ...rest);
      nMade += 1;
      living.set(this, isOfMap(address));
    }
    terminate() {
      living.delete(this);
      super.terminate();
    }
  };
  window.workersOfPage = {
    nMade: () => nMade,
    nLiving: () => living.size,
    /** Ends the newest worker that is not t-SNE's; whether there was one. */
    kill: (message) => {
      const worker = [...living].filter(([, isOfMap]) => !isOfMap).map(([worker]) => worker).pop();
      if (!worker) return false;
      worker.terminate();
      worker.dispatchEvent(new ErrorEvent("error", { message, cancelable: true }));
      return true;
    },
  };
}
