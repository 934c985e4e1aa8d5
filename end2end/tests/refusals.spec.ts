/** What cannot be used is refused in words, beside the field, and nothing of it is kept. */

import { expect, test } from '../support/fixtures.ts';
import { blank, landscape, noise } from '../support/pictures.ts';
import type { Upload } from '../support/studio.ts';

interface Case {
  what: string;
  upload: () => Upload;
  message: RegExp;
  /** The browser cannot tell, so the server does. */
  byServer?: true;
}

const small = { width: 96, height: 64 };
const png = (buffer: Buffer, name = 'picture.png'): Upload => ({ name, mimeType: 'image/png', buffer });

const cases: Case[] = [
  {
    what: 'a file that is no picture',
    upload: () => ({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('milk, bread') }),
    message: /JPEG, PNG or WebP/,
  },
  {
    what: 'text that calls itself a picture',
    upload: () => png(Buffer.from('milk, bread and a longer list of things to buy')),
    message: /JPEG, PNG or WebP|not a picture/i,
    byServer: true,
  },
  {
    what: 'a picture that calls itself another kind',
    upload: () => ({ name: 'picture.jpg', mimeType: 'image/jpeg', buffer: landscape(small) }),
    message: /image\/png/,
    byServer: true,
  },
  {
    what: 'a picture that was cut off',
    upload: () => png(landscape(small).subarray(0, 700)),
    message: /damaged|incomplete|cannot be read|truncated|corrupt|cut off/i,
    byServer: true,
  },
  { what: 'an empty file', upload: () => png(Buffer.alloc(0)), message: /empty/ },
  { what: 'more than 10 MB', upload: () => png(noise({ width: 2000, height: 1700 })), message: /at most 10 MB/ },
  { what: 'more than 40 megapixels', upload: () => png(blank({ width: 8000, height: 5100 })), message: /at most 40 megapixels/ },
];

for (const { what, upload, message, byServer } of cases) {
  test(`${what} is refused`, async ({ page, studio, trouble }) => {
    if (byServer) trouble.expect(/status of 4(15|22)/);
    await studio.choose(upload());
    await expect(studio.pictureError).toHaveText(message);
    await expect(studio.tool.getByRole('button', { name: 'Upscale', exact: true })).toBeDisabled();
    expect((await (await page.request.get('/v1/images')).json()).data).toEqual([]);

    await studio.choose(png(landscape(small)));
    await expect(studio.pictureError).toBeEmpty();
    await expect(studio.tool.getByRole('button', { name: 'Upscale', exact: true })).toBeEnabled();
  });
}

test('a result of more than 64 megapixels is refused before it is asked for', async ({ studio }) => {
  await studio.choose(png(blank({ width: 3000, height: 2000 })));
  await expect(studio.tool.getByText('3000 × 2000 px')).toBeVisible();
  await studio.tool.getByText('×4', { exact: true }).click();
  await expect(studio.tool.getByText(/at most 64 are possible/)).toBeVisible();
  await expect(studio.tool.getByRole('button', { name: 'Upscale', exact: true })).toBeDisabled();
  await studio.tool.getByText('×2', { exact: true }).click();
  await expect(studio.tool.getByRole('button', { name: 'Upscale', exact: true })).toBeEnabled();
});

test('an address that leads nowhere says so', async ({ page, trouble }) => {
  trouble.allow(/status of 404/);
  expect((await page.goto('/nowhere'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to the studio' }).click();
  await expect(page).toHaveURL('/');
});
