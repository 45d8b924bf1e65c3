import { type Code, flatten, seq, unsignedLeb, type ValueType, valueTypeByte } from './code.ts';
import { type Local, localAt } from './instructions.ts';

/** The function that is being written: where its local variables come from. */
export interface Scope {
  /** A new local variable; the name is for those who read the module as text. */
  local(type: ValueType, name: string): Local;
}

/** The parameters of a function: their names and types, in order. */
export type Parameters = Readonly<Record<string, ValueType>>;

/** Code that calls a function of the module, with its arguments in the order of the parameters. */
export type Call = (...values: readonly Code[]) => Code;

/** Collects functions over one imported memory and writes them as a WebAssembly binary module. */
export interface ModuleBuilder {
  /**
   * Adds a function; its body is written at once. Every function is exported by its name.
   * @param result undefined where it returns nothing
   * @param write gives the body; the parameters come as locals by their names
   */
  define<P extends Parameters>(
    name: string,
    parameters: P,
    result: ValueType | undefined,
    write: (scope: Scope, parameters: { readonly [K in keyof P]: Local }) => Code,
  ): Call;
  bytes(): Uint8Array<ArrayBuffer>;
}

interface Variable {
  readonly type: ValueType;
  readonly name: string;
}

interface FunctionRecord {
  readonly name: string;
  readonly parameters: readonly Variable[];
  /** Local variables beside the parameters; they are counted on from those. */
  readonly locals: readonly Variable[];
  /** Index among the types of functions. */
  readonly type: number;
  readonly body: Code;
}

const text = (value: string): Code => {
  const bytes = new TextEncoder().encode(value);
  return [unsignedLeb(bytes.length), [...bytes]];
};
const vector = (items: readonly Code[]): Code => [unsignedLeb(items.length), items];
/** Code behind the number of its bytes. */
const sized = (content: Code): Code => {
  const bytes = flatten(content);
  return [unsignedLeb(bytes.length), bytes];
};
const section = (id: number, content: Code): Code => [id, sized(content)];
const typeBytes = (types: readonly ValueType[]): Code => vector(types.map((type) => [valueTypeByte[type]]));

/** Names of which the second of a kind is called `name_2`, the third `name_3`: in the text of a module each stands for one variable. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

/** The largest memory that a module may be given: 4 GiB, the limit of 32-bit addresses. */
export const MAX_PAGES = 65536;

/**
 * A module that imports its memory as `env.memory`.
 * @param shared whether the memory is shared between threads
 */
export function moduleBuilder({ shared }: { shared: boolean }): ModuleBuilder {
  const functions: FunctionRecord[] = [];
  const types = new Map<string, { readonly index: number; readonly code: Code }>();
  const typeOf = (parameters: readonly ValueType[], result: ValueType | undefined): number => {
    const key = `${parameters} -> ${result}`;
    const type = types.get(key) ?? { index: types.size, code: [0x60, typeBytes(parameters), typeBytes(result ? [result] : [])] };
    types.set(key, type);
    return type.index;
  };

  return {
    define<P extends Parameters>(
      name: string,
      given: P,
      result: ValueType | undefined,
      write: (scope: Scope, parameters: { readonly [K in keyof P]: Local }) => Code,
    ): Call {
      const parameters = Object.entries(given).map(([parameter, type]): Variable => ({ name: parameter, type }));
      const locals: Variable[] = [];
      const scope: Scope = { local: (type, localName) => localAt(parameters.length + locals.push({ type, name: localName }) - 1) };
      const byName = Object.fromEntries(parameters.map((parameter, k) => [parameter.name, localAt(k)]));
      const body = write(scope, byName as { readonly [K in keyof P]: Local });
      const type = typeOf(Object.values(given), result);
      const index = functions.push({ name, parameters, locals, type, body }) - 1;
      return (...values) => [values, 0x10, unsignedLeb(index)];
    },

    bytes() {
      const memoryLimits: Code = shared ? [0x03, unsignedLeb(1), unsignedLeb(MAX_PAGES)] : [0x00, unsignedLeb(1)];
      const code = functions.map(({ locals, body }) => sized([vector(locals.map(({ type }) => [1, valueTypeByte[type]])), body, 0x0b]));
      const numbered = (names: readonly Code[]): Code => vector(names.map((name, k) => [unsignedLeb(k), name]));
      const localNames = functions.map(({ parameters, locals }) =>
        numbered(distinct([...parameters, ...locals].map(({ name }) => name)).map(text)),
      );
      return Uint8Array.from(
        flatten([
          [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
          section(1, vector([...types.values()].map((type) => type.code))),
          section(2, vector([seq(text('env'), text('memory'), [0x02], memoryLimits)])),
          section(3, vector(functions.map(({ type }) => unsignedLeb(type)))),
          section(7, vector(functions.map(({ name }, k) => [text(name), 0x00, unsignedLeb(k)]))),
          section(10, vector(code)),
          section(0, [text('name'), section(1, numbered(functions.map(({ name }) => text(name)))), section(2, numbered(localNames))]),
        ]),
      );
    },
  };
}
