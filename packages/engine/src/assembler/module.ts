import { type Code, seq, unsignedLeb, type ValueType } from './code.ts';
import { type Local, local, typeByte } from './instructions.ts';

/** Locals of a function that is being written, by name; the names go into the module for those who read it as text. */
export interface Scope {
  /** A parameter, by its place. */
  readonly parameters: readonly Local[];
  /** A new local variable. */
  local(type: ValueType, name: string): Local;
}

/** A function of the module and the code that calls it. */
export interface Callable {
  readonly index: number;
  call(...values: readonly Code[]): Code;
}

interface FunctionRecord {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | undefined;
  readonly locals: { readonly type: ValueType; readonly name: string }[];
  body: Code;
}

/** Collects functions over one imported memory and writes them as a WebAssembly binary module. */
export interface ModuleBuilder {
  /** Adds a function; its body is written at once. Every function is exported by its name. */
  define(
    name: string,
    parameters: Readonly<Record<string, ValueType>>,
    result: ValueType | undefined,
    body: (scope: Scope, ...parameters: Local[]) => Code,
  ): Callable;
  bytes(): Uint8Array<ArrayBuffer>;
}

const text = (value: string): Code => {
  const bytes = [...new TextEncoder().encode(value)];
  return seq(unsignedLeb(bytes.length), bytes);
};
const vector = (items: readonly Code[]): Code => seq(unsignedLeb(items.length), ...items);
const section = (id: number, content: Code): Code => seq([id], unsignedLeb(content.length), content);

/** The largest memory that a module may be given: 4 GiB, the limit of 32-bit addresses. */
export const MAX_PAGES = 65536;

/**
 * A module that imports its memory as `env.memory`.
 * @param shared whether the memory is shared between threads
 */
export function moduleBuilder({ shared }: { shared: boolean }): ModuleBuilder {
  const functions: FunctionRecord[] = [];
  const types: string[] = [];
  const typeIndex = ({ parameters, result }: FunctionRecord): number => {
    const key = JSON.stringify([parameters, result]);
    if (!types.includes(key)) types.push(key);
    return types.indexOf(key);
  };

  return {
    define(name, parameters, result, write) {
      const parameterTypes = Object.values(parameters);
      const record: FunctionRecord = { name, parameters: parameterTypes, result, locals: [], body: [] };
      for (const [parameter, type] of Object.entries(parameters)) record.locals.push({ type, name: parameter });
      const index = functions.push(record) - 1;
      const parameterLocals = parameterTypes.map((type, k) => local(type, k));
      record.body = write(
        {
          parameters: parameterLocals,
          local: (type, localName) => local(type, record.locals.push({ type, name: localName }) - 1),
        },
        ...parameterLocals,
      );
      return { index, call: (...values) => seq(...values, [0x10], unsignedLeb(index)) };
    },

    bytes() {
      const functionTypes = functions.map(typeIndex);
      const typeSection = types.map((key) => {
        const [parameters, result] = JSON.parse(key) as [ValueType[], ValueType | null | undefined];
        return seq([0x60], vector(parameters.map((type) => [typeByte(type)])), vector(result ? [[typeByte(result)]] : []));
      });
      const memoryLimits: Code = shared ? seq([0x03], unsignedLeb(1), unsignedLeb(MAX_PAGES)) : seq([0x00], unsignedLeb(1));
      const code = functions.map((record) => {
        const own = record.locals.slice(record.parameters.length).map(({ type }) => seq([1], [typeByte(type)]));
        const content = seq(vector(own), record.body, [0x0b]);
        return seq(unsignedLeb(content.length), content);
      });
      const names = seq(
        text('name'),
        section(1, vector(functions.map(({ name }, k) => seq(unsignedLeb(k), text(name))))),
        section(
          2,
          vector(
            functions.map(({ locals }, k) =>
              seq(unsignedLeb(k), vector(locals.map((entry, index) => seq(unsignedLeb(index), text(`${entry.name}_${index}`))))),
            ),
          ),
        ),
      );
      return Uint8Array.from([
        ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        ...section(1, vector(typeSection)),
        ...section(2, vector([seq(text('env'), text('memory'), [0x02], memoryLimits)])),
        ...section(3, vector(functionTypes.map((type) => unsignedLeb(type)))),
        ...section(7, vector(functions.map(({ name }, k) => seq(text(name), [0x00], unsignedLeb(k))))),
        ...section(10, vector(code)),
        ...section(0, names),
      ]);
    },
  };
}
