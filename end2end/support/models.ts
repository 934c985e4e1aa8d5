/** Models for the tests, beside those that ship: so small that a task takes no time, or so simple that its result is known. */

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Family {
  name: string;
  task: string;
  family: string;
  section: string;
  /** What the manifest says of each file besides. */
  files: Record<string, string>;
}

const FAMILIES: Family[] = [
  {
    name: 'bright-parts',
    task: 'remove-background',
    family: 'matting',
    section: '[matting]\nsize = 64\nactivation = "min-max"\ninput = { range = "0-1" }',
    files: { 'bright_64.onnx': '' },
  },
  {
    name: 'near-clicks',
    task: 'segment',
    family: 'segment-anything',
    section: '[segment]\nsize = 64\ninput = { range = "0-255" }',
    files: { 'sam_encoder.onnx': 'part = "encoder"', 'sam_decoder.onnx': 'part = "decoder"' },
  },
];

/** Puts them where a server looks for pulled models. `root` is the repository's. */
export function installModels(root: string, folder: string): void {
  // A pipeline of random weights: what it paints is noise, but it takes a second.
  cpSync(join(root, 'tests/golden/tiny-sd'), join(folder, 'tiny-sd'), { recursive: true });
  for (const { name, task, family, section, files } of FAMILIES) {
    const version = join(folder, name, '1');
    mkdirSync(version, { recursive: true });
    const entries = Object.entries(files).map(([file, more]) => {
      const bytes = readFileSync(join(root, 'crates/inference/tests/models', file));
      writeFileSync(join(version, file), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return `[[files]]\npath = "${file}"\nsize = ${bytes.length}\nsha256 = "${sha256}"\n${more}\n`;
    });
    const head = { name, version: '1', task, family, title: name, description: 'For the tests.', licence: 'MIT', author: '' };
    const lines = Object.entries(head).map(([key, value]) => `${key} = "${value}"\n`);
    writeFileSync(join(version, 'model.toml'), [...lines, 'memory_mb = 10\n', `${section}\n`, ...entries].join(''));
  }
}
