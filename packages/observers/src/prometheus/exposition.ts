/** What a family of values means to Prometheus. */
export type FamilyKind = 'counter' | 'gauge';

type Labels = Readonly<Record<string, string>>;

const escapeLabel = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelText = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

const numberText = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';

/** Values of one name, told apart by their labels. */
export class Family {
  readonly #head: string;
  readonly #name: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, kind: FamilyKind, help: string) {
    this.#name = name;
    this.#head = `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`;
  }

  set(value: number, labels: Labels = {}): void {
    this.#values.set(labelText(labels), value);
  }

  add(value: number, labels: Labels = {}): void {
    const text = labelText(labels);
    this.#values.set(text, (this.#values.get(text) ?? 0) + value);
  }

  clear(): void {
    this.#values.clear();
  }

  /** In the text format, version 0.0.4; empty where there is no value. */
  toString(): string {
    const lines = [...this.#values].map(([labels, value]) => `${this.#name}${labels} ${numberText(value)}\n`);
    return lines.length === 0 ? '' : this.#head + lines.join('');
  }
}
