/** Sizes, presets, and settings that outlast the page. */

import { expect, test } from '../support/fixtures.ts';

test('a size is chosen by its shape, swapped, locked, and written to the pixel', async ({ page, studio }) => {
  await studio.use('Generate');
  await studio.tool.getByText('More settings').click();
  await studio.tool.getByLabel('Model', { exact: true }).selectOption('starter-scenes');
  const size = studio.tool.getByRole('group', { name: 'Size' });
  const [width, height] = [size.getByRole('spinbutton', { name: 'Width' }), size.getByRole('spinbutton', { name: 'Height' })];
  const expectSize = async (w: number, h: number): Promise<void> => {
    await expect(width).toHaveValue(String(w));
    await expect(height).toHaveValue(String(h));
    await expect(size.getByText(`${w} × ${h} px`)).toBeVisible();
  };
  await expectSize(512, 512);
  await expect(size.getByRole('radio', { name: '1:1' })).toBeChecked();
  await size.getByText('3:2', { exact: true }).click();
  const [wide, low] = [Number(await width.inputValue()), Number(await height.inputValue())];
  expect(wide).toBeGreaterThan(low);
  await size.getByRole('button', { name: 'Swap width and height' }).click();
  await expectSize(low, wide);
  await expect(size.getByRole('radio', { name: '2:3' })).toBeChecked();

  await size.getByText('1:1', { exact: true }).click();
  await size.getByRole('button', { name: 'Keep the ratio' }).click();
  await width.fill('1000');
  await width.press('Tab');
  const side = Number(await width.inputValue());
  expect(side % 8, 'a multiple that the model can paint').toBe(0);
  await expectSize(side, side);
  await expect(studio.tool.getByText(/× the usual work/)).toBeVisible();

  await studio.prompt.fill('A boat');
  await width.fill('2048');
  await width.press('Tab');
  await expect(size.getByText(/megapixels; at most 2.4 can be painted/)).toBeVisible();
  const run = studio.tool.getByRole('button', { name: 'Generate', exact: true });
  await expect(run, 'the server would refuse it').toBeDisabled();
  await width.fill('');
  await width.press('Tab');
  await expect(width, 'what is no number is what it was').toHaveValue('2048');
  await studio.tool.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectSize(512, 512);
  await expect(run).toBeEnabled();
  await expect(studio.prompt).toHaveValue('A boat');
  await expect(page.getByText(/× the usual work/)).toBeHidden();
});

test('settings are kept under a name, used, renamed, replaced and deleted', async ({ page, studio }) => {
  await studio.use('Generate');
  await studio.prompt.fill('A red boat');
  // The smallest of models has no wide sizes.
  await studio.tool.getByText('More settings').click();
  await studio.tool.getByLabel('Model', { exact: true }).selectOption('starter-scenes');
  const size = studio.tool.getByRole('group', { name: 'Size' });
  await size.getByText('16:9', { exact: true }).click();
  const width = await size.getByRole('spinbutton', { name: 'Width' }).inputValue();
  const open = studio.tool.getByRole('button', { name: 'Presets' });
  await open.click();
  const presets = page.getByRole('dialog', { name: 'Presets' });
  await expect(presets.getByText('Settings that you keep under a name will be here.')).toBeVisible();
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(presets.getByText('Give it a name of 1 to 60 characters.')).toBeVisible();
  await presets.getByLabel("Keep the tool's settings as").fill('Wide boat');
  await page.keyboard.press('Enter');
  const items = presets.getByRole('list', { name: 'Presets' }).getByRole('listitem');
  await expect(items).toHaveText([/Wide boat\s*A red boat/]);
  await page.keyboard.press('Escape');
  await expect(presets).toBeHidden();
  expect((await (await page.request.get('/v1/tasks')).json()).data, 'Enter ran nothing').toEqual([]);

  await studio.use('Upscale');
  await open.click();
  await presets.getByRole('button', { name: /^Wide boat/ }).click();
  await expect(presets).toBeHidden();
  await expect(studio.tool.getByRole('radio', { name: 'Generate' })).toBeChecked();
  await expect(studio.prompt).toHaveValue('A red boat');
  await expect(size.getByRole('spinbutton', { name: 'Width' })).toHaveValue(width);

  await studio.prompt.fill('A blue boat');
  await open.click();
  await presets.getByLabel("Keep the tool's settings as").fill('Wide boat');
  await presets.getByRole('button', { name: 'Save' }).click();
  await expect(items, 'one of a name').toHaveText([/Wide boat\s*A blue boat/]);
  await presets.getByRole('button', { name: 'Rename Wide boat' }).click();
  await presets.getByLabel('New name').fill('Blue');
  await page.keyboard.press('Enter');
  await expect(items).toHaveText([/^Blue/]);
  await presets.getByRole('button', { name: 'Delete Blue' }).click();
  await expect(items).toHaveCount(0);
  await presets.getByRole('button', { name: 'Undo' }).click();
  await expect(items).toHaveText([/^Blue/]);
});

test('settings survive a reload, each tool with its own', async ({ newPerson, page, studio }) => {
  await studio.use('Generate');
  await studio.prompt.fill('A boat');
  await studio.tool.getByRole('group', { name: 'Pictures' }).getByText('4', { exact: true }).click();
  await studio.tool.getByText('More settings').click();
  await studio.tool.getByLabel('Steps', { exact: true }).fill('33');
  await studio.tool.getByText('JPEG', { exact: true }).click();
  await studio.use('Edit');
  await expect(studio.tool.getByRole('radio', { name: 'PNG' }), 'another tool').toBeChecked();
  await expect(studio.prompt, 'words are for all').toHaveValue('A boat');
  await studio.use('Upscale');
  await studio.tool.getByText('×4', { exact: true }).click();

  const page2 = await page.request.get('/');
  expect(await page2.text(), 'the server renders the tool that was used').toContain('data-tool="upscale"');
  await studio.reload();
  await expect(studio.tool.getByRole('radio', { name: 'Upscale', exact: true })).toBeChecked();
  await expect(studio.tool.getByRole('radio', { name: '×4' })).toBeChecked();
  await studio.use('Generate');
  await expect(studio.prompt).toHaveValue('A boat');
  await expect(studio.tool.getByRole('radio', { name: '4', exact: true })).toBeChecked();
  await expect(studio.tool.getByRole('radio', { name: 'JPEG' })).toBeChecked();
  await studio.tool.getByText('More settings').click();
  await expect(studio.tool.getByLabel('Steps', { exact: true })).toHaveValue('33');

  // The next person at this browser sees nothing of it.
  const state = await page.context().storageState();
  state.cookies = state.cookies.filter((cookie) => cookie.name === 'studio_tool');
  const next = await newPerson({ storageState: state });
  await next.open();
  await next.use('Generate');
  await expect(next.prompt).toHaveValue('');
});

test('every control says what it is for, by mouse and by keys', async ({ page, studio }) => {
  for (const tool of ['Generate', 'Edit', 'Upscale', 'Style', 'Cut out'] as const) {
    await studio.use(tool);
    const folded = studio.tool.locator('details:not([open]) > summary');
    if (await folded.count()) await folded.click();
    const controls = studio.tool.locator('.panel__body').locator('select, textarea, input[type=range], input[type=number], [role=group]');
    for (const control of await controls.all()) {
      if (!(await control.isVisible())) continue;
      const ids = ((await control.getAttribute('aria-describedby')) ?? '').split(' ').filter(Boolean);
      const said = await page.evaluate((ids) => ids.map((id) => document.getElementById(id)?.textContent ?? '').join(''), ids);
      const around = control.locator('xpath=ancestor::*[@role="group"]');
      const name = (await control.getAttribute('id')) ?? (await control.getAttribute('aria-labelledby'));
      if ((await around.count()) === 0 && name !== 'picture-label') expect(said, `${tool}: ${name}`).not.toBe('');
    }
  }
  await studio.use('Generate');
  await studio.tool.getByText('More settings').click();
  const about = studio.tool.getByRole('button', { name: 'About: Seed' });
  const hint = studio.tool.getByText('the same seed and settings give the same picture');
  await expect(hint).toBeHidden();
  await about.focus();
  await page.keyboard.press('Enter');
  await expect(hint).toBeVisible();
  await about.click();
  await expect(hint).toBeHidden();
});
