/** Every state of every page, in light and dark, against axe-core's rules. */

import { expectAccessible } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the studio is accessible in every state', async ({ page, studio }) => {
      await expectAccessible(page, 'the empty studio');
      await studio.show('Tool');
      await studio.tool.getByText('More settings').click();
      await expectAccessible(page, 'all settings');
      await studio.paint('A red boat', 2);
      await expectAccessible(page, 'a painted picture');
      const upload = picture({ width: 96, height: 64 });
      await studio.choose(upload);
      await studio.expectStored(upload);
      await studio.tool.getByText('JPEG', { exact: true }).click();
      await expectAccessible(page, 'a chosen picture');
      await studio.run(2);
      await studio.expectResult({ width: 192, height: 128 });
      await expectAccessible(page, 'a result');
      await studio.stage.getByRole('button', { name: 'Like', exact: true }).click();
      await expect(studio.stage.getByLabel('Comment')).toBeVisible();
      await expectAccessible(page, 'the rating form');
      await studio.show('Gallery');
      await studio.library.getByRole('button', { name: 'Delete: Upload, 96 × 64' }).click();
      await expect(studio.messages).toContainText('Picture deleted.');
      await expectAccessible(page, 'the gallery with a message');
      await studio.library.getByRole('button', { name: 'Filters' }).click();
      await studio.library.getByRole('button', { name: 'New board' }).click();
      await studio.library.getByLabel('Name of the board').fill('Boats');
      await expectAccessible(page, 'the filters, and a board being made');
      await studio.library.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(studio.library.getByText('Nothing is on this board yet.')).toBeVisible();
      await expectAccessible(page, 'an empty board');
      await studio.library.getByRole('link', { name: 'All pictures' }).click();
      await studio.library.getByRole('button', { name: 'Select', exact: true }).click();
      await studio.library.getByRole('button', { name: 'Select all' }).click();
      await studio.library.getByRole('button', { name: 'Add to board' }).click();
      await expectAccessible(page, 'selected pictures');
      await studio.library.getByRole('button', { name: 'End selection' }).click();
      await studio.openAccountMenu();
      await expectAccessible(page, 'the account menu');
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await expectAccessible(page, 'the list of keys');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Queue/ }).click();
      await expect(page.getByRole('group', { name: 'Finished' }).getByRole('link').first()).toBeVisible();
      await expectAccessible(page, 'the queue');
      await page.keyboard.press('Escape');
      await studio.use('Generate');
      await studio.prompt.fill('A (red:1.2) boat');
      await studio.tool.getByRole('button', { name: 'Earlier prompts' }).click();
      await expect(page.getByRole('dialog').getByText('A red boat')).toBeVisible();
      await expectAccessible(page, 'earlier prompts');
      await page.keyboard.press('Escape');
      await studio.tool.getByRole('button', { name: 'Presets' }).click();
      await page.getByLabel("Keep the tool's settings as").fill('Red');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByRole('button', { name: 'Rename Red' })).toBeVisible();
      await expectAccessible(page, 'presets');
    });

    test('work in progress and refusals are accessible', async ({ page, studio }) => {
      await studio.choose({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('milk') });
      await expect(studio.pictureError).toHaveText(/JPEG/);
      await expectAccessible(page, 'a refused file');
      await studio.choose(picture({ width: 1000, height: 800 }));
      await studio.run(4);
      await expect(studio.stage.getByRole('progressbar')).toBeVisible();
      await expectAccessible(page, 'a running task');
      await studio.stage.getByRole('button', { name: 'Cancel' }).click();
      await expect(studio.stage.getByRole('button', { name: 'Try again' })).toBeVisible();
      await expectAccessible(page, 'a canceled task');
    });

    test('the other pages are accessible', async ({ page, trouble }) => {
      trouble.allow(/status of 404/);
      for (const path of ['/sign-in', '/sign-up', '/nowhere', '/images/01936b2e-0000-7000-8000-000000000000']) {
        await page.goto(path);
        await expectAccessible(page, path);
      }
    });
  });
}
