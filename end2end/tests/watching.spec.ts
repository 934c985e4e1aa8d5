/** Watching work: several tasks at once, the queue's drawer, the tab's title, notifications. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

/** Large enough to be at work for some seconds. */
const large = { width: 1200, height: 900 };

test('more can be asked for while one is at work, and the one on the stage canceled beside it', async ({ page, studio }) => {
  await studio.choose(picture({ width: 1800, height: 1350 }));
  await studio.run(4);
  const cancel = studio.tool.getByRole('button', { name: 'Cancel', exact: true });
  await expect(cancel).toBeVisible();
  await expect(studio.tool.getByRole('button', { name: 'Upscale', exact: true })).toBeEnabled();
  await expect(page).toHaveURL(/\/tasks\//);
  const first = page.url();
  await studio.run(4);
  await expect(page).not.toHaveURL(first);
  await expect(studio.queue.getByRole('listitem')).toHaveCount(2);
  await cancel.click();
  await expect(studio.stage.getByText('This task was stopped before it finished.')).toBeVisible();
  await expect(cancel).toBeHidden();
  await expect(studio.queue.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await studio.queue.getByRole('link').click();
  await expect(studio.stage.getByRole('progressbar')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(studio.stage.getByText('This task was stopped before it finished.')).toBeVisible();
});

test('the drawer shows all work on a phone, cancels what waits, and leads to what is done', async ({ newPerson }) => {
  const studio = await newPerson({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await studio.open();
  await studio.choose(picture(large, 1));
  for (let task = 0; task < 4; task++) {
    await studio.run(4);
    // Once it is accepted the phone turns to it, away from the tool.
    await expect(studio.page.getByRole('tab', { name: 'Result' })).toHaveAttribute('aria-selected', 'true');
  }
  const button = studio.page.getByRole('button', { name: /^Queue/ });
  await expect(button).toHaveAccessibleName('Queue: 4 at work');
  await button.click();
  const drawer = studio.page.getByRole('dialog', { name: 'Queue' });
  await expect(drawer.getByRole('list', { name: 'Queue' }).getByRole('listitem')).toHaveCount(4);
  await expect(drawer.getByText(/^no\. \d$/).first()).toBeVisible();
  await expect(drawer.getByText(/left · Upscale ×4/).first(), 'time of what is at work').toBeVisible();
  await drawer.getByRole('button', { name: /^Cancel all \d that wait$/ }).click();
  await expect(drawer.getByRole('button', { name: /^Cancel all/ })).toBeHidden();
  const done = drawer.getByRole('group', { name: 'Finished' }).getByRole('link');
  await expect(done.first()).toBeVisible({ timeout: 60_000 });
  await done.first().click();
  await expect(drawer).toBeHidden();
  await studio.expectResult({ width: 4800, height: 3600 });
  await button.click();
  await expect(drawer.getByRole('list', { name: 'Queue' })).toBeHidden({ timeout: 60_000 });
  await drawer.getByRole('button', { name: 'Clear' }).click();
  await expect(drawer.getByText('Nothing is waiting or at work.')).toBeVisible();
});

test('the tab tells how far it is, and that it is done until somebody looks', async ({ page, studio }) => {
  const look = (away: boolean): Promise<void> =>
    page.evaluate((away) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => away });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, away);
  await studio.choose(picture(large, 2));
  await look(true);
  await studio.run(4);
  await expect(page).toHaveTitle(/^\d+ % · CreativeAI Studio$/);
  await expect(page).toHaveTitle('✓ Done · CreativeAI Studio', { timeout: 60_000 });
  await look(false);
  await expect(page).toHaveTitle('CreativeAI Studio');
});

test('the browser tells when something is done, if it is wanted and allowed', async ({ page, studio }) => {
  // A stand-in for the operating system's side of it.
  await page.addInitScript(() => {
    const told: string[] = [];
    class Told {
      static permission = 'default';
      static requestPermission = async (): Promise<string> => (Told.permission = localStorage.getItem('test.answer') ?? 'denied');
      onclick: (() => void) | undefined;
      constructor(title: string, options: { body: string }) {
        told.push(`${title} ${options.body}`);
        Object.assign(globalThis, { told, click: () => this.onclick?.() });
      }
    }
    Object.assign(globalThis, { Notification: Told, told });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
  });
  await studio.reload();
  const told = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  await page.getByRole('button', { name: /^Queue/ }).click();
  const drawer = page.getByRole('dialog', { name: 'Queue' });
  const wanted = drawer.getByLabel(/^Tell me when something is done/);
  await wanted.click();
  await expect(drawer.getByText('Your browser does not let this page notify you.')).toBeVisible();
  await expect(wanted).not.toBeChecked();
  await page.evaluate(() => localStorage.setItem('test.answer', 'granted'));
  await wanted.click();
  await expect(wanted).toBeChecked();
  await page.keyboard.press('Escape');

  await studio.choose(picture({ width: 300, height: 200 }));
  await studio.run(4);
  await expect.poll(told).toEqual(['A picture is finished. Upscale ×4']);
  await studio.expectResult({ width: 1200, height: 800 });
});
