/** axe-core's judgement of a page as it stands. */

import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** Expects no violation of WCAG 2.2 A and AA, nor of axe's best practices. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  // Evaluated rather than added as a script, which the page's content security policy rightly refuses.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}`).join('\n')}`);
  });
  expect(violations, `accessibility of ${state}`).toEqual([]);
}
