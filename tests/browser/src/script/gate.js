// Stands before the worker's loader: lets the first bytes of files through, and the others only when the gate is opened.
{
  const FREE_BYTES = 8e6;
  const opened = new Promise((open) => {
    new BroadcastChannel("gate").onmessage = open;
  });
  const read = Blob.prototype.arrayBuffer;
  let nRead = 0;
  Blob.prototype.arrayBuffer = async function () {
    nRead += this.size;
    if (nRead > FREE_BYTES) await opened;
    return read.call(this);
  };
}
