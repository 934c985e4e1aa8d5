/** Finding pictures again: by words, by kind, by rating and time. */

import { expect, test } from '../support/fixtures.ts';

test('words find pictures, and stay in the address', async ({ page, studio }) => {
  await studio.fill('Harbour at night', 'Mountain', 'A harbour in the morning');
  const search = studio.library.getByRole('searchbox', { name: 'Search in prompts' });
  await search.fill('HARBOUR');
  await expect(studio.tiles()).toHaveCount(2);
  await expect(page).toHaveURL('/?q=HARBOUR');
  await search.fill('harbour night');
  await expect(studio.tiles()).toHaveCount(1);

  await studio.tileLink('Harbour at night, Upload, 32 × 32').click();
  await expect(page).toHaveURL(/\/images\/[-0-9a-f]+\?q=harbour%20night$/);
  await studio.reload();
  await expect(search).toHaveValue('harbour night');
  await expect(studio.tiles()).toHaveCount(1);

  await search.fill('submarine');
  await expect(studio.library.getByText('No pictures match this choice.')).toBeVisible();
  await studio.library.getByRole('button', { name: 'Show all pictures' }).click();
  await expect(studio.tiles()).toHaveCount(3);
  await expect(search).toHaveValue('');
});

test('kinds are tabs, and what comes live goes where it belongs', async ({ studio }) => {
  const kind = async (name: string): Promise<void> => studio.library.getByText(name, { exact: true }).click();
  await kind('Uploads');
  await studio.upscale({ width: 96, height: 64 }, 2);
  await expect(studio.tiles()).toHaveCount(1);
  await expect(studio.tiles('Upload, 96 × 64')).toBeVisible();
  await kind('Upscaled');
  await expect(studio.tiles('Result, 192 × 128')).toBeVisible();
  await expect(studio.tiles()).toHaveCount(1);
  await kind('Generated');
  await expect(studio.tiles()).toHaveCount(0);
  await kind('All');
  await expect(studio.tiles()).toHaveCount(2);
});

test('what is looked for less often is folded behind a button that counts it', async ({ page, studio }) => {
  const [first] = await studio.fill('Boat', 'Lamp');
  const rated = await page.request.post('/v1/feedback', {
    headers: { Origin: new URL(page.url()).origin },
    data: { image_id: first, rating: 'like' },
  });
  expect(rated.status()).toBe(201);
  await studio.library.getByRole('button', { name: 'Filters' }).click();
  await studio.library.getByLabel('Rating').selectOption('Liked');
  await expect(studio.tiles()).toHaveCount(1);
  await expect(studio.tiles(/^Boat/)).toBeVisible();
  await studio.library.getByLabel('Rating').selectOption('Unrated');
  await expect(studio.tiles(/^Lamp/)).toBeVisible();
  await expect(studio.tiles()).toHaveCount(1);

  const today = new Date().toISOString().slice(0, 10);
  await studio.library.getByLabel('From', { exact: true }).fill(today);
  await studio.library.getByLabel('To', { exact: true }).fill(today);
  await expect(studio.library.getByRole('button', { name: 'Filters: 3' })).toBeVisible();
  await expect(studio.tiles()).toHaveCount(1);
  await studio.reload();
  await expect(studio.library.getByLabel('Rating')).toHaveValue('none');
  await expect(studio.library.getByLabel('From', { exact: true })).toHaveValue(today);
  await expect(studio.library.getByLabel('To', { exact: true })).toHaveValue(today);
  await expect(studio.tiles()).toHaveCount(1);
  await studio.library.getByLabel('To', { exact: true }).fill('2020-01-01');
  await expect(studio.tiles()).toHaveCount(0);
  await studio.library.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(studio.tiles()).toHaveCount(2);
  await studio.library.getByLabel('Model').selectOption({ index: 1 });
  await expect(studio.tiles()).toHaveCount(0);
});

test('a filtered gallery is there without JavaScript', async ({ newPerson, trouble }) => {
  trouble.allow(/preloaded using link preload/, /request failed: GET \S+\.js csp/);
  const studio = await newPerson({ javaScriptEnabled: false });
  await studio.page.goto('/');
  await studio.store('Harbour');
  await studio.store('Mountain');
  await studio.page.goto('/?q=harbour');
  await expect(studio.tiles()).toHaveCount(1);
  await studio.library.getByRole('searchbox').fill('mountain');
  await studio.page.keyboard.press('Enter');
  await expect(studio.tiles(/^Mountain/)).toBeVisible();
});
