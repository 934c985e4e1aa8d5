/** Pictures from words: on the phone as on the desktop. The model paints noise; what is tried is the way there. */

import { expect, test } from '../support/fixtures.ts';

test('a guest paints, paints the same again, and paints over the result', async ({ page, studio }) => {
  const prompt = 'A (red:1.2) boat on the sea';
  await studio.paint(prompt, 4);
  await expect(page).toHaveURL(/\/images\/[0-9a-f-]{36}$/);
  const together = studio.stage.getByRole('list', { name: 'Made together' }).getByRole('link');
  await expect(together).toHaveCount(4);
  await expect(studio.fact('Steps')).toHaveText('20');
  await expect(studio.fact('Guidance')).toHaveText('7.5');
  const first = await studio.fact('Seed').innerText();

  await test.step('the others of the run are a click away', async () => {
    const address = page.url();
    await together.nth(2).click();
    await expect(page).not.toHaveURL(address);
    await expect(together.nth(2)).toHaveAttribute('aria-current', 'true');
    await page.goBack();
    await expect(page).toHaveURL(address);
  });

  await test.step('its settings can be used again', async () => {
    await studio.stage.getByRole('button', { name: 'All settings' }).click();
    await expect(studio.tool.getByLabel('Prompt', { exact: true })).toHaveValue(prompt);
    await studio.tool.getByText('More settings').click();
    await expect(studio.tool.getByLabel('Keep it for the next run')).toBeChecked();
    await studio.tool.getByRole('button', { name: 'Generate' }).click();
    await studio.show('Gallery');
    await expect(studio.tiles(prompt)).toHaveCount(8, { timeout: 60_000 });
    await studio.show('Result');
    await expect(studio.fact('Seed')).toHaveText(first);
  });

  await test.step('the result can be edited', async () => {
    await studio.stage.getByRole('button', { name: 'Edit this picture' }).click();
    await expect(studio.tool.getByText('From the gallery')).toBeVisible();
    await studio.tool.getByRole('button', { name: 'Edit', exact: true }).click();
    await expect(studio.fact('Strength')).toHaveText('75 %', { timeout: 60_000 });
    await expect(studio.slider).toBeVisible();
  });
});

test('a prompt to try paints at once', async ({ studio }) => {
  await studio.show('Result');
  await studio.stage.getByRole('group', { name: 'Try one of these' }).getByRole('button').first().click();
  await expect(studio.download).toBeVisible({ timeout: 60_000 });
});

test('nothing is painted without a prompt', async ({ studio }) => {
  await studio.use('Generate');
  const run = studio.tool.getByRole('button', { name: 'Generate', exact: true });
  await expect(run).toBeDisabled();
  await studio.tool.getByLabel('Prompt', { exact: true }).fill('  ');
  await expect(run).toBeDisabled();
  await studio.tool.getByLabel('Prompt', { exact: true }).fill('A boat');
  await expect(run).toBeEnabled();
});
