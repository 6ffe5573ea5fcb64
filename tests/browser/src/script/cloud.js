// Where the painted pixels of the map's points lie. The points are the lowest of the canvases that lie over each other.
const EDGE_PX = 20;
const overlay = arguments[0];
const points = overlay.parentElement.querySelector("canvas");
const { width, height } = points;
if (width === 0 || height === 0) return {};
const { data } = points.getContext("2d").getImageData(0, 0, width, height);
const ratio = width / overlay.getBoundingClientRect().width;
const edge = EDGE_PX * ratio;
let [n, nAtEdges, sumX, sumY, squaresX, squaresY] = [0, 0, 0, 0, 0, 0];
for (let y = 0, at = 3; y < height; y += 1) {
  for (let x = 0; x < width; x += 1, at += 4) {
    if (data[at] < 96) continue;
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
