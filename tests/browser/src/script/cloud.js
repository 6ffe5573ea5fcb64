// Where the painted pixels of the map's points lie. The points are the lowest of the canvases that lie over each other.
const EDGE_PX = 20;
const overlay = arguments[0];
const points = overlay.parentElement.querySelector("canvas");
const { width, height } = points;
if (width === 0 || height === 0) return {};
const { data } = points.getContext("2d").getImageData(0, 0, width, height);
const ratio = width / overlay.getBoundingClientRect().width;
const edge = EDGE_PX * ratio;
// The corner shows the paper, or nothing where a canvas has none; what differs from that is painted.
const isPainted = (x, y) => {
  const at = 4 * (y * width + x);
  return [0, 1, 2, 3].reduce((sum, part) => sum + Math.abs(data[at + part] - data[part]), 0) > 48;
};
// Axes are painted with the points, from edge to edge: a row or column that is mostly painted is one of them.
const rows = new Float64Array(height);
const columns = new Float64Array(width);
for (let y = 0; y < height; y += 1) {
  for (let x = 0; x < width; x += 1) {
    if (!isPainted(x, y)) continue;
    rows[y] += 1 / width;
    columns[x] += 1 / height;
  }
}
let [n, nAtEdges, sumX, sumY, squaresX, squaresY] = [0, 0, 0, 0, 0, 0];
for (let y = 0; y < height; y += 1) {
  for (let x = 0; x < width; x += 1) {
    if (rows[y] > 0.5 || columns[x] > 0.5 || !isPainted(x, y)) continue;
    n += 1;
    if (x < edge || y < edge || x >= width - edge || y >= height - edge) nAtEdges += 1;
    sumX += x;
    sumY += y;
    squaresX += x * x;
    squaresY += y * y;
  }
}
if (n === 0) return {};
const [meanX, meanY] = [sumX / n, sumY / n];
return {
  center: [(meanX - width / 2) / ratio, (meanY - height / 2) / ratio],
  spread: [Math.sqrt(squaresX / n - meanX * meanX) / ratio, Math.sqrt(squaresY / n - meanY * meanY) / ratio],
  atEdges: nAtEdges / n,
};
