/** The other ways in: drop, paste, samples, and a file chosen for its format. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

const size = { width: 96, height: 64 };

test('a picture can be dropped anywhere', async ({ studio }) => {
  await studio.drop(picture(size));
  await expect(studio.tool.getByText('96 × 64 px')).toBeVisible();
  await studio.run(4);
  await studio.expectResult({ width: 384, height: 256 });
});

test('a picture can be pasted', async ({ studio }) => {
  await studio.paste(picture(size));
  await studio.run(2);
  await studio.expectResult({ width: 192, height: 128 });
});

test('a sample is one click away', async ({ studio }) => {
  await studio.use('Upscale');
  await studio.show('Result');
  await studio.stage.getByRole('group', { name: 'Try a sample' }).getByRole('button').first().click();
  await expect(studio.tool.getByText(/\d+ × \d+ px/).first()).toBeVisible();
  await studio.run(2);
  await expect(studio.download).toBeVisible({ timeout: 60_000 });
});

for (const [format, type] of [['JPEG', 'image/jpeg'], ['WebP', 'image/webp']] as const) {
  test(`the result can be a ${format} file`, async ({ page, studio }) => {
    await studio.choose(picture(size));
    await studio.tool.getByText(format, { exact: true }).click();
    await studio.run(2);
    await studio.expectResult({ width: 192, height: 128 });
    await expect(studio.stage.getByText(new RegExp(`^${format} · `))).toBeVisible();
    const answer = await page.request.get((await studio.download.getAttribute('href'))!);
    expect(answer.headers()['content-type']).toBe(type);
  });
}

test('pressing the button during the upload starts the task after it', async ({ page, studio }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/v1/images', async (route) => {
    await held;
    await route.continue();
  });
  await studio.choose(picture(size));
  await studio.tool.getByRole('button', { name: 'Upscale' }).click();
  await expect(studio.tool.getByRole('button', { name: 'Starting after the upload…' })).toBeDisabled();
  release();
  await studio.expectResult({ width: 192, height: 128 });
});
