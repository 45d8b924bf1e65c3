import type { Inputs, Network, RunOptions, Simulation, SpikeListener, Tensors } from '@n3ml/core';
import type { Plan } from '../plan/plan.ts';
import { planNetwork } from '../plan/plan-network.ts';
import { type Drive, notANumber, orderInputs } from './check-run.ts';
import { copyInto } from './copy-into.ts';
import { InterpretedConnection } from './interpreted-connection.ts';
import { InterpretedPopulation, type Spikes } from './interpreted-population.ts';
import { type LastingState, loadState, saveState } from './lasting-state.ts';
import { checkSignal, checkVariable, connectionNamed, populationNamed } from './lookup.ts';

/** The spikes that drive an input population in step `s` of a run; a current is no spike. */
function spikesOf(drive: Drive, s: number): Spikes {
  if (!drive || drive instanceof Float32Array) return { ids: [] };
  const [from, to] = [drive.offsets[s]!, drive.offsets[s + 1]!];
  const signs = drive.signs && [...drive.signs.subarray(from, to)];
  return { ids: [...drive.ids.subarray(from, to)], scales: signs };
}

/** A network that runs from its equations as closures, the plain way. Slow; what the compiled kernels are held to, bit for bit. */
export class InterpretedSimulation implements Simulation {
  onSpikes: SpikeListener | undefined;
  readonly plan: Plan;
  readonly #populations: readonly InterpretedPopulation[];
  readonly #connections: readonly InterpretedConnection[];
  #time = 0;

  constructor(network: Network) {
    this.plan = planNetwork(network);
    this.#populations = this.plan.populations.map((population) => new InterpretedPopulation(population));
    this.#connections = this.plan.connections.map(
      (connection) =>
        new InterpretedConnection(connection, this.#populations[connection.pre.index]!, this.#populations[connection.post.index]!),
    );
    this.reset();
  }

  get network(): Network {
    return this.plan.network;
  }

  reset(): void {
    for (const population of this.#populations) population.restart();
    for (const connection of this.#connections) connection.restart();
    this.#time = 0;
  }

  run(inputs: Inputs, options: RunOptions): void {
    const drives = orderInputs(this.plan.populations, inputs, options);
    for (const connection of this.#connections) {
      const drive = drives[connection.plan.pre.index];
      if (connection.plan.pre.carries === 'current') connection.takeCurrent(drive as Float32Array | undefined);
    }
    for (let s = 0; s < options.steps; s++) {
      for (const population of this.#populations) population.previous = population.present;
      for (const connection of this.#connections) if (connection.plan.step === 0) connection.propagate();
      for (const population of this.#populations) {
        for (const connection of this.#connections) {
          if (connection.plan.step === 1 && connection.plan.post === population.plan) connection.propagate();
        }
        this.#stepPopulation(population, drives[population.plan.index], s, options.learn);
      }
      if (options.learn) for (const connection of this.#connections) connection.learn();
      this.#time++;
    }
  }

  #stepPopulation(population: InterpretedPopulation, drive: Drive, s: number, learn: boolean): void {
    const { name, program } = population.plan;
    if (program) {
      const broken = population.step(this.#time, learn);
      if (broken >= 0) throw notANumber(name, broken, this.#time);
    } else {
      population.spike(spikesOf(drive, s));
    }
    const { ids } = population.present;
    if (this.onSpikes && ids.length) this.onSpikes(this.#time, name, Uint32Array.from(ids));
  }

  endSample(): void {
    for (const population of this.#populations) population.advancePerSample(this.#time * this.network.dt);
    for (const connection of this.#connections) connection.normalize();
  }

  spikeCounts(population: string): Uint32Array {
    return this.#populations[populationNamed(this.plan, population).index]!.counts;
  }

  variable(population: string, name: string): Float32Array {
    const plan = populationNamed(this.plan, population);
    checkVariable(plan, name);
    return this.#populations[plan.index]!.variables[name]!.slice();
  }

  weights(connection: string, into?: Float32Array): Float32Array {
    return copyInto(into, this.#connections[connectionNamed(this.plan, connection).index]!.weights);
  }

  setSignal(connection: string, name: string, value: number): void {
    const plan = connectionNamed(this.plan, connection);
    checkSignal(plan, name, value);
    this.#connections[plan.index]!.signals[name] = value;
  }

  save(): Tensors {
    return saveState(this.plan, this.#lasting);
  }

  load(tensors: Tensors): void {
    loadState(this.plan, this.#lasting, tensors);
  }

  readonly #lasting: LastingState = {
    weights: ({ index }) => this.#connections[index]!.weights,
    setWeights: ({ index }, values) => this.#connections[index]!.weights.set(values),
    variable: ({ index }, name) => this.#populations[index]!.variables[name]!,
    trace: ({ index }, side, name) => this.#connections[index]!.traces[side][name]!,
    unsettled: ({ index }) => this.#connections[index]!.unsettled,
  };
}
