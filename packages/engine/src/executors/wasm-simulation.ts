import { type Inputs, N3mlError, type Network, type RunOptions, type Simulation, type SpikeListener, type Tensors } from '@n3ml/core';
import { type Layout, layOut, pagesOf } from '../arena/layout.ts';
import { eachRow, weightView } from '../arena/weight-rows.ts';
import { writeMemory } from '../arena/write-memory.ts';
import { emitNetwork } from '../kernels/network.ts';
import { emitPerSample } from '../kernels/per-sample.ts';
import type { Plan } from '../plan/plan.ts';
import { planNetwork } from '../plan/plan-network.ts';
import { notANumber, orderInputs } from './check-run.ts';
import { copyInto } from './copy-into.ts';
import { Instance } from './instance.ts';
import { type LastingState, loadState, saveState } from './lasting-state.ts';
import { checkSignal, checkVariable, connectionNamed, populationNamed } from './lookup.ts';

type Advance = (base: number) => void;

/** A network that runs as WebAssembly SIMD: one call of the kernels for a sample. */
export class WasmSimulation implements Simulation {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  /** Where the local part starts. */
  readonly base: number;
  onSpikes: SpikeListener | undefined;
  readonly #instance: Instance;
  readonly #perSample = new Map<number, readonly Advance[]>();

  constructor(network: Network) {
    this.plan = planNetwork(network);
    this.layout = layOut(this.plan);
    this.base = this.layout.sharedBytes;
    this.memory = allocate(pagesOf(this.layout, 1));
    writeMemory(this.plan, this.layout, this.memory, this.base);
    const module = new WebAssembly.Module(emitNetwork(this.plan, this.layout));
    this.#instance = new Instance({ module, memory: this.memory, base: this.base, layout: this.layout });
    this.reset();
  }

  get network(): Network {
    return this.plan.network;
  }

  reset(): void {
    this.#instance.reset();
    for (const [k, { rule }] of this.plan.connections.entries()) {
      const { synapse, weightElements } = this.layout.connections[k]!;
      for (const { name, init } of rule?.program.synapse ?? []) this.#floats(synapse[name]!, weightElements).fill(init as number);
    }
  }

  run(inputs: Inputs, options: RunOptions): void {
    const ordered = orderInputs(this.plan.populations, inputs, options);
    const listener = this.onSpikes;
    const fault = this.#instance.run(
      ordered,
      options.steps,
      options.learn,
      listener && ((step, population, ids) => listener(step, this.plan.populations[population]!.name, ids)),
    );
    if (fault) throw notANumber(this.plan.populations[fault.population]!.name, fault.neuron, fault.step);
  }

  endSample(): void {
    const steps = this.#instance.time;
    let advances = this.#perSample.get(steps);
    if (!advances) {
      advances = this.#compilePerSample(steps * this.network.dt);
      this.#perSample.set(steps, advances);
    }
    for (const advance of advances) advance(this.base);
    this.#instance.normalize();
  }

  spikeCounts(population: string): Uint32Array {
    return this.#instance.counts(populationNamed(this.plan, population).index);
  }

  variable(population: string, name: string): Float32Array {
    return this.#variableView(population, name).slice();
  }

  weights(connection: string, into?: Float32Array): Float32Array {
    const plan = connectionNamed(this.plan, connection);
    if (typeof plan.weights === 'number') return copyInto(into, Float32Array.of(plan.weights));
    const layout = this.layout.connections[plan.index]!;
    const view = weightView(this.memory, layout);
    const { length } = plan.weights;
    const weights = into?.length === length ? into : new Float32Array(length);
    eachRow(plan, layout, (network, arena, count) => weights.set(view.subarray(arena, arena + count), network));
    return weights;
  }

  setSignal(connection: string, name: string, value: number): void {
    const plan = connectionNamed(this.plan, connection);
    checkSignal(plan, name, value);
    this.#floats(this.base + this.layout.connections[plan.index]!.signals[name]!, 1)[0] = value;
  }

  save(): Tensors {
    return saveState(this.plan, this.#lasting());
  }

  load(tensors: Tensors): void {
    loadState(this.plan, this.#lasting(), tensors);
  }

  #lasting(): LastingState {
    return {
      weights: (connection) => this.weights(connection.name),
      setWeights: (connection, values) => {
        const layout = this.layout.connections[connection.index]!;
        const view = weightView(this.memory, layout);
        eachRow(connection, layout, (network, arena, count) => view.set(values.subarray(network, network + count), arena));
      },
      variable: (population, name) => this.#variableView(population.name, name),
      trace: (connection, side, name) =>
        this.#floats(this.base + this.layout.connections[connection.index]![side][name]!, connection[side].size),
      unsettled: (connection) =>
        new Uint8Array(this.memory.buffer, this.base + this.layout.connections[connection.index]!.unsettled, connection.post.size),
    };
  }

  #variableView(population: string, name: string): Float32Array {
    const plan = populationNamed(this.plan, population);
    checkVariable(plan, name);
    return this.#instance.variable(plan.index, name);
  }

  #floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  #compilePerSample(ms: number): readonly Advance[] {
    return this.plan.populations.flatMap(({ index, program }) => {
      const assigns = program?.integratePerSample(ms) ?? [];
      if (assigns.length === 0) return [];
      const module = new WebAssembly.Module(emitPerSample(this.layout.populations[index]!, assigns));
      const { advance } = new WebAssembly.Instance(module, { env: { memory: this.memory } }).exports;
      return [advance as Advance];
    });
  }
}

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    throw new N3mlError(
      'N3ML_NETWORK_TOO_LARGE',
      `The network needs ${Math.ceil(pages / 16)} MiB of WebAssembly memory, more than can be had (4 GiB at most).`,
      { cause },
    );
  }
}
