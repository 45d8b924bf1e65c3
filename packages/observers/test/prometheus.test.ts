import { get } from 'node:http';
import { createEventBus, type RunEvent } from '@n3ml/core';
import { expect, onTestFinished, test } from 'vitest';
import { type PrometheusOptions, prometheus } from '../src/index.ts';
import { event, runEnd, runStart, sampleEnd } from './recorder.ts';

/** Attaches the observer to a bus and plays events; gives the URL of the metrics. */
async function serve(script: readonly RunEvent[], options: PrometheusOptions = {}) {
  const bus = createEventBus();
  onTestFinished(() => bus.close());
  let url = '';
  const errors: string[] = [];
  bus.on('observer:error').subscribe(({ code, error }) => errors.push(code, error));
  bus.attach(prometheus({ port: 0, onListening: (at) => (url = at), ...options }));
  for (const { type, ...payload } of script) {
    bus.channel(type).emit(payload as never);
    await bus.settle();
  }
  return { bus, errors, url };
}

/** Parses the text format 0.0.4: values by name and labels, types by name. */
function parse(text: string) {
  const values: Record<string, number> = {};
  const types: Record<string, string> = {};
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE (\w+) (counter|gauge)$/.exec(line);
    const sample = /^(\w+(?:\{(?:\w+="(?:[^"\\]|\\[\\"n])*",?)*\})?) (NaN|[+-]Inf|-?[\d.e+-]+)$/.exec(line);
    if (type) types[type[1]!] = type[2]!;
    else if (sample) {
      expect(types).toHaveProperty(sample[1]!.replace(/\{.*/, ''));
      values[sample[1]!] = Number(sample[2]!.replace('Inf', 'Infinity'));
    } else expect(line).toMatch(/^# HELP \w+ \S.*$/);
  }
  return { values, types };
}

test('the figures of a run are there to be scraped', async () => {
  const { url } = await serve([
    runStart({ model: 'a "b"\\\n', data: 'digits' }),
    event('epoch:start', { epoch: 2, samples: 4 }),
    sampleEnd(11, { spikes: 3, label: 1, predicted: 1, total: 20 }),
    sampleEnd(12, { spikes: 4, label: 1, predicted: 2, total: 20 }),
    sampleEnd(13, { spikes: 0, label: 1, predicted: -1, total: 20 }),
    event('metric', { name: 'silent', value: Infinity, done: 12 }),
    event('bus:dropped', { observer: 'slow', event: 'spikes', count: 3 }),
    event('bus:dropped', { observer: 'slow', event: 'spikes', count: 4 }),
    event('observer:error', { observer: 'bad', error: 'x', code: 'N3ML_OBSERVER_FAILED' }),
  ]);
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const { values, types } = parse(await response.text());
  expect(values).toEqual({
    'n3ml_run_info{verb="train",model="a \\"b\\"\\\\\\n",data="digits",synthetic="false"}': 1,
    n3ml_running: 1,
    n3ml_epoch: 2,
    n3ml_samples_done: 13,
    n3ml_samples_planned: 20,
    n3ml_samples_total: 3,
    n3ml_spikes_total: 7,
    n3ml_accuracy: 0.5,
    'n3ml_metric{name="silent"}': Infinity,
    'n3ml_events_dropped_total{observer="slow",event="spikes"}': 7,
    'n3ml_observers_failed_total{observer="bad",code="N3ML_OBSERVER_FAILED"}': 1,
  });
  expect(types).toMatchObject({ n3ml_samples_total: 'counter', n3ml_accuracy: 'gauge' });
});

test('networks without spikes have a loss and an accuracy of their batch', async () => {
  const batch = event('batch:end', { epoch: 0, batch: 0, samples: 10, done: 10, total: 20, loss: 0.25, right: 7 });
  const { url } = await serve([batch, runEnd()]);
  expect(parse(await (await fetch(url)).text()).values).toMatchObject({ n3ml_loss: 0.25, n3ml_accuracy: 0.7, n3ml_running: 0 });
});

test('the server is gone once the bus is closed', async () => {
  const { bus, url } = await serve([runStart()]);
  expect((await fetch(url)).status).toBe(200);
  await bus.close();
  await expect(fetch(url)).rejects.toThrow();
});

test('a port in use detaches the observer, and the run goes on', async () => {
  const { url } = await serve([runStart()]);
  const port = Number(new URL(url).port);
  const { errors } = await serve([runStart(), sampleEnd(1)], { port });
  expect(errors).toEqual([
    'N3ML_PORT_IN_USE',
    `Port ${port} of 127.0.0.1 is in use. Give the observer 'prometheus' another one, or 0 for any that is free. [N3ML_PORT_IN_USE]`,
  ]);
});

test('answers who may ask, and nobody else', async () => {
  const { url } = await serve([runStart()], { token: 'correct-horse-battery' });
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(401);
  expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  const headers = { host: 'evil.example' };
  const status = await new Promise((resolve) => get(url, { headers }, (response) => resolve(response.resume().statusCode)));
  expect(status).toBe(403);
  expect(() => prometheus({ token: 'short' })).toThrow("The token of observer 'prometheus' has 5 characters.");
  expect(() => prometheus({ port: 70_000 })).toThrow(
    "Option 'port' of observer 'prometheus' is 70000; give a whole number from 0 to 65535.",
  );
});
