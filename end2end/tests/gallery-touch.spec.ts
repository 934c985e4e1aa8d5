/** The gallery under a thumb. */

import { expect, test } from '../support/fixtures.ts';

test('a finger that stays selects, and taps select more', async ({ page, studio }) => {
  await studio.fill('One', 'Two', 'Three');
  const touch = await page.context().newCDPSession(page);
  const box = (await studio.tileLink(/^Two/).boundingBox())!;
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  const bar = studio.library.getByRole('toolbar', { name: 'Selected pictures' });
  await expect(bar).toContainText('1 selected');
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(bar, 'the finger that leaves selects nothing').toContainText('1 selected');
  await studio.tileLink(/^One/).tap();
  await expect(bar).toContainText('2 selected');
  for (const button of await bar.getByRole('button').all()) {
    const { width, height } = (await button.boundingBox())!;
    expect(Math.min(width, height), await button.innerText()).toBeGreaterThanOrEqual(44);
  }

  await bar.getByRole('button', { name: 'Add to board' }).tap();
  await bar.getByRole('button', { name: 'New board' }).tap();
  await bar.getByLabel('Name of the board').fill('Harbours');
  await bar.getByRole('button', { name: 'Save' }).tap();
  await expect(studio.messages).toContainText('2 pictures put on Harbours.');
  await studio.library.getByRole('link', { name: 'Harbours 2 pictures' }).tap();
  await expect(studio.tiles()).toHaveCount(2);
  await studio.tileLink(/^One/).tap();
  await expect(page, 'a tap opens again').toHaveURL(/\/images\//);
});
