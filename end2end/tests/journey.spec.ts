/** What most people come for: a picture in, a larger one out. On the phone as on the desktop. */

import { readFileSync } from 'node:fs';
import { expect, test } from '../support/fixtures.ts';
import { sizeOfPng } from '../support/pictures.ts';
import { picture } from '../support/studio.ts';

test('a guest upscales a picture, compares, downloads and finds it again', async ({ page, studio }) => {
  const upload = picture({ width: 160, height: 120 });
  await studio.choose(upload);
  await studio.expectStored(upload);
  await expect(studio.tool.getByText('160 × 120 px')).toBeVisible();
  await studio.tool.getByText('×4', { exact: true }).click();
  await expect(studio.tool.getByText('Result: 640 × 480 px')).toBeVisible();

  await studio.run(2);
  await studio.expectResult({ width: 320, height: 240 });
  await expect(page).toHaveURL(/\/images\/[0-9a-f-]{36}$/);
  await expect(studio.stage.getByText('160 × 120 → 320 × 240 px')).toBeVisible();
  await expect(studio.stage.getByText('starter-upscaler@1')).toBeVisible();

  await test.step('the slider follows pointer and keys', async () => {
    await expect(studio.slider).toHaveAttribute('aria-valuenow', '50');
    const viewer = (await studio.stage.getByRole('group', { name: 'Picture viewer' }).boundingBox())!;
    const handle = (await studio.slider.boundingBox())!;
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(viewer.x + viewer.width * 0.25, viewer.y + viewer.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(studio.slider).toHaveAttribute('aria-valuenow', '25');
    await studio.slider.press('ArrowRight');
    await expect(studio.slider).toHaveAttribute('aria-valuenow', '26');
    await studio.slider.press('End');
    await expect(studio.slider).toHaveAttribute('aria-valuenow', '100');
  });

  await test.step('the download is the result', async () => {
    const download = page.waitForEvent('download');
    await studio.download.click();
    const file = readFileSync(await (await download).path());
    expect(sizeOfPng(file)).toEqual({ width: 320, height: 240 });
  });

  await test.step('the gallery has both pictures', async () => {
    await studio.show('Gallery');
    await expect(studio.tiles('Result, 320 × 240')).toBeVisible();
    await studio.tiles('Upload, 160 × 120').getByRole('link').click();
    await expect(studio.stage.getByRole('img', { name: 'After, 160 × 120' })).toBeVisible();
    await expect(studio.slider).toBeHidden();
  });

  await test.step('an address leads back to the result', async () => {
    await page.goBack();
    await studio.expectResult({ width: 320, height: 240 });
    await studio.reload();
    await studio.expectResult({ width: 320, height: 240 });
  });
});
