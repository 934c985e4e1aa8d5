/** What one does with a picture: send it on, use what made it again, take it away. */

import { readFileSync } from 'node:fs';
import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

const size = { width: 160, height: 120 };

test('a picture is sent to every tool in one click', async ({ studio }) => {
  const upload = picture(size);
  await studio.choose(upload);
  await studio.expectStored(upload);
  await studio.show('Gallery');
  await studio.tiles('Upload, 160 × 120').getByRole('link').click();
  for (const tool of ['Edit', 'Upscale', 'Style', 'Cut out', 'Separate']) {
    await studio.show('Result');
    await studio.stage.getByRole('button', { name: `${tool} this picture` }).click();
    await expect(studio.tool.getByRole('radio', { name: tool, exact: true })).toBeChecked();
    await expect(studio.tool.getByRole('group', { name: 'Picture' }).getByText('From the gallery')).toBeVisible();
  }
});

test('what made a picture is used again, whole or in part', async ({ studio }) => {
  await studio.paint('A lake at night', 2);
  const seed = Number(await studio.fact('Seed').innerText());
  await studio.stage.getByRole('list', { name: 'Made together' }).getByRole('link').nth(1).click();
  await expect(studio.fact('Seed'), 'each has a seed of its own').toHaveText(String(seed + 1));
  const again = studio.stage.getByRole('group', { name: 'Use again' });

  await studio.show('Tool');
  await studio.tool.getByLabel('Prompt', { exact: true }).fill('Something else');
  await studio.show('Result');
  await again.getByRole('button', { name: 'Seed' }).click();
  await expect(studio.messages).toContainText('The seed is in the tool, and kept.');
  await studio.tool.getByText('More settings').click();
  await expect(studio.tool.getByLabel('Seed', { exact: true })).toHaveValue(String(seed + 1));
  await expect(studio.tool.getByLabel('Prompt', { exact: true })).toHaveValue('Something else');

  await studio.show('Result');
  await again.getByRole('button', { name: 'Prompt' }).click();
  await expect(studio.tool.getByLabel('Prompt', { exact: true })).toHaveValue('A lake at night');
  await studio.tool.getByText('4:3', { exact: true }).click();
  await studio.show('Result');
  await again.getByRole('button', { name: 'Size' }).click();
  await expect(studio.tool.getByRole('radio', { name: '1:1' })).toBeChecked();
  await studio.show('Result');
  await again.getByRole('button', { name: 'All settings' }).click();
  await expect(studio.tool.getByRole('group', { name: 'Pictures' }).getByRole('radio', { name: '2' })).toBeChecked();
});

test('prompt and seed are copied', async ({ page, context, studio }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.paint('A harbour, (red:1.2)');
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await studio.stage.getByRole('button', { name: 'Copy the prompt' }).click();
  await expect(studio.stage.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await clipboard()).toBe('A harbour, (red:1.2)');
  await studio.stage.getByRole('button', { name: 'Copy the seed' }).click();
  await expect.poll(clipboard).toMatch(/^\d+$/);
});

test('a picture is downloaded in each format', async ({ page, studio }) => {
  await studio.upscale(size, 2);
  const starts = { PNG: '89504e47', JPEG: 'ffd8ff', WebP: '52494646' };
  for (const [format, magic] of Object.entries(starts)) {
    await studio.stage.getByRole('button', { name: 'Choose a format to download' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: new RegExp(`^${format}`) }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.(png|jpg|webp)$/);
    expect(readFileSync(await file.path()).toString('hex')).toMatch(new RegExp(`^${magic}`));
    await expect(page.getByRole('link', { name: new RegExp(`^${format}`) })).toBeHidden();
  }
});
