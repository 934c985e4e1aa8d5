/** Pictures of the studio in all sizes, light and dark, for people to look at: `artefacts/screens`. */

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`screens in ${colorScheme}`, async ({ newPerson }, { project }) => {
    const studio = await newPerson({ colorScheme });
    const { page } = studio;
    const keep = async (state: string, of: Page = page): Promise<void> => {
      await of.screenshot({ path: `artefacts/screens/${project.name}-${colorScheme}-${state}.png`, animations: 'disabled' });
    };
    await studio.open();
    await keep('1-empty');
    await studio.use('Upscale');
    await studio.show('Result');
    await studio.stage.getByRole('group', { name: 'Try a sample' }).getByRole('button').first().click();
    await studio.show('Tool');
    await expect(studio.tool.getByText(/\d+ × \d+ px/).first()).toBeVisible();
    await keep('2-chosen');
    await studio.run(4);
    await expect(studio.stage.getByRole('progressbar')).toBeVisible();
    await keep('3-running');
    await expect(studio.download).toBeVisible({ timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    await keep('4-result');
    await studio.stage.getByRole('button', { name: 'Like', exact: true }).click();
    await expect(studio.stage.getByLabel('Comment')).toBeVisible();
    await keep('5-rating');
    await studio.stage.getByRole('button', { name: 'Close', exact: true }).click();
    for (let seed = 1; seed < 6; seed++) {
      const upload = picture({ width: 320, height: 200 + 40 * seed }, seed);
      await studio.choose(upload);
      await studio.expectStored(upload);
    }
    await studio.show('Gallery');
    await expect(studio.tiles()).toHaveCount(7);
    await page.waitForLoadState('networkidle');
    await keep('6-gallery');
    await studio.show('Tool');
    await studio.use('Generate');
    await studio.tool.getByText('More settings').click();
    await keep('8-generate');
    await studio.paint('A red boat on the sea at sunset', 4);
    await page.waitForLoadState('networkidle');
    await keep('9-painted');
    await page.goto('/sign-up');
    await keep('7-sign-up');
  });
}
