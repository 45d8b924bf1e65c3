import { type Assign, bind, type Slot, type Variable } from '@n3ml/equations';
import { isConvolution } from '../plan/convolution.ts';
import type { ConnectionPlan } from '../plan/plan.ts';
import { initialValues } from './initial-values.ts';
import type { InterpretedPopulation, Spikes } from './interpreted-population.ts';
import { type Synapse, synapsesOf } from './synapses.ts';

interface BoundStatement {
  readonly scope: Slot['scope'];
  readonly run: (synapse: Synapse) => void;
}

const { fround } = Math;
const add = (target: Float32Array, neuron: number, amount: number): void => {
  target[neuron] = target[neuron]! + amount;
};
const addAll = (target: Float32Array, amounts: Float32Array): void => {
  for (const [neuron, amount] of amounts.entries()) add(target, neuron, amount);
};
const record = (variables: readonly Variable[], size: number): Record<string, Float32Array> =>
  Object.fromEntries(variables.map((variable) => [variable.name, initialValues(size, variable)]));

/** A connection that runs from its equations as closures, synapse after synapse, with nothing skipped: the oracle for the compiled kernels. */
export class InterpretedConnection {
  readonly plan: ConnectionPlan;
  readonly weights: Float32Array;
  readonly traces: Readonly<Record<'pre' | 'post', Record<string, Float32Array>>>;
  readonly signals: Record<string, number>;
  readonly unsettled: Uint8Array;
  readonly #pre: InterpretedPopulation;
  readonly #post: InterpretedPopulation;
  readonly #synapseVariables: Record<string, Float32Array>;
  readonly #synapses: readonly Synapse[];
  /** The synapses of each presynaptic and of each postsynaptic neuron. */
  readonly #of: Readonly<Record<'pre' | 'post', readonly (readonly Synapse[])[]>>;
  readonly #rule: Readonly<Record<'onPre' | 'onPost' | 'onStep' | 'atPre' | 'atPost', readonly BoundStatement[]>> | undefined;
  readonly #decays: readonly (() => void)[];
  /** Currents on their way: [longestDelay + 1][post]. */
  readonly #ring: readonly Float32Array[];
  /** Max pooling: the highest spike count under each place's window. */
  readonly #highest: Uint32Array;
  /** Synapses share weights: these are clamped after each spike, for the next one may meet them again. */
  readonly #shared: boolean;
  /** What a presynaptic current brings in each step. */
  readonly #inflow: Float32Array;
  #due = 0;

  constructor(plan: ConnectionPlan, pre: InterpretedPopulation, post: InterpretedPopulation) {
    this.plan = plan;
    this.#pre = pre;
    this.#post = post;
    const { rule, weights } = plan;
    this.weights = typeof weights === 'number' ? Float32Array.of(weights) : weights.slice();
    this.traces = { pre: record(rule?.program.pre ?? [], plan.pre.size), post: record(rule?.program.post ?? [], plan.post.size) };
    this.#synapseVariables = record(rule?.program.synapse ?? [], this.weights.length);
    this.signals = Object.fromEntries((rule?.program.signals ?? []).map((name) => [name, 0]));
    this.unsettled = new Uint8Array(plan.post.size).fill(1);
    this.#synapses = [...synapsesOf(plan)];
    const lists = { pre: emptyLists(plan.pre.size), post: emptyLists(plan.post.size) };
    for (const synapse of this.#synapses) {
      lists.pre[synapse.pre]!.push(synapse);
      lists.post[synapse.post]!.push(synapse);
    }
    this.#of = lists;
    this.#ring = Array.from({ length: plan.longestDelay + 1 }, () => new Float32Array(plan.post.size));
    this.#shared = isConvolution(plan.topology);
    this.#highest = new Uint32Array(plan.post.size);
    this.#inflow = new Float32Array(plan.post.size);
    const all = (assigns: readonly Assign[]): BoundStatement[] => assigns.map((assign) => this.#bind(assign));
    const decay = rule?.program.decay;
    this.#decays = decay ? [this.#decayOf(decay.pre), this.#decayOf(decay.post), this.#decayOf(decay.synapse)] : [];
    this.#rule = rule && {
      onPre: all(rule.program.onPre),
      onPost: all(rule.program.onPost),
      onStep: all(rule.program.onStep),
      atPre: all(rule.program.atSpike.pre),
      atPost: all(rule.program.atSpike.post),
    };
  }

  restart(): void {
    const { rule } = this.plan;
    for (const side of ['pre', 'post'] as const) {
      for (const variable of rule?.program[side] ?? []) {
        if (!variable.kept) this.traces[side][variable.name]!.set(initialValues(this.plan[side].size, variable));
      }
    }
    for (const { name, init } of rule?.program.synapse ?? []) this.#synapseVariables[name]!.fill(init as number);
    for (const slot of this.#ring) slot.fill(0);
    this.#highest.fill(0);
    this.#due = 0;
  }

  /** Takes in the current of the presynaptic neurons, for the steps that follow. */
  takeCurrent(current: Float32Array = new Float32Array()): void {
    const ids = [...current.keys()].filter((neuron) => current[neuron] !== 0);
    this.#inflow.fill(0);
    this.#bring({ ids, scales: ids.map((neuron) => current[neuron]!) }, () => this.#inflow);
  }

  /** Adds to the currents of the receiving population what arrives in this step. */
  propagate(): void {
    const { pre, step, delay, longestDelay, channel } = this.plan;
    const currents = this.#post.currents[channel]!;
    if (pre.carries === 'current') {
      addAll(currents, this.#inflow);
      return;
    }
    this.#bring(step === 0 ? this.#pre.previous : this.#pre.present, (place) => {
      if (longestDelay === 0) return currents;
      return this.#ring[(this.#due + (typeof delay === 'number' ? delay : delay[place]!)) % this.#ring.length]!;
    });
    if (longestDelay > 0) {
      const due = this.#ring[this.#due]!;
      addAll(currents, due);
      due.fill(0);
      this.#due = (this.#due + 1) % this.#ring.length;
    }
  }

  /** Adds what spikes bring, spike after spike, to the currents in which each synapse's part arrives. */
  #bring({ ids, scales }: Spikes, arriving: (place: number) => Float32Array): void {
    const scaled = (place: number, spike: number): number => {
      const weight = this.weights[this.weights.length === 1 ? 0 : place]!;
      return scales ? fround(weight * scales[spike]!) : weight;
    };
    if (this.plan.topology.kind === 'all-but-self') {
      const target = arriving(0);
      const sum = scales ? scales.reduce((total, scale) => fround(total + scale), 0) : ids.length;
      if (ids.length) addAll(target, new Float32Array(target.length).fill(this.weights[0]! * sum));
      for (const [spike, neuron] of ids.entries()) add(target, neuron, -scaled(0, spike));
      return;
    }
    for (const [spike, neuron] of ids.entries()) {
      for (const { post, place } of this.#of.pre[neuron]!) {
        if (this.#counted(neuron, post)) add(arriving(place), post, scaled(place, spike));
      }
    }
  }

  /** False for a spike of a neuron that doesn't lead the window in max pooling. */
  #counted(neuron: number, place: number): boolean {
    const { topology } = this.plan;
    if (topology.kind !== 'pool2d' || topology.pool === 'sum') return true;
    if (this.#pre.counts[neuron]! <= this.#highest[place]!) return false;
    this.#highest[place]!++;
    return true;
  }

  /** Traces, onPre, onPost, onStep, the clamp. */
  learn(): void {
    const rule = this.#rule;
    if (!rule) return;
    for (const decay of this.#decays) decay();
    for (const pre of this.#pre.present.ids) for (const { run } of rule.atPre) run({ pre, post: 0, place: 0 });
    for (const post of this.#post.present.ids) for (const { run } of rule.atPost) run({ pre: 0, post, place: 0 });

    this.#onSpikes('pre', rule.onPre);
    this.#onSpikes('post', rule.onPost);
    for (const synapse of this.#synapses) {
      for (const { run } of rule.onStep) run(synapse);
      if (this.#shared) this.#clamp(synapse.place);
    }
    for (let place = 0; place < this.weights.length; place++) this.#clamp(place);
    this.#unsettle();
  }

  /** A neuron's weights count as changed where it spiked, and all of them where onPre or onStep can have changed those of silent neurons. */
  #unsettle(): void {
    const { program, onPreSkipsSilent, onStepSkipsZeroSignals } = this.plan.rule!;
    for (const post of this.#post.present.ids) this.unsettled[post] = 1;
    const byPre = !onPreSkipsSilent && this.#pre.present.ids.length > 0;
    const byStep = program.onStep.length > 0 && !(onStepSkipsZeroSignals && Object.values(this.signals).every((value) => value === 0));
    if (byPre || byStep) this.unsettled.fill(1);
  }

  /** Scales the weights into each neuron whose weights have changed to the sum that the connection names, then clamps. */
  normalize(): void {
    const { normalizedSum, bounds } = this.plan;
    if (normalizedSum === undefined) return;
    for (let post = 0; post < this.unsettled.length; post++) {
      if (!this.unsettled[post]) continue;
      this.unsettled[post] = 0;
      const own = this.#of.post[post]!;
      const sum = own.reduce((total, { place }) => total + this.weights[place]!, 0);
      const factor = sum === 0 ? 1 : fround(normalizedSum / sum);
      for (const { place } of own) {
        const scaled = fround(this.weights[place]! * factor);
        const clamped = Math.min(Math.max(scaled, fround(bounds[0])), fround(bounds[1]));
        this.weights[place] = clamped;
        if (clamped !== scaled) this.unsettled[post] = 1;
      }
    }
  }

  /** Statements on synapses run once per synapse, those on the neuron that spiked once per spike. */
  #onSpikes(side: 'pre' | 'post', statements: readonly BoundStatement[]): void {
    const spiking = (side === 'pre' ? this.#pre : this.#post).present.ids;
    for (const neuron of spiking) {
      for (const { scope, run } of statements) {
        if (scope === 'synapse') for (const synapse of this.#of[side][neuron]!) run(synapse);
        else run({ pre: neuron, post: neuron, place: 0 });
      }
      if (this.#shared) for (const { place } of this.#of[side][neuron]!) this.#clamp(place);
    }
  }

  #clamp(place: number): void {
    const [wMin, wMax] = this.plan.bounds;
    this.weights[place] = Math.min(Math.max(this.weights[place]!, fround(wMin)), fround(wMax));
  }

  /** One step of the equations of a list of variables: all are computed, then all are stored. */
  #decayOf(assigns: readonly Assign[]): () => void {
    const bound = assigns.map(({ slot, value }) => {
      const target = this.#place(slot);
      return { target, compute: bind(value, this.#load), next: target.slice() };
    });
    const everywhere = { pre: 0, post: 0, place: 0 };
    return () => {
      for (const { compute, next } of bound) {
        for (let index = 0; index < next.length; index++) {
          everywhere.pre = everywhere.post = everywhere.place = index;
          next[index] = compute(everywhere);
        }
      }
      for (const { target, next } of bound) target.set(next);
    };
  }

  #bind({ slot, value }: Assign): BoundStatement {
    const compute = bind(value, this.#load);
    const target = this.#place(slot);
    const index = indexOf(slot);
    return {
      scope: slot.scope,
      run: (synapse) => {
        target[index(synapse)] = compute(synapse);
      },
    };
  }

  #place({ scope, name }: Slot): Float32Array {
    if (scope === 'synapse') return name === 'w' ? this.weights : this.#synapseVariables[name]!;
    return this.traces[scope as 'pre' | 'post'][name]!;
  }

  readonly #load = (slot: Slot): ((synapse: Synapse) => number) => {
    if (slot.scope === 'signal') return () => fround(this.signals[slot.name]!);
    const values = this.#place(slot);
    const index = indexOf(slot);
    return (synapse) => values[index(synapse)]!;
  };
}

const emptyLists = (size: number): Synapse[][] => Array.from({ length: size }, () => []);

const indexOf =
  ({ scope }: Slot): ((synapse: Synapse) => number) =>
  (synapse) =>
    scope === 'pre' ? synapse.pre : scope === 'post' ? synapse.post : synapse.place;
