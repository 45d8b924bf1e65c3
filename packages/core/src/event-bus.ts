import type { Observable } from 'rxjs';
import type { Channel, EventBus } from './bus.ts';
import type { Observer } from './contracts/observer.ts';
import type { Delivery } from './delivery.ts';
import { type DeliveryPolicy, deliveryPolicy } from './delivery-policy.ts';
import { N3mlError } from './errors.ts';
import { EventChannel } from './event-channel.ts';
import type { Events, EventType, RunEvent } from './events.ts';
import { GuardedObservable } from './guarded-observable.ts';
import { Listener, type ListenerHost } from './listener.ts';
import { macrotask, turn } from './macrotask.ts';

/** How long timers, signals and streams may have to wait for their turn, in ms. */
const PATIENCE = 50;

type Subscription = readonly EventType[] | 'all';

class Bus implements EventBus, ListenerHost {
  readonly #channels = new Map<EventType, EventChannel<EventType>>();
  /** What each listener wants, in the order in which they came. */
  readonly #listeners = new Map<Listener, Subscription>();
  readonly #observers = new Set<Listener>();
  readonly #lossy = new Set<Listener>();
  readonly #ending = new Set<Promise<void>>();
  #errors: Events['observer:error'][] = [];
  #restless = false;
  #scheduled = false;
  #lastTurn = performance.now();
  #closing: Promise<void> | undefined;

  channel<K extends EventType>(type: K): Channel<K> {
    return this.#channel(type) as unknown as Channel<K>;
  }

  on<K extends EventType>(types: K | readonly K[], delivery: Delivery = 'sync'): Observable<RunEvent<K>> {
    const wanted = [...new Set(typeof types === 'string' ? [types] : types)];
    const name = `subscriber of ${wanted.map((type) => `'${type}'`).join(', ')}`;
    return this.#observable(name, wanted, delivery) as unknown as Observable<RunEvent<K>>;
  }

  all(delivery: Delivery = 'sync'): Observable<RunEvent> {
    return this.#observable('subscriber of all events', 'all', delivery);
  }

  attach(observer: Observer): () => void {
    const { name, on: handlers, delivery = 'sync', patience } = observer;
    const policy = deliveryPolicy(delivery, `observer '${name}'`, patience);
    if (this.#closing) {
      throw new N3mlError(
        'N3ML_BUS_CLOSED',
        `Observer '${name}' comes too late: the bus is closed. Attach it before the run, or make another bus.`,
        { details: { observer: name } },
      );
    }
    const types = (Object.keys(handlers) as EventType[]).filter((type) => handlers[type]);
    const handle = (event: RunEvent): unknown => (handlers as Record<string, (event: RunEvent) => unknown>)[event.type]?.(event);
    const listener = new Listener({ name, policy, handle, close: () => observer.close?.() }, this);
    this.#observers.add(listener);
    this.#add(listener, types);
    return () => this.#end(listener);
  }

  get unsettled(): boolean {
    return this.#restless || performance.now() - this.#lastTurn > PATIENCE;
  }

  async settle(): Promise<void> {
    this.#restless = false;
    this.#pump();
    for (;;) {
      const full = [...this.#listeners.keys()].filter((listener) => listener.full);
      if (full.length === 0) break;
      await Promise.all(full.map((listener) => listener.settled()));
      this.#pump();
    }
    this.#report();
    await turn();
    this.#lastTurn = performance.now();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  queued(listener: Listener): void {
    if (listener.full) this.#restless = true;
    if (this.#scheduled) return;
    this.#scheduled = true;
    macrotask(() => {
      this.#scheduled = false;
      this.#lastTurn = performance.now();
      this.#pump();
    });
  }

  lost(listener: Listener): void {
    // The report can wait for the next turn: a slow observer may lose something at every sample.
    this.#lossy.add(listener);
  }

  failed(listener: Listener, error: unknown): void {
    this.#fail(listener.name, error);
    this.#end(listener);
  }

  closeFailed(listener: Listener, error: unknown): void {
    this.#fail(listener.name, error);
  }

  #channel(type: EventType): EventChannel<EventType> {
    let channel = this.#channels.get(type);
    if (!channel) {
      channel = new EventChannel(type);
      this.#channels.set(type, channel);
      for (const [listener, wanted] of this.#listeners) if (wanted === 'all') channel.add(listener);
    }
    return channel;
  }

  #observable(name: string, wanted: Subscription, delivery: Delivery): Observable<RunEvent> {
    const policy: DeliveryPolicy = deliveryPolicy(delivery, name);
    const report = (error: unknown): void => this.#fail(name, error);
    return new GuardedObservable<RunEvent>(report, (subscriber) => {
      if (this.#closing) {
        subscriber.complete();
        return;
      }
      const listener = new Listener({ name, policy, handle: (event) => subscriber.next(event), close: () => subscriber.complete() }, this);
      this.#add(listener, wanted);
      return () => {
        listener.stop();
        this.#remove(listener);
      };
    });
  }

  #add(listener: Listener, wanted: Subscription): void {
    const channels = wanted === 'all' ? [...this.#channels.values()] : wanted.map((type) => this.#channel(type));
    this.#listeners.set(listener, wanted);
    for (const channel of channels) channel.add(listener);
  }

  #remove(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return;
    this.#observers.delete(listener);
    for (const channel of this.#channels.values()) channel.remove(listener);
  }

  #end(listener: Listener): void {
    this.#remove(listener);
    const end = listener.end().then(() => {
      this.#ending.delete(end);
    });
    this.#ending.add(end);
  }

  #fail(observer: string, error: unknown): void {
    const code = error instanceof N3mlError ? error.code : 'N3ML_OBSERVER_FAILED';
    this.#errors.push({ observer, error: error instanceof Error ? error.message : String(error), code });
    this.#restless = true;
  }

  #pump(): void {
    for (const listener of this.#listeners.keys()) listener.pump();
  }

  #report(): void {
    const lossy = [...this.#lossy];
    const errors = this.#errors;
    this.#lossy.clear();
    this.#errors = [];
    const dropped = this.channel('bus:dropped');
    const failed = this.channel('observer:error');
    for (const listener of lossy) {
      for (const [event, count] of listener.takeLosses()) dropped.emit({ observer: listener.name, event, count });
    }
    for (const error of errors) failed.emit(error);
  }

  /** Delivers until nothing is queued, pending or to be reported. */
  async #drain(): Promise<void> {
    for (;;) {
      this.#pump();
      this.#report();
      const pending = [...this.#listeners.keys()].filter((listener) => !listener.idle);
      if (pending.length + this.#ending.size + this.#lossy.size + this.#errors.length === 0) return;
      await Promise.all([...pending.map((listener) => listener.settled()), ...this.#ending]);
    }
  }

  async #close(): Promise<void> {
    await this.#drain();
    // One after the other, each with a drain behind it: what goes wrong in one close is told to those that are still there.
    for (const observer of this.#observers) {
      this.#end(observer);
      await this.#drain();
    }
    for (const listener of this.#listeners.keys()) this.#end(listener);
    await Promise.all(this.#ending);
    this.#restless = false;
    this.#errors = [];
  }
}

/**
 * A bus without listeners. Observers see the run and change nothing in it: an event is a fresh object, but it is not frozen, and with 'sync'
 * delivery its typed arrays are the producer's own. Don't write to them.
 *
 * @example
 * const bus = createEventBus();
 * bus.on('metric').subscribe(({ name, value }) => chart.add(name, value));
 * const metric = bus.channel('metric');
 * if (metric.active) metric.emit({ name: 'accuracy', value: 0.9, done: 1000 });
 * if (bus.unsettled) await bus.settle();
 */
export const createEventBus = (): EventBus => new Bus();
