import { describe, expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

describe('help', () => {
  test('n3ml', async () => {
    const { run } = await openTerminal();
    const { code, out } = await run('');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Usage: n3ml <command> [options]

      Spiking neural networks: trains the model of a paper, from its equations.

      Options:
        -V, --version  prints the version
        -h, --help     shows this help

      Commands:
        demo                trains, labels and tests a small network on synthetic digits: about a minute
        train <model>       trains a model and writes a run folder
        train-ann <ann>     trains a network without spikes, to be converted
        convert <network>   turns a trained network into one of spiking neurons
        assign <run>        gives the neurons of a trained run labels
        infer <run>         measures the accuracy of a trained run on test samples
        doctor <run>        examines a converted network: layers, accuracy and cost by steps, findings
        replay <recording>  shows a recorded run on a page, or plays its events to observers
        explain [thing]     explains what a plugin provides: source, options, equations, plots
        kernels <model>     prints the compiled kernels of a model as WebAssembly text
        plugins             lists the plugins and what they provide

      'n3ml <command> --help' tells more about one.

      Examples:
        n3ml demo
        n3ml train diehl-cook-2015 --data mnist --neurons 400
        n3ml train diehl-cook-2015 --help

      Exit codes:
        0    it worked
        1    the run failed after it had started
        2    bad usage or bad input; the message says what to change
        130  interrupted (Ctrl-C); training has saved a checkpoint
        143  terminated (SIGTERM); training has saved a checkpoint

      "
    `);
  });

  test('n3ml train <model> lists the options of the plugins that it names', async () => {
    const { run } = await openTerminal();
    const { code, out } = await run('train tiny --observe loud --help');
    expect(code).toBe(0);
    expect(out.slice(out.indexOf('Options of tiny'), out.indexOf('Options of the observer jsonl'))).toMatchInlineSnapshot(`
      "Options of tiny:
        --gain <x>                        what a one adds (mV; default: 0.5)
        --fail-at <n>                     the sample at which it fails (default: -1)

      Options of the dataset synthetic-bits:
        --synthetic-bits.train <n>        number of training samples (default: 12)

      "
    `);
    expect(out).toContain('--loud.max-spikes <n>');
  });

  test.each(['demo', 'train', 'assign', 'infer', 'replay', 'explain', 'kernels', 'plugins'])(
    'n3ml %s: examples and exit codes',
    async (name) => {
      const { run } = await openTerminal();
      const { code, out, err } = await run(`${name} --help`);
      expect(code).toBe(0);
      expect(err).toBe('');
      expect(out).toMatch(/^Usage: n3ml/);
      expect(out).toContain('Examples:\n');
      expect(out).toContain('130  interrupted');
      expect((await run(`help ${name}`)).out).toBe(out);
    },
  );

  test('--version', async () => {
    const { run } = await openTerminal();
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
