// What a message between page and worker looks like: the one script that knows. Its twin is src/crossing.rs.
window.crossing = {
  /** The command or event in a message, as bytes for crossing.rs. */
  bytesOf: ({ bytes }) => bytes,
  /** A message to the worker, out of bytes of crossing.rs and perhaps a file. */
  messageOf: (bytes, file) => ({ bytes, file }),
  /** Bytes as text that WebDriver can carry, and back. */
  toText: (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  },
  fromText: (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
};
