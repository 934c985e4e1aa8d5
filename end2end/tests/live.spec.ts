/** Work in progress is the server's, not the page's: it goes on whatever happens to the page. */

import { expect, test } from '../support/fixtures.ts';
import { picture, Studio } from '../support/studio.ts';

/** Large enough to be at work for some seconds. */
const large = { width: 1200, height: 900 };

test('a task goes on through a reload and is live in a second tab', async ({ context, page, studio }) => {
  // At work long enough for two page loads, also where the model runs fast.
  const larger = { width: 1800, height: 1350 };
  await studio.choose(picture(larger));
  await studio.run(4);
  await expect(studio.stage.getByRole('heading', { name: 'Upscaling' })).toBeVisible();
  await expect.poll(() => studio.progress()).toBeGreaterThan(0);
  const address = page.url();
  expect(address).toMatch(/\/tasks\/[0-9a-f-]{36}$/);

  const second = new Studio(await context.newPage());
  await Promise.all([studio.reload(), second.open()]);
  expect(page.url()).toBe(address);
  await expect(second.queue.getByRole('listitem')).toHaveCount(1);
  const seen = await second.progress();
  await expect.poll(() => second.progress(), { message: 'progress moves by itself' }).toBeGreaterThan(seen);

  const result = { width: 4 * larger.width, height: 4 * larger.height };
  await Promise.all([studio.expectResult(result), second.expectResult(result)]);
  await expect(second.queue).toBeHidden();
});

test('a task can be canceled while it runs, and tried again', async ({ studio }) => {
  await studio.choose(picture(large, 1));
  await studio.run(4);
  await expect.poll(() => studio.progress()).toBeGreaterThan(0);
  await studio.stage.getByRole('button', { name: 'Cancel' }).click();
  await expect(studio.stage.getByText('This task was stopped before it finished.')).toBeVisible();
  await expect(studio.queue).toBeHidden();
  await expect(studio.tiles(/^Result/)).toHaveCount(0);

  await studio.stage.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => studio.progress()).toBeGreaterThan(0);
  await studio.queue.getByRole('button', { name: 'Cancel task' }).click();
  await studio.tool.getByText('×2', { exact: true }).click();
  await studio.stage.getByRole('button', { name: 'Change the settings' }).click();
  await expect(studio.tool.getByRole('radio', { name: '×4' }), 'as the task had them').toBeChecked();
  await studio.stage.getByRole('button', { name: 'Dismiss' }).click();
  await expect(studio.stage.getByText('Make a picture larger and sharper')).toBeVisible();
});

test('tasks wait in line and say so', async ({ studio }) => {
  await studio.choose(picture(large, 2));
  for (let task = 0; task < 4; task++) await studio.run(4);
  await expect(studio.queue.getByRole('listitem')).toHaveCount(4);
  await expect(studio.queue.getByText(/^no\. \d$/).first()).toBeVisible();
  await expect(studio.stage.getByText(/^(about|a moment)/)).toBeVisible();
  while ((await studio.queue.getByRole('button', { name: 'Cancel task' }).count()) > 0) {
    await studio.queue.getByRole('button', { name: 'Cancel task' }).last().click({ timeout: 5_000 }).catch(() => {});
  }
  await expect(studio.queue).toBeHidden();
});

test('a page that loses the network says so and comes back by itself', async ({ context, page, studio, trouble }) => {
  trouble.allow(/WebSocket connection/, /ERR_INTERNET_DISCONNECTED/);
  await context.setOffline(true);
  await expect(page.getByText('Connection lost.')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('Connection lost.')).toBeHidden();
  await studio.upscale({ width: 64, height: 48 }, 2);
});
