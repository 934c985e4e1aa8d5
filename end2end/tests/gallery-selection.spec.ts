/** Doing something with several pictures at once. */

import { readFileSync } from 'node:fs';
import { expect, test } from '../support/fixtures.ts';
import type { Studio } from '../support/studio.ts';

const check = (studio: Studio, title: string) => studio.library.getByRole('checkbox', { name: `Select: ${title}, Upload, 32 × 32` });
const link = (studio: Studio, title: string) => studio.tileLink(`${title}, Upload, 32 × 32`);

test('pictures are selected with the mouse, and taken away and back together', async ({ page, studio }) => {
  await studio.fill('One', 'Two', 'Three', 'Four', 'Five');
  await link(studio, 'Two').hover();
  await check(studio, 'Two').click();
  const bar = studio.library.getByRole('toolbar', { name: 'Selected pictures' });
  await expect(bar).toContainText('1 selected');
  await link(studio, 'Four').click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 selected');
  await link(studio, 'Three').click({ modifiers: ['ControlOrMeta'] });
  await expect(bar).toContainText('2 selected');
  await expect(page, 'nothing is opened').toHaveURL('/');

  await bar.getByRole('button', { name: 'Add to favorites' }).click();
  await expect(studio.library.getByRole('button', { name: /^Remove from favorites: / })).toHaveCount(0);
  await bar.getByRole('button', { name: 'End selection' }).click();
  await expect(studio.library.getByRole('button', { name: /^Remove from favorites: / })).toHaveCount(2);

  await studio.library.getByRole('button', { name: 'Select', exact: true }).click();
  await link(studio, 'One').click();
  await link(studio, 'Five').click();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(studio.tiles()).toHaveCount(3);
  await expect(bar).toBeHidden();
  await expect(studio.messages).toContainText('2 pictures deleted.');
  await studio.messages.getByRole('button', { name: 'Undo' }).click();
  await expect(studio.tiles()).toHaveCount(5);
  await studio.reload();
  await expect(studio.tiles()).toHaveCount(5);
});

test('the selection is downloaded as one archive', async ({ page, studio }) => {
  await studio.fill('One', 'Two', 'Three');
  await link(studio, 'One').hover();
  await check(studio, 'One').click();
  await check(studio, 'Three').click();
  const downloads = page.waitForEvent('download');
  await studio.library.getByRole('button', { name: 'Download as ZIP' }).click();
  const download = await downloads;
  expect(download.suggestedFilename()).toMatch(/^studio-[-0-9]+\.zip$/);
  const archive = readFileSync(await download.path()).toString('latin1');
  expect(archive.slice(0, 2)).toBe('PK');
  expect(archive).toContain('One-');
  expect(archive).toContain('Three-');
  expect(archive).not.toContain('Two-');
  await expect(page).toHaveURL('/');
  await expect(studio.messages).not.toContainText('could not');
});

test('an archive that is refused says so beside the page', async ({ page, studio, trouble }) => {
  trouble.allow(/status of 404/, /X-Frame-Options|frame-ancestors/i, /request failed: POST \S+archive/);
  const [first] = await studio.fill('One', 'Two');
  await link(studio, 'One').hover();
  await check(studio, 'One').click();
  await page.request.delete(`/v1/images/${first}`, { headers: { Origin: new URL(page.url()).origin } });
  await studio.library.getByRole('button', { name: 'Download as ZIP' }).click();
  await expect(studio.messages).toContainText('could not be downloaded');
  await expect(studio.tiles(), 'the page is still there').toHaveCount(2);
});

test('keys move, select, delete and open', async ({ page, studio }) => {
  await studio.fill('One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven');
  const focused = (title: string) => expect(link(studio, title)).toBeFocused();
  await link(studio, 'Seven').focus();
  await page.keyboard.press('ArrowRight');
  await focused('Six');
  await page.keyboard.press('ArrowDown');
  await focused('Three');
  await page.keyboard.press('ArrowUp');
  await focused('Six');
  await page.keyboard.press('End');
  await focused('One');
  await page.keyboard.press('Home');
  await focused('Seven');
  await expect(studio.library.locator('.tile__link[tabindex="0"]'), 'one stop for the tab key').toHaveCount(1);

  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  const bar = studio.library.getByRole('toolbar', { name: 'Selected pictures' });
  await expect(bar).toContainText('2 selected');
  await page.keyboard.press('ControlOrMeta+a');
  await expect(bar).toContainText('7 selected');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();

  await page.keyboard.press('Delete');
  await expect(studio.messages).toContainText('Picture deleted.');
  await focused('Five');
  await studio.messages.getByRole('button', { name: 'Undo' }).click();
  await expect(studio.tiles()).toHaveCount(7);
  await link(studio, 'Five').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/images\//);
});

test('a link opens a picture for anyone', async ({ page, studio, playwright, baseURL }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.fill('One', 'Two');
  await link(studio, 'One').hover();
  await check(studio, 'One').click();
  await studio.library.getByRole('button', { name: 'Copy link' }).click();
  await expect(studio.messages).toContainText('Link copied. It opens the picture for anyone for 7 days.');
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const stranger = await playwright.request.newContext({ baseURL: baseURL! });
  const answer = await stranger.get(address);
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/png']);
  await stranger.dispose();
  await check(studio, 'Two').click();
  await expect(studio.library.getByRole('button', { name: 'Copy link' })).toBeDisabled();
});
