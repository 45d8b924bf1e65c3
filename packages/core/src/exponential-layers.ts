/**
 * The layers of the ziggurat for the density e^-x, all of one area (G. Marsaglia, W. W. Tsang: The Ziggurat Method for Generating Random Variables,
 * J. Stat. Softw. 5(8), 2000). Layer i spans the abscissae 0 to edges[i] and the ordinates heights[i] to heights[i + 1]. Layer 0 stands for the
 * strip below heights[1] with its tail: edges[0] is the width of a rectangle of that area.
 */
export interface ExponentialLayers {
  /** Descending, [257]. */
  readonly edges: Float64Array;
  /** e^-edges, [257]. */
  readonly heights: Float64Array;
}

/** Where the tail begins, and the area of each layer, for 256 layers (table 1 of the paper). */
const TAIL = 7.69711747013105;
const AREA = 0.003949659822581557;

function buildLayers(): ExponentialLayers {
  const edges = new Float64Array(257);
  edges[0] = AREA * Math.exp(TAIL);
  edges[1] = TAIL;
  for (let i = 1; i < 255; i++) edges[i + 1] = -Math.log(AREA / edges[i]! + Math.exp(-edges[i]!));
  return { edges, heights: edges.map((edge) => Math.exp(-edge)) };
}

export const exponentialLayers: ExponentialLayers = /* @__PURE__ */ buildLayers();
