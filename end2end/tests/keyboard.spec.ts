/** The main way through the studio without a pointer. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

test('everything on the main way is reached and done by keys', async ({ page, studio }) => {
  /** Moves the focus with Tab until it is where it should be, and expects it to be visible there. */
  const tabTo = async (name: string, role: 'button' | 'link' | 'radio' | 'slider' | 'textbox' | 'checkbox'): Promise<void> => {
    const target = page.getByRole(role, { name, exact: true });
    for (let steps = 0; steps < 60; steps++) {
      if (await target.evaluateAll((elements) => elements.some((element) => element === document.activeElement))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the ${role} '${name}' cannot be reached with Tab`);
  };

  await tabTo('Generate', 'radio');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Upscale', exact: true })).toBeChecked();
  await page.locator('#picture').focus();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(picture({ width: 96, height: 64 }));
  await expect(studio.tool.getByText('96 × 64 px')).toBeVisible();

  await tabTo('×2', 'radio');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '×4' })).toBeChecked();
  await tabTo('Upscale', 'button');
  await page.keyboard.press('Enter');
  await studio.expectResult({ width: 384, height: 256 });

  await tabTo('Comparison of before and after', 'slider');
  await page.keyboard.press('Home');
  await expect(studio.slider).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(studio.slider).toHaveAttribute('aria-valuenow', '10');

  await tabTo('Like', 'button');
  await page.keyboard.press('Enter');
  await tabTo('Sharp', 'checkbox');
  await page.keyboard.press('Space');
  await tabTo('Comment', 'textbox');
  await page.keyboard.type('Good.');
  await tabTo('Save rating', 'button');
  await page.keyboard.press('Enter');
  await expect(studio.messages).toContainText('Your rating is saved.');

  await tabTo('Download', 'link');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await download;

  const before = page.url();
  await page.keyboard.press('Control+Enter');
  await expect(page, 'another result is on its way, or already there').not.toHaveURL(before);
  await studio.expectResult({ width: 384, height: 256 });
});
