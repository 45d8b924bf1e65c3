import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropTornLine } from '../src/drop-torn-line.ts';
import { temporaryFolder } from './recorder.ts';

test('a file cut off anywhere keeps its whole lines', () => {
  const path = join(temporaryFolder(), 'log');
  const line = fc.stringMatching(/^[a-z]{0,8}$/).map((text) => `${text}\n`);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.nat(), (lines, cut) => {
      const text = lines.join('');
      const part = text.slice(0, text.length === 0 ? 0 : cut % (text.length + 1));
      writeFileSync(path, part);
      dropTornLine(path);
      const left = readFileSync(path, 'utf8');
      expect(part.startsWith(left)).toBe(true);
      expect(left).toBe(part.includes('\n') ? part.replace(/[^\n]*$/, '') : '');
    }),
  );
});
