import { describe, expect, it } from 'vitest';
import {
  type Assign,
  compileRule,
  formatAssign,
  type RuleEquations,
  type RuleProgram,
  type Slot,
  unchangedWhenZero,
} from '../src/index.ts';

const bounds = { dt: 1, wMin: 0, wMax: 1 };
const traces = `dx/dt = -x / tau : pre, at spike x = 1
                dy/dt = -y / tau : post, at spike y += 1`;
const postPre: RuleEquations = {
  params: { tau: 20, lrPre: 1e-4, lrPost: 1e-2 },
  state: traces,
  onPre: 'w -= lrPre * y',
  onPost: 'w += lrPost * x',
};
const powerLaw: RuleEquations = {
  params: { tau: 20, alpha: 0.01, xTar: 0.4, mu: 0.2 },
  state: traces,
  onPost: 'w += alpha * (x - xTar) * (wMax - w)^mu',
};

const texts = (assigns: readonly Assign[]): readonly string[] => assigns.map(formatAssign);
const named =
  (...names: readonly string[]) =>
  ({ name }: Slot) =>
    names.includes(name);
const quietTraces = ({ pre, post }: RuleProgram) => [...pre, ...post].flatMap(({ name, zeroUntilSpike }) => (zeroUntilSpike ? [name] : []));

describe('compileRule', () => {
  it('puts traces and statements where they run', () => {
    const program = compileRule(postPre, bounds);
    expect(texts(program.decay.pre)).toEqual(['pre.x = let $0 = pre.x * 0.95122945 in select(abs($0) < 1e-20, 0, $0)']);
    expect(texts(program.atSpike.pre)).toEqual(['pre.x = 1']);
    expect(texts(program.atSpike.post)).toEqual(['post.y = post.y + 1']);
    expect(texts(program.onPre)).toEqual(['synapse.w = synapse.w - 0.0001 * post.y']);
    expect(texts(program.onPost)).toEqual(['synapse.w = synapse.w + 0.01 * pre.x']);
    expect(program.onStep).toEqual([]);
  });

  it('steps synapse variables and reads signals', () => {
    const program = compileRule(
      {
        params: { tau: 20, tauE: 100, lr: 0.1 },
        state: `${traces}\n de/dt = -e / tauE : synapse\n reward : signal`,
        onPost: 'e += x',
        onStep: 'w += lr * reward * e',
      },
      bounds,
    );
    expect(program.synapse.map(({ name }) => name)).toEqual(['e']);
    expect(program.signals).toEqual(['reward']);
    expect(texts(program.decay.synapse)).toEqual(['synapse.e = let $0 = synapse.e * 0.99004984 in select(abs($0) < 1e-20, 0, $0)']);
    expect(texts(program.onStep)).toEqual(['synapse.w = synapse.w + 0.1 * signal.reward * synapse.e']);
  });

  it('keeps the order of statements, and lets a spike change the traces of its own side', () => {
    const program = compileRule(
      { params: { lr: 1 }, state: 'x : pre\n y : post', onPre: 'w -= lr * y; x += 1', onPost: 'w += lr * x\n y = 1' },
      bounds,
    );
    expect(texts(program.onPre)).toEqual(['synapse.w = synapse.w - post.y', 'pre.x = pre.x + 1']);
    expect(texts(program.onPost)).toEqual(['synapse.w = synapse.w + pre.x', 'post.y = 1']);
  });
});

describe('zeroUntilSpike', () => {
  it('holds for traces that decay to 0', () => {
    expect(quietTraces(compileRule(postPre, bounds))).toEqual(['x', 'y']);
  });

  it('fails where the equation drives the trace away from 0, and for what depends on it', () => {
    const state =
      'da/dt = (1 - a) / 20 : pre\n db/dt = (a - b) / 10 : pre\n dc/dt = (d - c) / 10 : pre\n dd/dt = -d / 5 : pre\n n : post\n de/dt = (s - e) / 5 : post\n s : signal';
    expect(quietTraces(compileRule({ params: {}, state }, bounds))).toEqual(['c', 'd', 'n']);
  });

  it('is not said of synapse variables', () => {
    expect(compileRule({ params: {}, state: 'de/dt = -e / 5 : synapse' }, bounds).synapse).toEqual([
      { name: 'e', init: 0, kept: false, zeroUntilSpike: false },
    ]);
  });
});

describe('unchangedWhenZero', () => {
  const program = compileRule(postPre, bounds);
  const onPost = (text: string, params: Record<string, number> = {}) =>
    compileRule({ params: { tau: 20, lr: 0.1, ...params }, state: `${traces}\n e : synapse`, onPost: text }, bounds).onPost;

  it('sees that post-pre skips synapses whose trace is 0', () => {
    expect(unchangedWhenZero(program.onPre, named('y'))).toBe(true);
    expect(unchangedWhenZero(program.onPost, named('x'))).toBe(true);
    expect(unchangedWhenZero(program.onPre, named('x'))).toBe(false);
  });

  it('sees that the power law depresses where the trace is 0', () => {
    expect(unchangedWhenZero(compileRule(powerLaw, bounds).onPost, named('x'))).toBe(false);
    expect(unchangedWhenZero(compileRule({ ...powerLaw, params: { ...powerLaw.params, xTar: 0 } }, bounds).onPost, named('x'))).toBe(true);
  });

  it.each([
    ['w += lr * x * (wMax - w)^0.3', true],
    ['w = w * (1 + lr * x)', true],
    ['w = w * exp(-lr * x)', true],
    ['w += where(x > 0, lr, 0)', true],
    ['w += where(x >= 0, lr, 0)', false],
    ['w -= lr * w', false],
    ['e += x; w += lr * e', false],
    ['w += lr * x; y += 1', true],
    ['w = wMax', false],
  ])('with x at 0, %s: %s', (text, unchanged) => {
    expect(unchangedWhenZero(onPost(text), named('x'))).toBe(unchanged);
  });

  it('follows a variable that stops being 0 on the way', () => {
    const { onPre } = compileRule({ params: {}, state: 'x : pre', onPre: 'x += 1; w += x' }, bounds);
    expect(unchangedWhenZero(onPre, named('x'))).toBe(false);
  });

  it('counts a synapse variable that is 0 and stays 0 as unchanged', () => {
    expect(unchangedWhenZero(onPost('e *= 0.5; w += e'), named('e'))).toBe(true);
    expect(unchangedWhenZero(onPost('e += 1'), named('e'))).toBe(false);
  });
});
