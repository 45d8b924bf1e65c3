import type { Ir, Slot } from '@n3ml/equations';
import { type Code, seq } from '../assembler/code.ts';
import type { Local } from '../assembler/instructions.ts';
import type { Scope } from '../assembler/module.ts';
import type { Lanes } from './lanes.ts';

/** The code that computes an expression. `read` gives the code of a symbol. */
export function emitExpression(ir: Ir, lanes: Lanes, scope: Scope, read: (slot: Slot) => Code): Code {
  const bound = new Map<number, Local>();
  const emit = (node: Ir): Code => {
    switch (node.op) {
      case 'const':
        return lanes.constant(node.value);
      case 'load':
        return read(node.slot);
      case 'ref':
        return bound.get(node.id)!.get;
      case 'let': {
        const variable = scope.local(lanes.type, `let${node.id}`);
        const value = emit(node.value);
        bound.set(node.id, variable);
        return seq(variable.set(value), emit(node.body));
      }
      case 'select':
        return lanes.select(emit(node.a), emit(node.b), emit(node.condition));
      case 'neg':
      case 'abs':
      case 'sqrt':
      case 'floor':
      case 'nearest':
      case 'pow2':
      case 'exponent':
      case 'mantissa':
      case 'not':
        return lanes.unary[node.op](emit(node.a));
      default:
        return lanes.binary[node.op](emit(node.a), emit(node.b));
    }
  };
  return emit(ir);
}
