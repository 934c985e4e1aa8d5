/** Keeping order among pictures. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

test('favourites are kept and can be shown alone', async ({ studio }) => {
  await studio.upscale({ width: 96, height: 64 }, 2);
  await studio.stage.getByRole('button', { name: 'Favorite', exact: true }).click();
  const star = studio.library.getByRole('button', { name: 'Remove from favorites: Result, 192 × 128' });
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  await studio.library.getByRole('button', { name: 'Only favorites' }).click();
  await expect(studio.tiles()).toHaveCount(1);
  await studio.library.getByRole('button', { name: 'Only favorites' }).click();
  await expect(studio.tiles()).toHaveCount(2);

  await studio.reload();
  await star.click();
  await expect(studio.stage.getByRole('button', { name: 'Favorite', exact: true })).toHaveAttribute('aria-pressed', 'false');
});

test('uploads and results can be told apart', async ({ studio }) => {
  await studio.upscale({ width: 96, height: 64 }, 2);
  await studio.library.getByText('Upscaled', { exact: true }).click();
  await expect(studio.tiles()).toHaveCount(1);
  await expect(studio.tiles('Result, 192 × 128')).toBeVisible();
  await studio.library.getByText('Uploads', { exact: true }).click();
  await expect(studio.tiles('Upload, 96 × 64')).toBeVisible();
  await expect(studio.tiles()).toHaveCount(1);
});

test('a deleted picture can be brought back, and stays away if it is not', async ({ page, studio }) => {
  await studio.upscale({ width: 96, height: 64 }, 2);
  const result = studio.tiles('Result, 192 × 128');
  await studio.stage.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(result).toBeHidden();
  await expect(studio.download).toBeHidden();
  await studio.messages.getByRole('button', { name: 'Undo' }).click();
  await expect(result).toBeVisible();

  await studio.library.getByRole('button', { name: 'Delete: Result, 192 × 128' }).click();
  await expect(studio.messages).toContainText('Picture deleted.');
  await studio.reload();
  await expect(studio.tiles('Upload, 96 × 64')).toBeVisible();
  await expect(result).toBeHidden();
  await expect(page).toHaveURL('/');
});

test('older pictures come while one scrolls, and by a button when they did not', async ({ page, studio, trouble }) => {
  for (let seed = 0; seed < 26; seed++) await studio.store(`Hill ${seed}`, seed);
  await studio.reload();
  await expect(studio.tiles()).toHaveCount(26);
  const more = studio.library.getByRole('button', { name: 'Load more' });
  await expect(more).toBeHidden();

  trouble.expect(/status of 503/);
  let asked = 0;
  await page.route('**/api/list-images', async (route) => {
    asked += 1;
    await (asked === 1 ? route.fulfill({ status: 503, body: '' }) : route.continue());
  });
  await studio.reload();
  await expect(more).toBeEnabled();
  await expect(studio.tiles()).toHaveCount(24);
  expect(asked, 'nobody but a person asks again').toBe(1);
  await more.click();
  await expect(studio.tiles()).toHaveCount(26);
});

test('a result can be upscaled again', async ({ studio }) => {
  await studio.upscale({ width: 64, height: 48 }, 2);
  await studio.stage.getByRole('button', { name: 'Upscale this picture' }).click();
  await expect(studio.tool.getByText('128 × 96 px')).toBeVisible();
  await studio.run(2);
  await studio.expectResult({ width: 256, height: 192 });
});

test('a chosen picture can be taken away and another one chosen', async ({ studio }) => {
  await studio.choose(picture({ width: 64, height: 48 }));
  await studio.tool.getByRole('button', { name: 'Remove this picture' }).click();
  await expect(studio.tool.getByText('Drop a picture here, or click to choose')).toBeVisible();
  await expect(studio.tool.getByRole('button', { name: 'Upscale', exact: true })).toBeDisabled();
  await studio.choose(picture({ width: 80, height: 48 }, 1));
  await expect(studio.tool.getByText('80 × 48 px')).toBeVisible();
});
