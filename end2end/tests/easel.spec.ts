/** Marking on the large picture: with a brush, by clicks, beyond the edges. */

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { picture, type Studio } from '../support/studio.ts';

const size = { width: 160, height: 120 };

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

async function drag(page: Page, box: Box, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(box.x + box.width * from[0], box.y + box.height * from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to[0], box.y + box.height * to[1], { steps: 6 });
  await page.mouse.up();
}

/** How much of the mask is marked, 0 to 1. */
async function marked(canvas: Locator): Promise<number> {
  return canvas.evaluate((node: HTMLCanvasElement) => {
    const { data } = node.getContext('2d')!.getImageData(0, 0, node.width, node.height);
    let sum = 0;
    for (let at = 3; at < data.length; at += 4) sum += data[at]!;
    return sum / (data.length / 4) / 255;
  });
}

async function toMask(studio: Studio): Promise<{ canvas: Locator; box: Box }> {
  await studio.choose(picture(size));
  await studio.use('Edit');
  await studio.tool.getByLabel('Prompt', { exact: true }).fill('A lake');
  await studio.tool.getByText('A part', { exact: true }).click();
  await studio.tool.getByRole('button', { name: 'Mark on the picture' }).click();
  const canvas = studio.stage.getByRole('img', { name: 'What is marked on the picture' });
  await expect(canvas).toBeVisible();
  return { canvas, box: (await canvas.boundingBox())! };
}

test('a part is marked on the large picture, corrected, and painted anew', async ({ page, studio, trouble }) => {
  // What this test does with the canvas, the page does not.
  trouble.allow(/willReadFrequently/);
  const { canvas, box } = await toMask(studio);
  await drag(page, box, [0.2, 0.4], [0.5, 0.5]);
  const once = await marked(canvas);
  expect(once).toBeGreaterThan(0.01);
  await drag(page, box, [0.6, 0.4], [0.9, 0.5]);
  expect(await marked(canvas)).toBeGreaterThan(once);

  const button = (name: string): Locator => studio.stage.getByRole('button', { name, exact: true });
  await page.keyboard.press('Control+z');
  await expect.poll(() => marked(canvas)).toBeCloseTo(once, 3);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => marked(canvas)).toBeGreaterThan(once * 1.1);
  await button('Undo').click();
  await expect.poll(() => marked(canvas)).toBeCloseTo(once, 3);
  await button('Invert what is marked').click();
  await expect.poll(() => marked(canvas)).toBeCloseTo(1 - once, 2);
  await button('Undo').click();
  await button('Eraser').click();
  await drag(page, box, [0.15, 0.38], [0.55, 0.52]);
  expect(await marked(canvas)).toBeLessThan(once / 2);
  await button('Clear').click();
  await expect.poll(() => marked(canvas)).toBe(0);
  await studio.show('Tool');
  await expect(studio.tool.getByRole('button', { name: 'Edit', exact: true }), 'nothing is marked').toBeDisabled();

  await studio.show('Result');
  await button('Brush').click();
  const brush = studio.stage.getByRole('slider', { name: 'Size' });
  const before = Number(await brush.inputValue());
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  expect(Number(await brush.inputValue())).toBeGreaterThan(before);
  await drag(page, box, [0.3, 0.5], [0.6, 0.5]);
  await studio.stage.getByRole('button', { name: 'Done' }).click();
  await studio.tool.getByRole('slider', { name: 'Soft edge' }).fill('12');
  await studio.tool.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(studio.fact('Strength')).toHaveText('100 %', { timeout: 60_000 });
  await expect(studio.fact('Soft edge')).toHaveText('12 px');
  await expect(studio.slider).toBeVisible();
});

test('what is zoomed is marked where it is, and stays', async ({ page, studio, trouble }) => {
  trouble.allow(/willReadFrequently/);
  const { canvas, box } = await toMask(studio);
  await studio.stage.getByRole('button', { name: 'Zoom in' }).click();
  await studio.stage.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(async () => (await canvas.boundingBox())!.width).toBeGreaterThan(box.width * 1.4);
  const larger = (await canvas.boundingBox())!;
  await drag(page, larger, [0.45, 0.5], [0.5, 0.5]);
  const drawn = await marked(canvas);
  expect(drawn).toBeGreaterThan(0);
  await studio.stage.getByRole('button', { name: 'Fit to the window' }).click();
  expect(await marked(canvas)).toBe(drawn);
  await studio.stage.getByRole('group', { name: 'Picture: mark what is to be painted anew' }).focus();
  await page.keyboard.down('Space');
  await drag(page, box, [0.2, 0.2], [0.3, 0.3]);
  await page.keyboard.up('Space');
  expect(await marked(canvas), 'with Space, nothing is drawn').toBe(drawn);
});

test('a picture is painted beyond its edges', async ({ page, studio }) => {
  await toMask(studio);
  const handle = studio.stage.getByRole('slider', { name: 'Right' });
  const box = (await handle.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 60, box.y + box.height / 2, { steps: 2 });
  await page.mouse.up();
  await expect(handle, 'inwards is nothing').toHaveAttribute('aria-valuenow', '0');
  await handle.press('ArrowRight');
  await handle.press('ArrowRight');
  await expect(handle).toHaveAttribute('aria-valuenow', '32');
  await studio.show('Tool');
  await studio.tool.getByLabel('Top', { exact: true }).fill('16');
  await studio.tool.getByLabel('Top', { exact: true }).press('Enter');
  await expect(studio.fact('Painted beyond')).toHaveText('← 0 ↑ 16 → 32 ↓ 0 px', { timeout: 60_000 });
});

test('a thing that is clicked on becomes a layer', async ({ page, studio }) => {
  await studio.choose(picture(size));
  await studio.use('Separate');
  const run = studio.tool.getByRole('button', { name: 'Separate', exact: true });
  await expect(run).toBeDisabled();
  await studio.tool.getByRole('button', { name: 'Click on the picture' }).click();
  const sheet = studio.stage.getByRole('group', { name: 'Picture: click on what is to be separated' });
  const box = (await sheet.boundingBox())!;
  const click = (x: number, y: number): Promise<void> => page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  await click(0.4, 0.4);
  await page.keyboard.down('Alt');
  await click(0.6, 0.6);
  await page.keyboard.up('Alt');
  await expect(studio.stage.getByText('−', { exact: true })).toBeVisible();
  await studio.stage.getByRole('button', { name: 'Undo the last click' }).click();
  await expect(studio.stage.getByText('−', { exact: true })).toBeHidden();
  await studio.stage.getByRole('button', { name: 'Remove' }).click();
  await click(0.6, 0.6);
  await expect(studio.stage.getByText('−', { exact: true })).toBeVisible();
  await studio.stage.getByRole('button', { name: 'Box' }).click();
  await drag(page, box, [0.3, 0.3], [0.5, 0.6]);
  await studio.show('Tool');
  await expect(studio.tool.getByText('2 clicks, and a box')).toBeVisible();
  const asked = page.waitForRequest((request) => request.url().includes('submit'));
  await run.click();
  const sent = (await asked).postDataJSON();
  expect(JSON.stringify(sent)).toContain('"box":[');
  await studio.expectResult(size);
});
