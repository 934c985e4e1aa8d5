/** Whether a page speaks Korean throughout. */

import { expect, type Page } from '@playwright/test';

/** What is written in Latin letters in Korean, too: names, formats, units, keys, and what programs write. */
const LATIN = [
  'CreativeAI', 'Studio', 'JavaScript', 'JPEG', 'PNG', 'WebP', 'ZIP', 'API', 'CPU', 'CUDA',
  'px', 'B', 'kB', 'MB', 'MP', 'ms', 'Ctrl', 'Alt', 'Enter', 'Esc', 'Shift', 'Home', 'End', 'G', 'Q', 'Z', 'POST', 'v1', 'api-keys', 'name@example.org',
  // Models and their versions, and schedulers.
  'Starter', 'scenes', 'starter-[a-z]+', 'tiny-sd', 'bright-parts', 'near-clicks', '[A-Za-z]+(Discrete|Scheduler)',
  // A moment, as the title of a date says it.
  '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z',
];
const ALLOWED = new RegExp(`(?<![A-Za-z])(${LATIN.join('|')})(?![A-Za-z])`, 'g');

/** Everything that is shown or read out, unless it says that it is in another language or is code. */
async function words(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ATTRIBUTES = ['aria-label', 'aria-valuetext', 'aria-description', 'aria-roledescription', 'title', 'placeholder', 'alt'];
    const found = [document.title, document.querySelector('meta[name=description]')?.getAttribute('content') ?? ''];
    const visit = (element: Element): void => {
      if (element.matches('script, style, template, code, [lang]:not(:lang(ko)), #sampler option:not([value=""])')) return;
      found.push(...ATTRIBUTES.map((name) => element.getAttribute(name) ?? ''));
      for (const node of element.childNodes) if (node instanceof Text) found.push(node.data.replace(/<[^>]*>/g, ''));
      for (const child of element.children) visit(child);
    };
    visit(document.body);
    return found.map((text) => text.trim()).filter(Boolean);
  });
}

/** Expects no English anywhere, and that the longer words stay within the screen. `given` is what people wrote themselves. */
export async function expectKorean(page: Page, state: string, given: string[] = []): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  const own = (text: string): string => given.reduce((rest, part) => rest.replaceAll(part, ''), text);
  const foreign = (await words(page)).filter((text) => /[A-Za-z]/.test(own(text).replace(ALLOWED, '')));
  expect(foreign, `not in Korean: ${state}`).toEqual([]);
  const beyond = await page.evaluate(() => document.scrollingElement!.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, `wider than the screen: ${state}`).toBeLessThanOrEqual(0);
}
