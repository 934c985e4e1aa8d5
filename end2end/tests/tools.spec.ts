/** The tools that make one picture of another. */

import { expect, test } from '../support/fixtures.ts';
import { picture } from '../support/studio.ts';

const size = { width: 160, height: 120 };

test('a picture is given another look', async ({ studio }) => {
  await studio.choose(picture(size));
  await studio.use('Style');
  await studio.tool.getByText('Ink', { exact: false }).first().click();
  await studio.tool.getByRole('button', { name: 'Style', exact: true }).click();
  await studio.expectResult(size);
  await expect(studio.slider).toBeVisible();
  await expect(studio.stage.getByText('starter-styles@1')).toBeVisible();
});

test('the background of a picture is taken away, or another put there', async ({ studio }) => {
  await studio.choose(picture(size));
  await studio.use('Cut out');
  await studio.tool.getByRole('button', { name: 'Cut out', exact: true }).click();
  await studio.expectResult(size);
  await studio.show('Tool');
  await studio.tool.getByText('Colour', { exact: true }).first().click();
  await studio.tool.getByLabel('Colour', { exact: true }).last().fill('#ff8800');
  await studio.tool.getByRole('button', { name: 'Cut out', exact: true }).click();
  await studio.show('Gallery');
  await expect(studio.tiles(/^Result/)).toHaveCount(2, { timeout: 60_000 });
});
