/** Two pictures together: under the slider, side by side, by holding; a result with its source, or any two. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

const size = { width: 160, height: 120 };

test('a result and its source are compared in three ways', async ({ page, studio }) => {
  await studio.upscale(size, 2);
  const viewer = studio.stage.getByRole('group', { name: 'Picture viewer' });
  const before = studio.stage.getByRole('img', { name: 'Before, 160 × 120' });
  const after = studio.stage.getByRole('img', { name: 'After, 320 × 240' });
  await expect(studio.slider).toBeVisible();

  await studio.stage.getByRole('button', { name: 'Compare side by side' }).click();
  await expect(studio.slider).toBeHidden();
  const boxes = async () => [(await before.boundingBox())!, (await after.boundingBox())!] as const;
  const [left, right] = await boxes();
  const apart = Math.abs(left.x - right.x) > 10 || Math.abs(left.y - right.y) > 10;
  expect(apart, 'they stand beside each other').toBe(true);
  expect(Math.round(left.width)).toBe(Math.round(right.width));
  await studio.stage.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(async () => (await boxes())[0].width).toBeGreaterThan(left.width);
  const [zoomedLeft, zoomedRight] = await boxes();
  expect(Math.round(zoomedLeft.width), 'they are zoomed together').toBe(Math.round(zoomedRight.width));

  await studio.stage.getByRole('button', { name: 'Fit to the window' }).click();
  await studio.stage.getByRole('button', { name: 'Compare by holding' }).click();
  await expect(before).toBeHidden();
  const box = (await viewer.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.6);
  await page.mouse.down();
  await expect(before).toBeVisible();
  await page.mouse.up();
  await expect(before).toBeHidden();
  await viewer.focus();
  await page.keyboard.down('Space');
  await expect(before).toBeVisible();
  await page.keyboard.up('Space');
  await expect(before).toBeHidden();

  await studio.stage.getByRole('button', { name: 'Compare by a slider' }).click();
  await expect(studio.slider).toBeVisible();
});

test('any two pictures are compared', async ({ page, studio }) => {
  for (const [seed, width] of [[1, 160], [2, 200]] as const) {
    const upload = picture({ width, height: 120 }, seed);
    await studio.choose(upload);
    await studio.expectStored(upload);
  }
  await studio.show('Gallery');
  await studio.tiles('Upload, 160 × 120').getByRole('link').click();
  await expect(studio.slider).toBeHidden();
  const address = page.url();
  await studio.stage.getByRole('button', { name: 'Compare with…' }).click();
  await expect(studio.messages).toContainText('Choose the picture to compare with');
  await studio.show('Gallery');
  await studio.tiles('Upload, 200 × 120').getByRole('link').click();
  expect(page.url(), 'it was chosen, not opened').toBe(address);
  await expect(studio.stage.getByRole('img', { name: 'Other, 200 × 120' })).toBeVisible();
  await expect(studio.stage.getByRole('img', { name: 'This, 160 × 120' })).toBeVisible();
  await expect(studio.slider).toBeVisible();
  await studio.stage.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(studio.slider).toBeHidden();

  // Asked and thought better of.
  await studio.stage.getByRole('button', { name: 'Compare with…' }).click();
  await studio.messages.getByRole('button', { name: 'Cancel' }).last().click();
  await studio.show('Gallery');
  await studio.tiles('Upload, 200 × 120').getByRole('link').click();
  await expect(page).not.toHaveURL(address);
});
