/** One's account: usage, keys, sessions, credentials, data. */

import { expectAccessible } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import type { Studio } from '../support/studio.ts';

const password = 'a quiet lighthouse';

async function signUp(studio: Studio): Promise<string> {
  const email = `eda-${crypto.randomUUID()}@example.org`;
  await studio.page.goto('/sign-up');
  await studio.becomesAlive(() => studio.submitCredentials('Sign up', email, password));
  return email;
}

test('a key is made, shown once, works, and is revoked', async ({ page, studio, trouble }) => {
  trouble.allow(/status of 4(01|22)/);
  await signUp(studio);
  await studio.openAccountMenu();
  await page.getByRole('link', { name: /API keys/ }).click();
  const keys = page.getByRole('region', { name: 'API keys' });
  await keys.getByRole('button', { name: 'Make a key' }).click();
  await expect(keys.getByLabel('Name of a new key')).toHaveAccessibleDescription(/1 to 100 characters/);
  await keys.getByLabel('Name of a new key').fill('nightly');
  await keys.getByLabel('rate pictures').uncheck();
  await keys.getByLabel('It ends').selectOption('after 30 days');
  await keys.getByRole('button', { name: 'Make a key' }).click();
  const secret = await keys.getByRole('status').getByText(/^cas_/).innerText();
  await expect(keys.getByRole('listitem')).toContainText('tasks:write, images:write');
  const ask = async () => (await page.request.get('/v1/images', { headers: { Authorization: `Bearer ${secret}` } })).status();
  expect(await ask()).toBe(200);

  await page.reload();
  await expect(keys.getByText(secret)).toHaveCount(0);
  await expect(keys.getByRole('listitem')).toContainText('last used');
  await keys.getByRole('button', { name: 'Revoke nightly' }).click();
  await expect(keys.getByRole('status')).toHaveText(/not accepted any more/);
  await expect(keys.getByRole('listitem')).toHaveCount(0);
  expect(await ask()).toBe(401);
});

test('usage counts tasks and pictures', async ({ page, studio }) => {
  await signUp(studio);
  await studio.upscale({ width: 90, height: 60 }, 2);
  await page.goto('/settings');
  const usage = page.getByRole('region', { name: 'Usage' });
  await expect(usage).toContainText(/1 (of \d+ )?tasks in this hour/);
  await expect(usage).toContainText('2 pictures');
  await expect(usage).toContainText('Enlarged');
});

test('a new password signs out everywhere else, and a wrong one is refused', async ({ newPerson, page, studio }) => {
  const email = await signUp(studio);
  const elsewhere = await newPerson();
  await elsewhere.page.goto('/sign-in');
  await elsewhere.becomesAlive(() => elsewhere.submitCredentials('Sign in', email, password));

  await page.goto('/settings');
  await expect(page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem')).toHaveCount(2);
  const change = async (current: string): Promise<void> => {
    const form = page.locator('form').filter({ has: page.getByLabel('New password') });
    await form.getByLabel('New password').fill('a louder lighthouse');
    await form.getByLabel('Current password').fill(current);
    await form.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not this one');
  await expect(page.locator('#password-current-password')).toHaveAccessibleDescription(/not your present password/);
  await change(password);
  await expect(page.getByText('You are signed out everywhere else.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem')).toHaveCount(1);
  await elsewhere.reload();
  await expect(elsewhere.page.getByRole('button', { name: 'Account: Guest' })).toBeVisible();
});

test('everything can be taken along, and removed', async ({ page, studio }) => {
  await signUp(studio);
  await page.goto('/settings');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download everything' }).click();
  expect((await download).suggestedFilename()).toBe('creativeai-studio.zip');
  await page.getByText('Delete the account').click();
  const data = page.getByRole('region', { name: 'Your data' });
  await data.getByLabel('Current password').fill('not this one');
  await data.getByRole('button', { name: 'Delete everything' }).click();
  await expect(data.getByLabel('Current password')).toHaveAccessibleDescription(/not your present password/);
  await data.getByLabel('Current password').fill(password);
  await studio.becomesAlive(() => data.getByRole('button', { name: 'Delete everything' }).click());
  await expect(page.getByRole('button', { name: 'Account: Guest' })).toBeVisible();
});

test('the page works without JavaScript, but for making keys', async ({ newPerson, trouble }) => {
  trouble.allow(/preloaded using link preload/, /request failed: GET \S+\.js csp/);
  const { page } = await newPerson({ javaScriptEnabled: false });
  await page.goto('/sign-up');
  await page.getByLabel('E-mail').fill(`plain-${crypto.randomUUID()}@example.org`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.goto('/settings');
  await expect(page.locator('noscript')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make a key' })).toBeHidden();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(`plainer-${crypto.randomUUID()}@example.org`);
  await page.locator('#email-current-password').fill(password);
  await page.getByRole('button', { name: 'Change e-mail' }).click();
  await expect(page.getByText('The address is changed.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page is accessible in ${colorScheme}`, async ({ newPerson }, { project }) => {
    const studio = await newPerson({ colorScheme });
    await studio.page.goto('/settings');
    await expectAccessible(studio.page, 'as a guest');
    await signUp(studio);
    await studio.page.goto('/settings');
    await studio.page.getByLabel('Name of a new key').fill('nightly');
    await studio.page.getByRole('button', { name: 'Make a key' }).click();
    await expect(studio.page.getByRole('status').getByText(/^cas_/)).toBeVisible();
    await studio.page.getByText('Delete the account').click();
    await expectAccessible(studio.page, 'with a key');
    await studio.page.screenshot({ path: `artefacts/screens/${project.name}-${colorScheme}-9-settings.png`, animations: 'disabled' });
  });
}
