import { emitModule } from '@n3ml/engine';
import type { DiehlCook2015PresetName } from '@n3ml/stdp';
import { defineBench } from './bench.ts';
import type { CompileAnswer, CompileQuestion } from './compile-in-process.ts';
import { digitModel } from './digit-model.ts';
import { askFreshProcess } from './fresh-process.ts';
import { markdownTable, spreadText } from './table.ts';

/** Compilations in one process: the first, and those that come later. */
const times = 11;

export default defineBench({
  describe:
    'From the equations of a network to kernels that run: wasm().compile(network), and the first step behind it, for V8 compiles a function of a module when it is first called. ' +
    `Drawing the weights is left out, as is the loading of n3ml itself. Several fresh processes compile ${times} times each: ms, median (min, max).`,
  options: { neurons: [100, 400, 1600], processes: 5 },
  async run({ neurons, processes }) {
    const networks = [
      ...neurons.map((size) => ({ neurons: size, preset: 'tuned' as DiehlCook2015PresetName })),
      { neurons: 400, preset: 'paper' as DiehlCook2015PresetName },
    ];
    const rows: (string | number)[][] = [];
    for (const network of networks) {
      const answers: CompileAnswer[] = [];
      for (let k = 0; k < processes; k++) {
        answers.push(await askFreshProcess<CompileQuestion, CompileAnswer>('./compile-in-process.ts', { ...network, times }));
      }
      const { model, registry } = digitModel(network);
      rows.push([
        `${network.preset}, ${network.neurons} neurons`,
        spreadText(answers.map(({ compile }) => compile[0]!)),
        spreadText(answers.map(({ firstStep }) => firstStep[0]!)),
        spreadText(answers.flatMap(({ compile }) => compile.slice(1))),
        spreadText(answers.flatMap(({ firstStep }) => firstStep.slice(1))),
        String(emitModule(model.network([28, 28], registry)).length),
      ]);
    }
    const columns = ['network', 'first compile', 'its first step', 'later compiles', 'their first step', 'bytes of the module'];
    return { tables: [{ title: `${processes} processes for each network`, table: markdownTable(columns, rows) }] };
  },
});
