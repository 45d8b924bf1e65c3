/** A 2-d convolution in words of numbers: shapes, strides and padding before and behind. */
export interface Convolution {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const outHeight = (conv: Convolution): number =>
  Math.floor((conv.height + conv.top + conv.bottom - conv.filterHeight) / conv.strideHeight) + 1;
export const outWidth = (conv: Convolution): number =>
  Math.floor((conv.width + conv.left + conv.right - conv.filterWidth) / conv.strideWidth) + 1;

/** Output and gradients straight from the definition, in doubles: y = sum of x w, dx = sum of dy w, dw = sum of dy x. */
export function plainConvolution(conv: Convolution, x: Float32Array, w: Float32Array, dy: Float32Array) {
  const y = new Float64Array(dy.length);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(w.length);
  for (let n = 0; n < conv.batch; n++)
    for (let r = 0; r < outHeight(conv); r++)
      for (let s = 0; s < outWidth(conv); s++)
        for (let i = 0; i < conv.filterHeight; i++)
          for (let j = 0; j < conv.filterWidth; j++)
            for (let c = 0; c < conv.channels; c++)
              for (let o = 0; o < conv.filters; o++) {
                const row = r * conv.strideHeight + i - conv.top;
                const column = s * conv.strideWidth + j - conv.left;
                if (row < 0 || row >= conv.height || column < 0 || column >= conv.width) continue;
                const atX = ((n * conv.height + row) * conv.width + column) * conv.channels + c;
                const atW = ((i * conv.filterWidth + j) * conv.channels + c) * conv.filters + o;
                const atY = ((n * outHeight(conv) + r) * outWidth(conv) + s) * conv.filters + o;
                y[atY]! += x[atX]! * w[atW]!;
                dx[atX]! += dy[atY]! * w[atW]!;
                dw[atW]! += dy[atY]! * x[atX]!;
              }
  return { y, dx, dw };
}
