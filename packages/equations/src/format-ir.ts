import type { Assign, Ir, Slot } from './ir.ts';

const infix: Readonly<Record<string, { readonly text: string; readonly power: number }>> = {
  or: { text: 'or', power: 1 },
  and: { text: 'and', power: 2 },
  lt: { text: '<', power: 4 },
  le: { text: '<=', power: 4 },
  gt: { text: '>', power: 4 },
  ge: { text: '>=', power: 4 },
  eq: { text: '==', power: 4 },
  ne: { text: '!=', power: 4 },
  add: { text: '+', power: 5 },
  sub: { text: '-', power: 5 },
  mul: { text: '*', power: 6 },
  div: { text: '/', power: 6 },
};

/** The shortest decimal that rounds to the same float32. */
function shortest(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

const formatSlot = ({ scope, name }: Slot): string => (scope === 'neuron' ? name : `${scope}.${name}`);

/** An expression as one line of text, for people. */
export function formatIr(ir: Ir, power = 0): string {
  switch (ir.op) {
    case 'const':
      return shortest(ir.value);
    case 'load':
      return formatSlot(ir.slot);
    case 'ref':
      return `$${ir.id}`;
    case 'let': {
      const text = `let $${ir.id} = ${formatIr(ir.value)} in ${formatIr(ir.body)}`;
      return power > 0 ? `(${text})` : text;
    }
    case 'select':
      return `select(${formatIr(ir.condition)}, ${formatIr(ir.a)}, ${formatIr(ir.b)})`;
    default: {
      const operator = infix[ir.op];
      if (!operator || !('b' in ir)) return `${ir.op}(${'b' in ir ? `${formatIr(ir.a)}, ${formatIr(ir.b)}` : formatIr(ir.a)})`;
      const text = `${formatIr(ir.a, operator.power)} ${operator.text} ${formatIr(ir.b, operator.power + 1)}`;
      return operator.power < power ? `(${text})` : text;
    }
  }
}

/** An assignment as one line of text. */
export const formatAssign = ({ slot, value }: Assign): string => `${formatSlot(slot)} = ${formatIr(value)}`;
