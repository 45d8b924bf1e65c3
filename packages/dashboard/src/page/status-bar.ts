import type { BrowserMessage, Phase, RunMessage, StatusMessage, Task } from '../wire/messages.ts';
import { element } from './card.ts';
import { formatDuration, formatNumber, formatPercent, formatWhole } from './quantity.ts';

/** The figures in their order. */
const figures = ['Accuracy', 'Task', 'Samples', 'Speed', 'Time left', 'Took', 'Spikes', 'Not shown'] as const;
type Figure = (typeof figures)[number];
type Shown = Phase | 'connecting' | 'disconnected';

const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const canPause: readonly Phase[] = ['running'];
const canResume: readonly Phase[] = ['pausing', 'paused'];
const canStop: readonly Phase[] = ['running', 'pausing', 'paused'];

const shareOf = ({ done, total }: Task): number => (total ? Math.min(1, done / total) : 0);

/** What runs and how far it is: the head of the page, with its buttons, and the figures below it. */
export class StatusBar {
  readonly #send: (message: BrowserMessage) => void;
  readonly #pause = byId<HTMLButtonElement>('pause');
  readonly #stop = byId<HTMLButtonElement>('stop');
  readonly #notice = byId('notice');
  readonly #progress = byId('progress');
  readonly #figures = new Map<Figure, HTMLElement>();
  #title = 'n3ml';
  #phase: Phase = 'waiting';
  #wantsStop = 0;

  constructor(send: (message: BrowserMessage) => void) {
    this.#send = send;
    this.#pause.onclick = () => this.#send({ type: canResume.includes(this.#phase) ? 'resume' : 'pause' });
    this.#stop.onclick = () => this.#askToStop();
  }

  takeRun({ verb, model, data, synthetic }: RunMessage): void {
    if (model === '') return;
    this.#title = `${verb} ${model}`;
    byId('run').textContent = `${this.#title} on ${data}${synthetic ? ' (synthetic)' : ''}`;
  }

  takeStatus(status: StatusMessage): void {
    const { phase, controls, done, total, rate, eta, elapsed, accuracy, spikesPerSample, dropped, epoch, task } = status;
    this.#phase = phase;
    this.#show(phase);
    const isOver = phase === 'finished' || phase === 'stopped';
    this.#pause.hidden = !controls.pause || isOver;
    this.#stop.hidden = !controls.stop || isOver;
    this.#pause.textContent = canResume.includes(phase) ? 'Resume' : 'Pause';
    this.#pause.disabled = ![...canPause, ...canResume].includes(phase);
    this.#stop.disabled = !canStop.includes(phase);

    const share = task ? shareOf(task) : total > 0 ? Math.min(1, done / total) : 0;
    (this.#progress.firstElementChild as HTMLElement).style.transform = `scaleX(${share})`;
    this.#progress.setAttribute('aria-valuenow', String(Math.floor(100 * share)));
    this.#takeTask(task);
    this.#figure('Accuracy', accuracy === null ? undefined : formatPercent(accuracy), 'newest figure');
    this.#figure('Samples', done > 0 ? formatWhole(done) : undefined, `of ${formatWhole(total)}${epoch > 0 ? `, epoch ${epoch + 1}` : ''}`);
    this.#figure('Speed', rate === null ? undefined : formatNumber(rate), isOver ? 'samples/s on average' : 'samples/s');
    this.#figure('Time left', isOver || eta === null ? undefined : formatDuration(eta), `${formatDuration(elapsed)} so far`);
    this.#figure('Took', isOver ? formatDuration(elapsed) : undefined, 'without pauses');
    this.#figure('Spikes', spikesPerSample === null ? undefined : formatNumber(spikesPerSample), 'in a sample');
    this.#figure('Not shown', dropped > 0 ? formatWhole(dropped) : undefined, 'pictures: too slow');
    document.title = `${accuracy === null ? '' : `${formatPercent(accuracy)} · `}${this.#title}`;
  }

  #takeTask(task: Task | null): void {
    if (!task) {
      this.#figure('Task', undefined, '');
      return;
    }
    const amount = task.total === null ? formatWhole(task.done) : `${formatWhole(task.done)} of ${formatWhole(task.total)}`;
    this.#figure('Task', task.total === null ? '…' : formatPercent(shareOf(task)), `${task.task}: ${amount} ${task.unit}`);
  }

  connected(): void {
    this.#notice.hidden = true;
  }

  lost(isOver: boolean): void {
    this.#pause.disabled = this.#stop.disabled = true;
    if (isOver && (this.#phase === 'finished' || this.#phase === 'stopped')) return;
    this.#show(isOver ? 'stopped' : 'disconnected');
    this.#notice.textContent = isOver
      ? 'The run has ended before it was finished; this is how far it came.'
      : 'The connection is lost, or the run has ended. Trying again ...';
    this.#notice.hidden = false;
  }

  #show(phase: Shown): void {
    const shown = byId('phase');
    shown.textContent = phase;
    shown.dataset.phase = phase;
  }

  /** A second press within three seconds stops the run: a slip of the finger doesn't. */
  #askToStop(): void {
    if (this.#wantsStop) {
      this.#send({ type: 'stop' });
      this.#forgetStop();
    } else {
      this.#stop.textContent = 'Stop?';
      this.#wantsStop = window.setTimeout(() => this.#forgetStop(), 3000);
    }
  }

  #forgetStop(): void {
    clearTimeout(this.#wantsStop);
    this.#wantsStop = 0;
    this.#stop.textContent = 'Stop';
  }

  #figure(name: Figure, text: string | undefined, unit: string): void {
    let value = this.#figures.get(name);
    if (!value) {
      // What isn't known yet takes no place.
      if (text === undefined) return;
      value = element('dd');
      const box = element('div');
      box.style.order = String(figures.indexOf(name));
      box.append(element('dt', '', name), value);
      byId('figures').append(box);
      this.#figures.set(name, value);
    }
    value.parentElement!.hidden = text === undefined;
    value.textContent = text ?? '';
    value.append(element('small', '', unit));
  }
}
