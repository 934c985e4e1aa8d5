/** Nothing jumps while the page is used, and nothing sticks out of it. */

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

/** Below 0.1 counts as good for the web at large (web.dev/cls); a tool one works in all day should be stiller. */
const MAX_SHIFT = 0.02;

async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const total = globalThis as unknown as { shifted: number };
    total.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        // What moves in answer to a click is expected to.
        if (!entry.hadRecentInput) total.shifted += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted);
}

test('nothing jumps on the way from an empty studio to a result and back to it', async ({ newPerson }) => {
  const studio = await newPerson();
  const { page } = studio;
  const shifted = await watchShifts(page);
  await studio.open();
  await page.waitForLoadState('networkidle');
  expect(await shifted(), 'the empty studio').toBeLessThanOrEqual(MAX_SHIFT);

  await studio.choose(picture({ width: 640, height: 480 }));
  await studio.run(2);
  await studio.expectResult({ width: 1280, height: 960 });
  expect(await shifted(), 'on the way to a result').toBeLessThanOrEqual(MAX_SHIFT);

  await studio.reload();
  await studio.expectResult({ width: 1280, height: 960 });
  expect(await shifted(), 'a result loaded by its address').toBeLessThanOrEqual(MAX_SHIFT);
});

test('no page is wider than the screen', async ({ page, studio }) => {
  const overflow = (): Promise<number> =>
    page.evaluate(() => document.scrollingElement!.scrollWidth - document.documentElement.clientWidth);
  for (const tab of ['Tool', 'Result', 'Gallery'] as const) {
    await studio.show(tab);
    expect(await overflow(), tab).toBeLessThanOrEqual(0);
  }
  await studio.upscale({ width: 300, height: 40 }, 2);
  expect(await overflow(), 'a result').toBeLessThanOrEqual(0);
  for (const path of ['/sign-in', '/sign-up']) {
    await page.goto(path);
    expect(await overflow(), path).toBeLessThanOrEqual(0);
  }
});
