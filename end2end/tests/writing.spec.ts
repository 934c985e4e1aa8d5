/** Writing a prompt: weights, earlier prompts, and the keys that help. */

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import type { Studio } from '../support/studio.ts';

/** Asks for pictures without waiting for them. */
async function ask(studio: Studio, prompt: string): Promise<void> {
  await studio.use('Generate');
  await studio.prompt.fill(prompt);
  await studio.tool.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(studio.page).toHaveURL(/\/(tasks|images)\//);
  await studio.page.goto('/');
}

test('earlier prompts come back by keys, and what was being written after them', async ({ page, studio }) => {
  for (const prompt of ['A red boat', 'A blue house', 'A red boat', 'A tree']) await ask(studio, prompt);
  await studio.open();
  await studio.use('Generate');
  await studio.prompt.fill('A half-written');
  for (const expected of ['A tree', 'A red boat', 'A blue house', 'A blue house']) {
    await page.keyboard.press('Alt+ArrowUp');
    await expect(studio.prompt).toHaveValue(expected);
  }
  await page.keyboard.press('Alt+ArrowDown');
  await expect(studio.prompt).toHaveValue('A red boat');
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(studio.prompt).toHaveValue('A half-written');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(studio.prompt).toHaveValue('A tree');
  await page.keyboard.press('Control+z');
  await expect(studio.prompt, 'the browser undoes it').toHaveValue('A half-written');
});

test('earlier prompts are found in a list, on another device, too', async ({ page, studio, newPerson }) => {
  await studio.use('Generate');
  const open = studio.tool.getByRole('button', { name: 'Earlier prompts' });
  await open.click();
  const list = page.getByRole('dialog', { name: 'Earlier prompts' });
  await expect(list.getByText('What you ask to be painted will be here.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  for (const prompt of ['A red boat', 'A blue house']) await ask(studio, prompt);

  const device = await newPerson({ storageState: await page.context().storageState() });
  await device.open();
  await device.use('Generate');
  await device.tool.getByRole('button', { name: 'Earlier prompts' }).click();
  const there = device.page.getByRole('dialog', { name: 'Earlier prompts' });
  await expect(there.getByRole('listitem')).toHaveText(['A blue house', 'A red boat']);
  await device.page.keyboard.type('BOAT');
  await expect(there.getByRole('listitem')).toHaveText(['A red boat']);
  await there.getByRole('button', { name: 'A red boat' }).click();
  await expect(there).toBeHidden();
  await expect(device.prompt).toHaveValue('A red boat');
  await expect(device.prompt).toBeFocused();
});

test('keys weigh the word at the cursor, and undo takes it back', async ({ page, studio }) => {
  await studio.use('Generate');
  await studio.prompt.fill('a red boat');
  await studio.prompt.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(3, 3));
  const press = async (key: string, expected: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect(studio.prompt).toHaveValue(expected);
  };
  await press('Control+ArrowUp', 'a (red:1.1) boat');
  await press('Control+ArrowUp', 'a (red:1.2) boat');
  await press('Control+z', 'a (red:1.1) boat');
  await press('Control+ArrowDown', 'a red boat');
  await press('Control+ArrowDown', 'a (red:0.9) boat');
});

/** The texts of what is marked with a class, and whether the lines behind are where the words are. */
async function marked(page: Page, name: string): Promise<string[]> {
  return page.locator(`.prompt:has(#prompt) .mark--${name}`).allTextContents();
}

test('weights and unknown words are marked behind the words, exactly', async ({ page, studio }) => {
  await studio.use('Generate');
  await studio.tool.getByText('More settings').click();
  await studio.tool.getByLabel('Model', { exact: true }).selectOption('starter-scenes');
  await studio.prompt.fill('a (red:1.5) boat, ((house)), [tree], a zyzzyva');
  expect(await marked(page, 'most')).toEqual(['red']);
  expect(await marked(page, 'more')).toEqual(['house']);
  expect(await marked(page, 'less')).toEqual(['tree']);
  expect(await marked(page, 'sign')).toEqual(['(', ':1.5)', '((', '))', '[', ']']);
  await expect.poll(() => marked(page, 'unknown')).toEqual(['zyzzyva']);
  await expect(studio.tool.getByText('The model does not know: zyzzyva')).toBeVisible();

  const sizes = (): Promise<[number, number, number]> =>
    page.locator('.prompt:has(#prompt)').evaluate((box) => {
      const [behind, area] = [box.querySelector('.prompt__marks')!, box.querySelector('textarea')!];
      return [behind.clientHeight, area.clientHeight, area.scrollHeight];
    });
  const long = 'A (very long:1.2) description of a boat with [many] words that break into lines\n'.repeat(30);
  for (const text of ['', 'a\n', long, `${'unbroken'.repeat(40)} end`]) {
    await studio.prompt.fill(text);
    const [behind, area, needed] = await sizes();
    expect([area, needed], `lines of ${text.slice(0, 10)}`).toEqual([behind, behind]);
  }
});

test('keys work anywhere, and a window lists them', async ({ page, studio }) => {
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list.getByText('Weigh the word more')).toBeVisible();
  await page.keyboard.press('3');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(studio.tool.getByRole('radio', { name: 'Generate' }), 'the window had the keys').toBeChecked();

  await page.keyboard.press('3');
  await expect(studio.tool.getByRole('radio', { name: 'Upscale', exact: true })).toBeChecked();
  await page.keyboard.press('/');
  await expect(studio.prompt, 'a tool with a prompt').toBeFocused();
  await page.keyboard.type('3 boats? /g');
  await expect(studio.prompt).toHaveValue('3 boats? /g');
  await page.keyboard.press('Control+Enter');
  await expect(studio.download).toBeVisible({ timeout: 60_000 });
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('g');
  await expect(studio.tiles().first().getByRole('link')).toBeFocused();
});

test('single keys can be switched off', async ({ page, studio }) => {
  await studio.openAccountMenu();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await list.getByLabel('Single keys work, too').uncheck();
  await list.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('3');
  await studio.reload();
  await page.keyboard.press('?');
  await page.keyboard.press('3');
  await expect(list).toBeHidden();
  await expect(studio.tool.getByRole('radio', { name: 'Generate' })).toBeChecked();
});
