import type { ExplainedPlot } from '../explanation.ts';
import type { LinePlot } from './line-plot.ts';
import { plotSvg } from './plot-svg.ts';
import { plotText } from './plot-text.ts';

/** A plot as text and as a picture. */
export const plotted = (plot: LinePlot): ExplainedPlot => ({
  title: plot.title,
  note: plot.note,
  text: plotText(plot),
  svg: plotSvg(plot),
});
