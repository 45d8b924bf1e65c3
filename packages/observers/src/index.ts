import { definePlugin } from '@n3ml/core';
import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import { learningCurve } from './learning-curve.ts';
import { progress } from './progress.ts';
import { prometheus } from './prometheus.ts';
import { raster } from './raster.ts';
import { tensorboard } from './tensorboard.ts';
import { weightImage } from './weight-image.ts';

export { type AccuracyCurve, accuracyCurve, type CurvePoint } from './accuracy-curve.ts';
export type { ColourMapName } from './colour-map.ts';
export { type CsvOptions, csv } from './csv.ts';
export { type CurveOptions, curveSvg } from './curve-svg.ts';
export { encodePng, type Picture } from './encode-png.ts';
export { escapeMarkup } from './escape-markup.ts';
export { figuresHtml } from './figures-html.ts';
export { histogramSvg } from './histogram-svg.ts';
export { type JsonlOptions, jsonl } from './jsonl.ts';
export { type LearningCurveOptions, learningCurve } from './learning-curve.ts';
export { niceTicks } from './nice-ticks.ts';
export { type Page, type PageSection, pageHtml, syntheticAlarm } from './page-html.ts';
export { type ProgressOptions, progress } from './progress.ts';
export { type PrometheusOptions, prometheus } from './prometheus.ts';
export { type RasterOptions, raster } from './raster.ts';
export { reportHtml } from './report-html.ts';
export type { Confusion, ReportPicture, RunReport } from './run-report.ts';
export type { TextStream } from './status-line.ts';
export { type Cell, shareCell, tableHtml } from './table-html.ts';
export { type TensorboardOptions, tensorboard } from './tensorboard.ts';
export { type WeightGridOptions, weightGrid } from './weight-grid.ts';
export { type WeightImageOptions, weightImage } from './weight-image.ts';

declare module '@n3ml/core' {
  interface Observers {
    csv: typeof csv;
    jsonl: typeof jsonl;
    'learning-curve': typeof learningCurve;
    progress: typeof progress;
    prometheus: typeof prometheus;
    raster: typeof raster;
    tensorboard: typeof tensorboard;
    'weight-image': typeof weightImage;
  }
}

/** The observers as a plugin. */
export default definePlugin({
  name: '@n3ml/observers',
  version: '0.0.0',
  api: 1,
  provides: {
    observer: {
      csv,
      jsonl,
      'learning-curve': learningCurve,
      progress,
      prometheus,
      raster,
      tensorboard,
      'weight-image': weightImage,
    },
  },
});
