/** Boards: putting pictures where they are found together. */

import { expect, test } from '../support/fixtures.ts';
import type { Studio } from '../support/studio.ts';

async function make(studio: Studio, name: string): Promise<void> {
  await studio.library.getByRole('button', { name: 'New board' }).click();
  await studio.library.getByLabel('Name of the board').fill(name);
  await studio.page.keyboard.press('Enter');
}

const card = (studio: Studio, name: string | RegExp) => studio.library.getByRole('navigation', { name: 'Boards' }).getByRole('link', { name });

test('pictures are dragged onto a board, one and several', async ({ page, studio }) => {
  await studio.fill('One', 'Two', 'Three');
  await make(studio, 'Harbours');
  await expect(studio.library.getByText('Nothing is on this board yet.')).toBeVisible();
  await expect(page).toHaveURL(/\?board=/);
  await card(studio, 'All pictures').click();
  await expect(studio.tiles()).toHaveCount(3);

  await studio.tileLink(/^One/).dragTo(card(studio, /^Harbours/));
  await expect(studio.messages).toContainText('1 picture put on Harbours.');
  await expect(card(studio, 'Harbours 1 picture')).toBeVisible();
  await studio.messages.getByRole('button', { name: 'Undo' }).click();
  await expect(card(studio, 'Harbours 0 pictures')).toBeVisible();

  await studio.tileLink(/^One/).hover();
  await studio.library.getByRole('checkbox', { name: /^Select: One/ }).click();
  await studio.library.getByRole('checkbox', { name: /^Select: Two/ }).click();
  await studio.tileLink(/^Two/).dragTo(card(studio, /^Harbours/));
  await expect(card(studio, 'Harbours 2 pictures')).toBeVisible();
  await card(studio, /^Harbours/).click();
  await expect(studio.tiles()).toHaveCount(2);
  await card(studio, 'Uncategorised').click();
  await expect(studio.tiles()).toHaveCount(1);
  await expect(studio.tiles(/^Three/)).toBeVisible();
  // What leaves the board that is open leaves the view.
  await card(studio, /^Harbours/).click();
  await studio.tileLink(/^Two/).dragTo(card(studio, 'Uncategorised'));
  await expect(studio.tiles()).toHaveCount(1);
  await studio.reload();
  await expect(studio.tiles()).toHaveCount(1);
});

test('a board is made, named and deleted with the keyboard alone', async ({ page, studio, trouble }) => {
  trouble.expect(/status of 409/);
  await studio.fill('One', 'Two');
  await studio.tileLink(/^Two/).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await studio.library.getByRole('button', { name: 'Add to board' }).press('Enter');
  await studio.library.getByRole('group', { name: 'Add to board' }).getByRole('button', { name: 'New board' }).press('Enter');
  await expect(studio.library.getByLabel('Name of the board')).toBeFocused();
  await page.keyboard.type('Boats');
  await page.keyboard.press('Enter');
  await expect(studio.messages).toContainText('2 pictures put on Boats.');

  await make(studio, 'boats');
  await expect(studio.library.getByRole('alert').filter({ hasText: 'There is a board of this name already.' })).toBeVisible();
  await studio.library.getByRole('button', { name: 'Cancel' }).press('Enter');
  await card(studio, /^Boats/).press('Enter');
  await expect(studio.tiles()).toHaveCount(2);
  await studio.library.getByRole('button', { name: 'Rename this board' }).press('Enter');
  await expect(studio.library.getByLabel('Name of the board')).toHaveValue('Boats');
  await studio.library.getByLabel('Name of the board').fill('Ships');
  await page.keyboard.press('Enter');
  await expect(card(studio, 'Ships 2 pictures')).toBeVisible();
  await studio.library.getByRole('button', { name: 'Delete this board' }).press('Enter');
  await studio.library.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await expect(card(studio, /^Ships/)).toBeHidden();
  await expect(studio.tiles(), 'its pictures stay').toHaveCount(2);
});

test('results come onto the board that is open', async ({ studio }) => {
  await studio.fill('One');
  await make(studio, 'Large');
  await expect(studio.library.getByText('Nothing is on this board yet.')).toBeVisible();
  await studio.use('Upscale');
  await studio.upscale({ width: 96, height: 64 }, 2);
  await expect(studio.tiles('Result, 192 × 128')).toBeVisible();
  await expect(studio.tiles()).toHaveCount(1);
  await expect(card(studio, 'Large 1 picture')).toBeVisible();
});
