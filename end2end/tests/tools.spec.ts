/** The tools that make one picture of another. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

const size = { width: 160, height: 120 };

test('a picture is given another look', async ({ studio }) => {
  await studio.choose(picture(size));
  await studio.use('Style');
  await studio.tool.getByText('Ink', { exact: false }).first().click();
  await studio.tool.getByRole('button', { name: 'Style', exact: true }).click();
  await studio.expectResult(size);
  await expect(studio.slider).toBeVisible();
  await expect(studio.stage.getByText('starter-styles@1')).toBeVisible();
});

test('the background of a picture is taken away, or another put there', async ({ studio }) => {
  await studio.choose(picture(size));
  await studio.use('Cut out');
  await studio.tool.getByRole('button', { name: 'Cut out', exact: true }).click();
  await studio.expectResult(size);
  await studio.show('Tool');
  await studio.tool.getByText('Colour', { exact: true }).first().click();
  await studio.tool.getByLabel('Colour', { exact: true }).last().fill('#ff8800');
  await studio.tool.getByRole('button', { name: 'Cut out', exact: true }).click();
  await studio.show('Gallery');
  await expect(studio.tiles(/^Result/)).toHaveCount(2, { timeout: 60_000 });
});

test('every style is shown as it looks', async ({ studio }) => {
  await studio.choose(picture(size));
  await studio.use('Style');
  const looks = studio.tool.getByRole('group', { name: 'Style' }).locator('img');
  await expect(looks).toHaveCount(10);
  for (const look of await looks.all()) {
    await look.scrollIntoViewIfNeeded();
    await expect.poll(() => look.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth)).toBe(180);
  }
});

test('another picture is put behind a cut-out', async ({ studio }) => {
  await studio.choose(picture(size));
  await studio.use('Cut out');
  const run = studio.tool.getByRole('button', { name: 'Cut out', exact: true });
  await studio.tool.getByRole('group', { name: 'Background' }).getByText('Picture', { exact: true }).click();
  await expect(run, 'no picture is chosen').toBeDisabled();
  const input = studio.tool.getByLabel('Choose the picture behind');
  await input.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('milk') });
  await expect(studio.tool.getByText('This kind of file is not supported', { exact: false })).toBeVisible();
  await input.setInputFiles(picture({ width: 90, height: 60 }, 3));
  await expect(studio.tool.getByRole('img', { name: 'The picture behind' })).toBeVisible();
  await run.click();
  await studio.expectResult(size);
  await expect(studio.fact('Background')).toHaveText('another picture');
});
