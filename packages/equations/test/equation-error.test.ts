import { describe, expect, it } from 'vitest';
import { compileNeuron, compileRule, EquationError, type NeuronEquations, type RuleEquations } from '../src/index.ts';

/** The code and the message of the error, framed by newlines so that carets stand under their places. */
function failure(compile: () => unknown): string {
  try {
    compile();
  } catch (error) {
    if (error instanceof EquationError) return `${error.code}\n${error.message}`;
    throw error;
  }
  return 'no error';
}

const neuron = (change: Partial<NeuronEquations>) => () =>
  compileNeuron(
    {
      params: { tau: 20, vRest: -65 },
      state: 'dv/dt = (vRest - v) / tau',
      input: 'v += I',
      threshold: 'v > 1',
      reset: 'v = vRest',
      ...change,
    },
    { dt: 1 },
  );

const traces = 'dx/dt = -x / tau : pre, at spike x = 1\n dy/dt = -y / tau : post, at spike y = 1';
const rule = (change: Partial<RuleEquations>) => () =>
  compileRule({ params: { tau: 20, alpha: 0.01, xTar: 0.4, mu: 0.2 }, state: traces, ...change }, { dt: 1, wMin: 0, wMax: 1 });

describe('a neuron model', () => {
  it('reports an unknown symbol, with what was meant', () => {
    expect(failure(neuron({ reset: 'v = vRst' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_SYMBOL
      No symbol 'vRst' in reset. Did you mean 'vRest'? Known: tau, v, vRest.
        v = vRst
            ^"
    `);
  });

  it("reports a symbol that an assignment doesn't know", () => {
    expect(failure(neuron({ reset: 'u = 1' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_SYMBOL
      No symbol 'u' in reset. Known: v.
        u = 1
        ^"
    `);
  });

  it('reports an unknown function', () => {
    expect(failure(neuron({ state: 'dv/dt = -v / tau\n du/dt = sin(v)' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_FUNCTION
      No function 'sin' in state. Did you mean 'min'? Known: abs, exp, log, max, min, pow, sqrt, where.
        du/dt = sin(v)
                ^"
    `);
  });

  it('reports a wrong number of arguments', () => {
    expect(failure(neuron({ reset: 'v = max(1, 2, 3)' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      max in reset takes 2 arguments, not 3.
        v = max(1, 2, 3)
            ^"
    `);
  });

  it('reports a number where a condition belongs', () => {
    expect(failure(neuron({ threshold: 'v + 1' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_TYPE
      Expected a condition, such as 'v >= vTh', in threshold; 'v + 1' is a number.
        v + 1
          ^"
    `);
  });

  it('reports a condition where a number belongs', () => {
    expect(failure(neuron({ reset: 'v = 1 + (v > 2)' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_TYPE
      Expected a number, in reset; 'v > 2' is a condition.
        v = 1 + (v > 2)
                   ^"
    `);
  });

  it('reports an assigned parameter', () => {
    expect(failure(neuron({ reset: 'v = 0; tau = 3' }))).toMatchInlineSnapshot(`
      "N3ML_ASSIGNED_PARAMETER
      'tau' is a parameter: reset can read it, not assign it.
        v = 0; tau = 3
               ^"
    `);
  });

  it('reports the assigned input', () => {
    expect(failure(neuron({ input: 'I = 3' }))).toMatchInlineSnapshot(`
      "N3ML_ASSIGNED_PARAMETER
      'I' is the input: input can read it, not assign it.
        I = 3
        ^"
    `);
  });

  it('reports the input in another place', () => {
    expect(failure(neuron({ threshold: 'v > I' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_SYMBOL
      The input can be read in input and state only, not in threshold.
        v > I
            ^"
    `);
  });

  it('reports an unclosed parenthesis', () => {
    expect(failure(neuron({ reset: 'v = (1 + 2' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Expected ')' in reset, where the text ends.
        v = (1 + 2
                  ^"
    `);
  });

  it('reports a missing operand', () => {
    expect(failure(neuron({ reset: 'v = 1 +' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Expected a number, a name or a parenthesis in reset, where the text ends.
        v = 1 +
               ^"
    `);
  });

  it('reports a missing operator', () => {
    expect(failure(neuron({ reset: 'v = 2 v' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Expected an operator or the end of the line in reset, where 'v' stands.
        v = 2 v
              ^"
    `);
  });

  it('reports a foreign operator', () => {
    expect(failure(neuron({ threshold: 'v > 1 && v < 2' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Unexpected '&' in threshold. Write 'and'.
        v > 1 && v < 2
              ^"
    `);
  });

  it('reports a comparison in place of an assignment', () => {
    expect(failure(neuron({ reset: 'v == 1' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Expected one of '=', '+=', '-=', '*=', '/=' in reset, where '==' stands.
        v == 1
          ^"
    `);
  });

  it('reports a state line without an equation', () => {
    expect(failure(neuron({ state: 'v = 1' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      'v' in state needs a differential equation, dv/dt = ..., or stands alone where only events change it.
        v = 1
        ^"
    `);
  });

  it('reports a misspelt derivative', () => {
    expect(failure(neuron({ state: 'v/dt = 1' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Expected an equation such as 'dv/dt = ...' in state, where 'dt' stands.
        v/dt = 1
          ^"
    `);
  });

  it('reports two lines for one variable', () => {
    expect(failure(neuron({ state: 'v\n dv/dt = 1' }))).toMatchInlineSnapshot(`
      "N3ML_DUPLICATE_SYMBOL
      'v' has two lines in state.
        dv/dt = 1
         ^"
    `);
  });

  it('reports an unknown flag', () => {
    expect(failure(neuron({ state: 'dv/dt = -v / tau\n theta : kept between sample' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_FLAG
      No flag 'kept between sample' in state. Did you mean 'kept between samples'? Known: kept between samples, per neuron, per sample, unless refractory.
        theta : kept between sample
                ^"
    `);
  });

  it('reports a name that is a parameter and a variable', () => {
    expect(failure(neuron({ state: 'dv/dt = -v / tau\n tau' }))).toMatchInlineSnapshot(`
      "N3ML_DUPLICATE_SYMBOL
      'tau' is a parameter and has a line in state. Rename one of them.
        tau
        ^"
    `);
  });

  it('reports a reserved name', () => {
    expect(failure(neuron({ state: 'dv/dt = -v / tau\n exp' }))).toMatchInlineSnapshot(`
      "N3ML_RESERVED_NAME
      A variable can't be called 'exp': the name has a meaning already.
        exp
        ^"
    `);
  });

  it('reports a reserved parameter', () => {
    expect(failure(neuron({ params: { tau: 20, vRest: 0, I: 1 } }))).toMatchInlineSnapshot(`
      "N3ML_RESERVED_NAME
      A parameter can't be called 'I': the name has a meaning already."
    `);
  });

  it('reports a parameter that is no name', () => {
    expect(failure(neuron({ params: { 'v-rest': 1 } }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      The parameter name 'v-rest' is no identifier: write letters, digits and underscores."
    `);
  });

  it('reports a parameter that is not a number', () => {
    expect(failure(neuron({ params: { tau: Number.NaN, vRest: 0 } }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      The parameter tau is NaN: it has to be a finite number, in float32."
    `);
  });

  it('reports an infinite parameter of one neuron', () => {
    expect(failure(neuron({ params: { tau: Float32Array.of(1, Infinity), vRest: 0 } }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      The parameter tau[1] is Infinity: it has to be a finite number, in float32."
    `);
  });

  it('reports parameters for different numbers of neurons', () => {
    expect(failure(neuron({ params: { tau: Float32Array.of(1, 2), vRest: Float32Array.of(1, 2, 3) } }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      The parameter vRest has 3 numbers, and tau 2: each needs one per neuron."
    `);
  });

  it('reports a division by zero', () => {
    expect(failure(neuron({ params: { tau: 0, vRest: 0 }, state: 'dv/dt = -v * (1 / tau)' }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      '1 / tau' in state divides by 0 with these parameters.
        dv/dt = -v * (1 / tau)
                        ^"
    `);
  });

  it('reports a time constant of 0', () => {
    expect(failure(neuron({ params: { tau: 0, vRest: 0 } }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      '(vRest - v) / tau' in state divides by 0 with these parameters.
        dv/dt = (vRest - v) / tau
                            ^"
    `);
  });

  it('reports an equation that explodes', () => {
    expect(failure(neuron({ state: 'dv/dt = 100 * v' }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      'v' grows out of the range of float32 within 1 ms.
        dv/dt = 100 * v
         ^"
    `);
  });

  it('reports parameters per neuron in an equation per sample', () => {
    const params = { tau: Float32Array.of(1e7, 2e7), vRest: 0 };
    expect(failure(neuron({ params, state: 'v\n dtheta/dt = -theta / tau : per sample' }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      An equation stepped per sample needs the same coefficients for every neuron: make its parameters single numbers.
        dtheta/dt = -theta / tau : per sample
         ^"
    `);
  });

  it('reports text that is missing', () => {
    const untyped: Partial<NeuronEquations> = JSON.parse('{ "threshold": null }');
    expect(failure(neuron(untyped))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      threshold has to be text, not null."
    `);
  });

  it('reports a nonlinear equation without a method', () => {
    expect(failure(neuron({ state: 'dv/dt = v * v - 1' }))).toMatchInlineSnapshot(`
      "N3ML_METHOD_REQUIRED
      The equation of 'v' is not linear with constant coefficients: name a method, one of euler, exponential-euler, rk2, rk4.
        dv/dt = v * v - 1
         ^"
    `);
  });

  it('reports a nonlinear equation with the method exact', () => {
    expect(failure(neuron({ state: 'dv/dt = v * v - 1', method: 'exact' }))).toMatchInlineSnapshot(`
      "N3ML_NOT_LINEAR
      The equation of 'v' is not linear with constant coefficients. So method 'exact' can't step it: name one of euler, exponential-euler, rk2, rk4.
        dv/dt = v * v - 1
         ^"
    `);
  });

  it("reports exponential-euler for an equation that isn't linear in its variable", () => {
    expect(failure(neuron({ state: 'dv/dt = v * v - 1', method: 'exponential-euler' }))).toMatchInlineSnapshot(`
      "N3ML_NOT_LINEAR
      The equation of 'v' is not linear in 'v', so exponential-euler can't step it. Use euler, rk2 or rk4.
        dv/dt = v * v - 1
         ^"
    `);
  });

  it('reports a time constant too slow for float32', () => {
    expect(failure(neuron({ state: 'dv/dt = -v / tau\n dtheta/dt = -theta / 1e7' }))).toMatchInlineSnapshot(`
      "N3ML_TIME_CONSTANT_TOO_SLOW
      The time constant of 'theta' is more than 262144 steps of 1 ms: too slow for float32. Add ': per sample', and it is stepped once, at the end of a sample.
        dtheta/dt = -theta / 1e7
         ^"
    `);
  });

  it('reports a nonlinear equation per sample', () => {
    expect(failure(neuron({ state: 'dv/dt = -v / tau\n du/dt = -u * u : per sample' }))).toMatchInlineSnapshot(`
      "N3ML_NOT_LINEAR
      The equation of 'u' is not linear with constant coefficients. An equation stepped per sample has to be.
        du/dt = -u * u : per sample
         ^"
    `);
  });

  it('reports a variable in the refractory time', () => {
    expect(failure(neuron({ refractory: 'v' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_SYMBOL
      No symbol 'v' in refractory. Known: tau, vRest.
        v
        ^"
    `);
  });

  it('reports a negative refractory time', () => {
    expect(failure(neuron({ refractory: '-tau' }))).toMatchInlineSnapshot(`
      "N3ML_BAD_PARAMETER
      The refractory time is negative.
        -tau
        ^"
    `);
  });

  it('reports a word after the colon of an input', () => {
    expect(failure(neuron({ input: 'v += I : allways' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      Expected 'always' in input, where 'allways' stands.
        v += I : allways
                 ^"
    `);
  });

  it('reports a dt that is no length of time', () => {
    for (const dt of [0, -1, Number.NaN, Infinity]) {
      expect(() => compileNeuron({ params: {}, state: 'v', input: '', threshold: 'v > 1', reset: '' }, { dt })).toThrow(
        `dt has to be a positive number of ms, not ${dt}.`,
      );
    }
  });
});

describe('a learning rule', () => {
  it('reports an unknown symbol, with a caret', () => {
    expect(failure(rule({ onPost: 'w += alpha * (x - xTarr) * (wMax - w)^mu' }))).toMatchInlineSnapshot(`
      "N3ML_UNKNOWN_SYMBOL
      No symbol 'xTarr' in onPost. Did you mean 'xTar'? Known: alpha, mu, tau, w, wMax, wMin, x, xTar, y.
        w += alpha * (x - xTarr) * (wMax - w)^mu
                          ^"
    `);
  });

  it('reports a post variable read at a presynaptic spike', () => {
    expect(failure(rule({ onPre: 'x += y' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'y' lives on the postsynaptic neuron: onPre of a variable of the presynaptic neuron can't read it. One neuron has many synapses and partners, so which one is meant?
        x += y
             ^"
    `);
  });

  it("reports a post variable read in 'at spike'", () => {
    expect(failure(rule({ state: `${traces}\n z : pre, at spike z = y` }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'y' lives on the postsynaptic neuron: 'at spike' of a variable of the presynaptic neuron can't read it. One neuron has many synapses and partners, so which one is meant?
        z : pre, at spike z = y
                              ^"
    `);
  });

  it("reports a weight read in 'at spike'", () => {
    expect(failure(rule({ state: 'x : pre, at spike x = w', onPost: '' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'w' lives on the synapse: 'at spike' of a variable of the presynaptic neuron can't read it. One neuron has many synapses and partners, so which one is meant?
        x : pre, at spike x = w
                              ^"
    `);
  });

  it("reports another variable assigned in 'at spike'", () => {
    expect(failure(rule({ state: 'x : pre, at spike z = 1\n z : pre', onPost: '' }))).toMatchInlineSnapshot(`
      "N3ML_ASSIGNED_PARAMETER
      'z' is another line's variable: state can read it, not assign it.
        x : pre, at spike z = 1
                          ^"
    `);
  });

  it('reports a post variable assigned at a presynaptic spike', () => {
    expect(failure(rule({ onPre: 'y = 1' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'y' lives on the postsynaptic neuron: onPre can't assign it; a spike of the presynaptic neuron changes w, synapse variables and pre variables.
        y = 1
        ^"
    `);
  });

  it('reports a trace assigned in onStep', () => {
    expect(failure(rule({ onStep: 'x = 1' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'x' lives on the presynaptic neuron: onStep can't assign it; it changes w and synapse variables.
        x = 1
        ^"
    `);
  });

  it('reports a trace read in the equation of a synapse variable', () => {
    expect(failure(rule({ state: `${traces}\n de/dt = x - e : synapse` }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'x' lives on the presynaptic neuron: the equation of a variable of the synapse can't read it. Write it in onStep.
        de/dt = x - e : synapse
                ^"
    `);
  });

  it('reports a post variable read in the equation of a pre variable', () => {
    expect(failure(rule({ state: 'dx/dt = -y : pre\n y : post' }))).toMatchInlineSnapshot(`
      "N3ML_WRONG_SIDE
      'y' lives on the postsynaptic neuron: the equation of a variable of the presynaptic neuron can't read it. One neuron has many synapses and partners, so which one is meant?
        dx/dt = -y : pre
                 ^"
    `);
  });

  it('reports an assigned parameter', () => {
    expect(failure(rule({ onPost: 'alpha = 1' }))).toMatchInlineSnapshot(`
      "N3ML_ASSIGNED_PARAMETER
      'alpha' is a parameter: onPost can read it, not assign it.
        alpha = 1
        ^"
    `);
  });

  it('reports an assigned bound', () => {
    expect(failure(rule({ onPost: 'wMin -= 1' }))).toMatchInlineSnapshot(`
      "N3ML_ASSIGNED_PARAMETER
      'wMin' is a bound of the weights: onPost can read it, not assign it.
        wMin -= 1
        ^"
    `);
  });

  it('reports an assigned signal', () => {
    expect(failure(rule({ state: `${traces}\n reward : signal`, onPost: 'reward = 1' }))).toMatchInlineSnapshot(`
      "N3ML_ASSIGNED_PARAMETER
      'reward' is a signal: onPost can read it, not assign it.
        reward = 1
        ^"
    `);
  });

  it('reports an equation of w', () => {
    expect(failure(rule({ state: `${traces}\n dw/dt = -w : synapse` }))).toMatchInlineSnapshot(`
      "N3ML_WEIGHT_EQUATION
      The weight w has no line in state: it is there already, and what changes it in every step stands in onStep, such as 'w -= rate * w'.
        dw/dt = -w : synapse
         ^"
    `);
  });

  it('reports a variable without a home', () => {
    expect(failure(rule({ state: 'dx/dt = -x / tau' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      'x' needs one of the flags pre, post, synapse, signal, to say where it lives.
        dx/dt = -x / tau
         ^"
    `);
  });

  it('reports a variable with two homes', () => {
    expect(failure(rule({ state: 'dx/dt = -x / tau : pre, post' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      'x' needs one of the flags pre, post, synapse, signal, to say where it lives.
        dx/dt = -x / tau : pre, post
         ^"
    `);
  });

  it('reports a signal with an equation', () => {
    expect(failure(rule({ state: 'dr/dt = -r : signal' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      The signal 'r' is set from outside: it can't have an equation.
        dr/dt = -r : signal
         ^"
    `);
  });

  it('reports at spike on a synapse', () => {
    expect(failure(rule({ state: 'e : synapse, at spike e = 1' }))).toMatchInlineSnapshot(`
      "N3ML_EQUATION_SYNTAX
      'at spike' is for pre and post variables; 'e' lives on the synapse.
        e : synapse, at spike e = 1
        ^"
    `);
  });

  it('reports a nonlinear trace', () => {
    expect(failure(rule({ state: 'dx/dt = -x * x : pre' }))).toMatchInlineSnapshot(`
      "N3ML_NOT_LINEAR
      The equation of 'x' is not linear with constant coefficients. Those of a learning rule have to be: write the change in onStep.
        dx/dt = -x * x : pre
         ^"
    `);
  });

  it('reports a trace too slow for float32', () => {
    expect(failure(rule({ state: 'dx/dt = -x / 1e7 : pre' }))).toMatchInlineSnapshot(`
      "N3ML_TIME_CONSTANT_TOO_SLOW
      The time constant of 'x' is more than 262144 steps of 1 ms: too slow for float32. Leave out the equation, or step with a longer dt.
        dx/dt = -x / 1e7 : pre
         ^"
    `);
  });

  it('reports a parameter called w', () => {
    expect(failure(rule({ params: { w: 1 } }))).toMatchInlineSnapshot(`
      "N3ML_RESERVED_NAME
      A parameter can't be called 'w': the name has a meaning already."
    `);
  });

  it('reports a bound that is read and not there', () => {
    const unbounded = () => compileRule({ params: {}, onPost: 'w += wMax - w' }, { dt: 1, wMin: -Infinity, wMax: Infinity });
    expect(failure(unbounded)).toMatchInlineSnapshot(`
      "N3ML_UNBOUNDED_WEIGHT
      The rule reads wMax, and the connection has no such bound: give it bounds.
        w += wMax - w
             ^"
    `);
  });
});

it('keeps the sentence and the field apart from the source line', () => {
  const error = (() => {
    try {
      return rule({ onPost: 'w += q' })();
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toMatchObject({
    code: 'N3ML_UNKNOWN_SYMBOL',
    field: 'onPost',
    sentence: expect.stringMatching(/^No symbol 'q' in onPost\. Known: .*\.$/),
  });
});
