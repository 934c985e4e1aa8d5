/** Without JavaScript, forms still work and pictures are still there. */

import { expect, test } from '../support/fixtures.ts';
import { landscape } from '../support/pictures.ts';

test('a person without JavaScript signs up, sees the gallery, signs out and in', async ({ newPerson, trouble }) => {
  // What the page's head asks for in advance is of no use here, and the browser remarks on it.
  trouble.allow(/preloaded using link preload/, /request failed: GET \S+\.js csp/);
  const { page } = await newPerson({ javaScriptEnabled: false });
  const email = `plain-${crypto.randomUUID()}@example.org`;
  const html = await (await page.goto('/'))!.text();
  expect(html).toContain('The studio needs JavaScript');
  await expect(page.locator('noscript')).toBeVisible();
  const answer = await page.request.post('/v1/images', {
    headers: { Origin: new URL(page.url()).origin, 'Content-Type': 'image/png' },
    data: landscape({ width: 64, height: 48 }),
  });
  expect(answer.status()).toBe(201);

  const submit = async (button: 'Sign in' | 'Sign up', password: string): Promise<void> => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: button }).click();
  };

  await page.goto('/sign-up');
  await submit('Sign up', 'a quiet lighthouse');
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('img', { name: 'Upload, 64 × 48' })).toBeVisible();

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('img', { name: 'Upload, 64 × 48' })).toBeHidden();

  await page.goto('/sign-in');
  await submit('Sign in', 'the wrong lighthouse');
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
  await submit('Sign in', 'a quiet lighthouse');
  await expect(page.getByRole('img', { name: 'Upload, 64 × 48' })).toBeVisible();
});
