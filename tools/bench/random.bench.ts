import { randomStream } from '@n3ml/core';
import { type Bench, time } from './bench.ts';

const draws = 2_000_000;

const bench: Bench = {
  name: 'random',
  describe: `${draws.toLocaleString('en')} draws from one random stream of core; making the stream is included.`,
  async run() {
    const perDraw = async (what: 'uint32' | 'uniform' | 'exponential' | 'normal') => {
      const milliseconds = await time(() => {
        const random = randomStream(1, 'bench');
        let sum = 0;
        for (let k = 0; k < draws; k++) sum += random[what]();
        return sum;
      });
      return { what, unit: 'ns a draw', values: milliseconds.map((ms) => (ms * 1e6) / draws) };
    };
    return [await perDraw('uint32'), await perDraw('uniform'), await perDraw('exponential'), await perDraw('normal')];
  },
};
export default bench;
