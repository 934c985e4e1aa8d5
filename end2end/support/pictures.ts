/** Pictures to upload, made here: a few shapes and gradients, so that a model has edges and textures to work on. */

import { crc32, deflateSync } from 'node:zlib';

export interface Size {
  width: number;
  height: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A PNG of 8 bits a channel; `colour` gives the channels of each pixel, one for grey and three for RGB. */
function encode({ width, height }: Size, channels: 1 | 3, colour: (x: number, y: number) => number[]): Buffer {
  const rows = Buffer.alloc(height * (width * channels + 1));
  let at = 0;
  for (let y = 0; y < height; y++) {
    at++; // filter 0: none
    for (let x = 0; x < width; x++) for (const value of colour(x, y)) rows[at++] = value;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 1 ? 0 : 2], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Hills before an evening sky, with a sun. `seed` makes pictures differ. */
export function landscape({ width, height }: Size, seed = 0): Buffer {
  const hills = [0, 1, 2, 3].map((hill) => ({
    base: 0.55 + 0.12 * hill,
    swing: 0.09 - 0.015 * hill,
    period: 2.5 + 1.7 * hill + 0.4 * seed,
    phase: seed * 1.3 + hill * 2.1,
    colour: [70 - 14 * hill, 60 + 8 * hill, 110 - 18 * hill],
  }));
  const sun = { x: 0.3 + 0.07 * (seed % 7), y: 0.34, radius: 0.09 };
  return encode({ width, height }, 3, (x, y) => {
    const [u, v] = [x / width, y / height];
    const hill = hills.findLast(({ base, swing, period, phase }) => v > base + swing * Math.sin(u * period * 2 + phase));
    if (hill) {
      const grain = 10 * Math.sin(x * 0.9 + y * 0.4) * Math.sin(y * 1.3 - x * 0.2);
      return hill.colour.map((value) => Math.max(0, Math.min(255, value + grain + 40 * (1 - v))));
    }
    const aspect = width / height;
    if (Math.hypot((u - sun.x) * aspect, v - sun.y) < sun.radius) return [255, 236, 190];
    return [250 - 90 * (0.6 - v), 150 + 60 * (0.6 - v), 110 + 190 * (0.6 - v)].map((value) => Math.max(0, Math.min(255, value)));
  });
}

/** Noise, which does not compress: three bytes a pixel. */
export function noise(size: Size): Buffer {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return encode(size, 3, () => [next(), next(), next()]);
}

/** One grey, whose file is tiny however many pixels it has. */
export function blank(size: Size): Buffer {
  return encode(size, 1, () => [128]);
}

/** The picture with a text chunk, as user interfaces write how it was made. */
export function withText(png: Buffer, keyword: string, text: string): Buffer {
  const afterHeader = SIGNATURE.length + 25;
  const data = Buffer.concat([Buffer.from(`${keyword}\0`, 'latin1'), Buffer.from(text, 'utf8')]);
  return Buffer.concat([png.subarray(0, afterHeader), chunk('tEXt', data), png.subarray(afterHeader)]);
}

/** Width and height from a PNG's header. */
export function sizeOfPng(file: Buffer): Size {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG file');
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}
