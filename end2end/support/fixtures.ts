/** Tests get people: each a browser context of their own, watched for everything that should not happen in it. */

import { test as base, expect, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { Studio } from './studio.ts';

/** What browsers report of trouble: console errors and warnings, exceptions, requests that failed. */
class Trouble {
  private readonly seen: string[] = [];
  private readonly expected: RegExp[] = [];
  private readonly allowed: RegExp[] = [];

  /** Says that a test is about to cause this kind of trouble. It must then come. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  /** Says that this kind of trouble may come, depending on the moment. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      this.seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.seen.push(`exception: ${error.error().stack ?? error.error()}`));
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'unknown';
      // Leaving or reloading a page aborts what it was loading.
      if (reason !== 'net::ERR_ABORTED') this.seen.push(`request failed: ${request.method()} ${request.url()} ${reason}`);
    });
  }

  judge(): void {
    const surprises = this.seen.filter((line) => ![...this.expected, ...this.allowed].some((pattern) => pattern.test(line)));
    expect(surprises, 'trouble in the browser').toEqual([]);
    const absent = this.expected.filter((pattern) => !this.seen.some((line) => pattern.test(line)));
    expect(absent.map(String), 'trouble that was expected and did not come').toEqual([]);
  }
}

interface Fixtures {
  trouble: Trouble;
  /** Opens a browser for another person, or another device of the same one. */
  newPerson: (options?: BrowserContextOptions) => Promise<Studio>;
  /** A guest on the studio's first page, alive. */
  studio: Studio;
}

export const test = base.extend<Fixtures>({
  trouble: async ({}, use) => {
    const trouble = new Trouble();
    await use(trouble);
    trouble.judge();
  },
  context: async ({ context, trouble }, use) => {
    trouble.watch(context);
    await use(context);
  },
  newPerson: async ({ browser, contextOptions, trouble, viewport, isMobile, hasTouch, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, viewport, isMobile, hasTouch, baseURL, ...options });
      contexts.push(context);
      trouble.watch(context);
      return new Studio(await context.newPage());
    });
    for (const context of contexts) await context.close();
  },
  studio: async ({ page }, use) => {
    const studio = new Studio(page);
    await studio.open();
    await use(studio);
  },
});

export { expect };
