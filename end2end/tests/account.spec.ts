/** Becoming somebody, and being nobody else. */

import { expect, test } from '../support/fixtures.ts';
import type { Studio } from '../support/studio.ts';

const size = { width: 96, height: 64 };
const password = 'a quiet lighthouse';

/** Unique, as the tests share a server. */
function address(): string {
  return `ada-${crypto.randomUUID()}@example.org`;
}

async function signUp(studio: Studio, email: string): Promise<void> {
  await studio.openAccountMenu();
  await studio.page.getByRole('link', { name: 'Sign up' }).click();
  await studio.becomesAlive(() => studio.submitCredentials('Sign up', email, password));
}

test('signing up keeps the work; signing in elsewhere finds it; signing out leaves nothing', async ({ newPerson, page, studio }) => {
  const email = address();
  await studio.upscale(size, 2);
  await signUp(studio, email);
  await expect(studio.tiles('Result, 192 × 128')).toBeVisible();
  await expect(page.getByRole('button', { name: `Account: ${email}` })).toBeVisible();

  const elsewhere = await newPerson();
  await elsewhere.open('/');
  await elsewhere.page.getByRole('link', { name: 'Sign in' }).first().click();
  await elsewhere.becomesAlive(() => elsewhere.submitCredentials('Sign in', email, password));
  await expect(elsewhere.tiles('Result, 192 × 128')).toBeVisible();

  await studio.openAccountMenu();
  await studio.becomesAlive(() => page.getByRole('button', { name: 'Sign out' }).click());
  await expect(page.getByRole('button', { name: 'Account: Guest' })).toBeVisible();
  await expect(studio.tiles()).toHaveCount(0);
  await elsewhere.reload();
  await expect(elsewhere.tiles('Result, 192 × 128')).toBeVisible();
});

test("a guest's work moves to the account that is signed in to", async ({ newPerson, studio }) => {
  const email = address();
  await signUp(studio, email);
  const guest = await newPerson();
  await guest.open();
  await guest.upscale(size, 2);
  await guest.page.goto('/sign-in');
  await guest.becomesAlive(() => guest.submitCredentials('Sign in', email, password));
  await expect(guest.tiles('Result, 192 × 128')).toBeVisible();
  await studio.reload();
  await expect(studio.tiles('Result, 192 × 128')).toBeVisible();
});

test('a wrong password is refused without saying which part was wrong', async ({ newPerson, studio, trouble }) => {
  trouble.allow(/status of 401/);
  const email = address();
  await signUp(studio, email);
  const other = await newPerson();
  for (const [who, secret] of [[email, 'not the password'], [address(), password]] as const) {
    await other.page.goto('/sign-in');
    await other.submitCredentials('Sign in', who, secret);
    await expect(other.page.getByRole('alert').filter({ hasText: /do not belong together/ })).toBeVisible();
    await expect(other.page.getByLabel('E-mail')).toHaveValue(who);
  }
});

test('signing up says beside each field what is wrong with it', async ({ page, studio, trouble }) => {
  trouble.allow(/status of 4\d\d/);
  await studio.openAccountMenu();
  await page.getByRole('link', { name: 'Sign up' }).click();
  await studio.submitCredentials('Sign up', 'nobody', 'short');
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/complete e-mail address/);
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/8 to 128 characters/);

  const email = address();
  await studio.becomesAlive(() => studio.submitCredentials('Sign up', email, password));
  await studio.openAccountMenu();
  await studio.becomesAlive(() => page.getByRole('button', { name: 'Sign out' }).click());
  await page.goto('/sign-up');
  await studio.submitCredentials('Sign up', email, 'another lighthouse');
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/already|taken|exists/i);
});

test("nobody sees another person's pictures", async ({ newPerson, page, studio, trouble }) => {
  trouble.allow(/status of 404/);
  await studio.upscale(size, 2);
  await expect(page).toHaveURL(/\/images\//);
  const address = new URL(page.url()).pathname;
  const files = await studio.stage.getByRole('img').evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
  expect(files.length).toBeGreaterThan(0);

  const other = await newPerson();
  await other.open(address);
  await expect(other.stage.getByText('This picture is not here')).toBeVisible();
  await expect(other.tiles()).toHaveCount(0);
  for (const file of files) expect((await other.page.request.get(file)).status()).toBe(404);
});
