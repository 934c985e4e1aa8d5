/** Reading out of a file how it was made. */

import { expect, test } from '../support/fixtures.ts';
import { landscape, withText } from '../support/pictures.ts';
import { picture, type Upload } from '../support/studio.ts';

const A1111 =
  'A boat at night\nNegative prompt: people\nSteps: 12, Sampler: Euler a, CFG scale: 5, Seed: 77, Size: 512x512, Model: v1-5, Clip skip: 2, Version: v1.10.1';
const COMFYUI = JSON.stringify({
  3: { class_type: 'KSampler', inputs: { seed: 9, steps: 8, cfg: 3, sampler_name: 'euler', scheduler: 'normal', positive: ['6', 0] } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'A tree in the desert' } },
});

function made(keyword: string, text: string): Upload {
  return { name: 'made.png', mimeType: 'image/png', buffer: withText(landscape({ width: 96, height: 64 }), keyword, text) };
}

test('a dropped picture offers its settings, and names what cannot be used', async ({ studio }) => {
  await studio.drop(made('parameters', A1111));
  await studio.show('Tool');
  await expect(studio.tool.getByText('as AUTOMATIC1111 writes it')).toBeVisible();
  await expect(studio.tool.getByText(/Cannot be used here: .*Clip skip.*model v1-5/)).toBeVisible();
  await studio.tool.getByRole('button', { name: 'Use its settings' }).click();
  await expect(studio.tool.getByRole('radio', { name: 'Generate' })).toBeChecked();
  await expect(studio.tool.getByLabel('Prompt', { exact: true })).toHaveValue('A boat at night');
  await studio.tool.getByText('More settings').click();
  await expect(studio.tool.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('people');
  await expect(studio.tool.getByLabel('Seed', { exact: true })).toHaveValue('77');
  await expect(studio.tool.getByRole('slider', { name: 'Steps' })).toHaveValue('12');
  await expect(studio.tool.getByRole('checkbox', { name: 'Keep it for the next run' })).toBeChecked();
});

test('settings are read without uploading the picture', async ({ page, studio }) => {
  await studio.use('Generate');
  const input = studio.tool.getByLabel('Read the settings of a picture');
  await input.setInputFiles(made('prompt', COMFYUI));
  await expect(studio.tool.getByText('made in ComfyUI')).toBeVisible();
  await studio.tool.getByRole('button', { name: 'Use its settings' }).click();
  await expect(studio.tool.getByLabel('Prompt', { exact: true })).toHaveValue('A tree in the desert');
  expect((await (await page.request.get('/v1/images')).json()).data).toEqual([]);

  await input.setInputFiles(picture({ width: 96, height: 64 }));
  await expect(studio.tool.getByText('This file does not say how it was made.')).toBeVisible();
  await input.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('milk') });
  await expect(studio.tool.getByText('This kind of file is not supported', { exact: false })).toBeVisible();
});

test('a picture made here says how', async ({ page, studio }) => {
  await studio.paint('A lake at night');
  const seed = await studio.fact('Seed').innerText();
  const id = page.url().split('/').at(-1);
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    const buffer = await (await page.request.get(`/v1/images/${id}/file?format=${format}`)).body();
    await studio.use('Generate');
    await studio.tool.getByLabel('Prompt', { exact: true }).fill('');
    await studio.tool.getByLabel('Read the settings of a picture').setInputFiles({ name: 'a', mimeType: `image/${format}`, buffer });
    await studio.tool.getByRole('button', { name: 'Use its settings' }).click();
    await expect(studio.tool.getByLabel('Prompt', { exact: true })).toHaveValue('A lake at night');
    await studio.tool.getByRole('button', { name: 'Close', exact: true }).click();
  }
  if (await studio.tool.getByText('More settings').isVisible()) await studio.tool.getByText('More settings').click();
  await expect(studio.tool.getByLabel('Seed', { exact: true })).toHaveValue(seed);
});
