/** Nothing jumps while the page is used, and nothing sticks out of it. */

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

/** Below 0.1 counts as good for the web at large (web.dev/cls); a tool one works in all day should be stiller. */
const MAX_SHIFT = 0.02;

/** What the test keeps of a shift: when (ms), how much, and which elements moved. */
interface Shift {
  at: number;
  value: number;
  what: string;
}

/** https://wicg.github.io/layout-instability/ */
interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

/** Starts to watch; the returned function expects that nothing has jumped in this document so far. */
async function watchShifts(page: Page): Promise<(until: string) => Promise<void>> {
  await page.addInitScript(() => {
    const log: Shift[] = [];
    Object.assign(globalThis, { shifts: log });
    new PerformanceObserver((list) => {
      for (const { startTime, value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
        const names = sources.map(({ node }) => (node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.nodeName)));
        // What moves in answer to a click is expected to.
        if (!hadRecentInput) log.push({ at: startTime, value, what: names.join(', ') });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return async (until) => {
    const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: Shift[] }).shifts);
    const what = shifts.map(({ at, value, what }) => `${at.toFixed(0)} ms: ${value.toFixed(4)} ${what}`).join('\n');
    expect(cumulativeLayoutShift(shifts), `${until}:\n${what}\n`).toBeLessThanOrEqual(MAX_SHIFT);
  };
}

/** The worst burst: shifts less than 1 s apart, within 5 s (https://web.dev/articles/cls). */
function cumulativeLayoutShift(shifts: Shift[]): number {
  let [worst, burst, first, last] = [0, 0, -Infinity, -Infinity];
  for (const { at, value } of shifts) {
    const continues = at - last < 1_000 && at - first < 5_000;
    if (!continues) [burst, first] = [0, at];
    burst += value;
    last = at;
    worst = Math.max(worst, burst);
  }
  return worst;
}

test('nothing jumps on the way from an empty studio to a result and back to it', async ({ newPerson }) => {
  const studio = await newPerson();
  const { page } = studio;
  const expectStill = await watchShifts(page);
  await studio.open();
  await page.waitForLoadState('networkidle');
  await expectStill('the empty studio');

  await studio.choose(picture({ width: 640, height: 480 }));
  await studio.run(2);
  await studio.expectResult({ width: 1280, height: 960 });
  await expectStill('on the way to a result');

  await studio.reload();
  await studio.expectResult({ width: 1280, height: 960 });
  await expectStill('a result loaded by its address');
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

test('the actions of a result stand in one row', async ({ studio }) => {
  await studio.upscale({ width: 96, height: 64 }, 2);
  const middles = await Promise.all(
    [studio.download, studio.stage.getByRole('button', { name: 'Delete' })].map(async (action) => {
      const box = (await action.boundingBox())!;
      return Math.round(box.y + box.height / 2);
    }),
  );
  expect(middles[0]).toBe(middles[1]);
});
