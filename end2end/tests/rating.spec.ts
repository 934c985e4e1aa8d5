/** Liking and disliking results. */

import { expect, test } from '../support/fixtures.ts';

test('a result is liked with reasons and words, disliked after all, and left unrated', async ({ page, studio }) => {
  await studio.upscale({ width: 96, height: 64 }, 2);
  const like = studio.stage.getByRole('button', { name: 'Like', exact: true });
  const dislike = studio.stage.getByRole('button', { name: 'Dislike', exact: true });
  const comment = studio.stage.getByLabel('Comment');

  await like.click();
  await studio.stage.getByText('Sharp', { exact: true }).click();
  await comment.fill('Crisp edges on the hills.');
  await studio.stage.getByRole('button', { name: 'Save rating' }).click();
  await expect(studio.messages).toContainText('Your rating is saved.');
  await expect(like).toHaveAttribute('aria-pressed', 'true');

  await studio.reload();
  await expect(like).toHaveAttribute('aria-pressed', 'true');
  await expect(studio.stage.getByText('You like this.')).toBeVisible();
  await expect(studio.stage.getByText('Crisp edges on the hills.')).toBeVisible();
  await studio.stage.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(studio.stage.getByRole('checkbox', { name: 'Sharp' })).toBeChecked();
  await expect(comment).toHaveValue('Crisp edges on the hills.');

  await dislike.click();
  await studio.stage.getByText('Blurry', { exact: true }).click();
  await comment.fill('On a second look, the sun is soft.');
  await studio.stage.getByRole('button', { name: 'Save rating' }).click();
  await expect(dislike).toHaveAttribute('aria-pressed', 'true');
  await expect(like).toHaveAttribute('aria-pressed', 'false');

  await expect(page).toHaveURL(/\/images\//);
  const id = page.url().split('/').at(-1);
  const stored = await (await page.request.get(`/v1/images/${id}`)).json();
  expect(stored.feedback).toMatchObject({ rating: 'dislike', reasons: ['blurry'], comment: 'On a second look, the sun is soft.' });

  await expect(studio.stage.getByText('You do not like this.')).toBeVisible();
  await studio.stage.getByRole('button', { name: 'Withdraw' }).click();
  await expect(studio.messages).toContainText('Your rating is withdrawn.');
  await expect(dislike).toHaveAttribute('aria-pressed', 'false');
  await studio.reload();
  await expect(dislike).toHaveAttribute('aria-pressed', 'false');
});

test('a comment that is too long is refused beside its field', async ({ studio }) => {
  await studio.upscale({ width: 64, height: 64 }, 2);
  await studio.stage.getByRole('button', { name: 'Like', exact: true }).click();
  await studio.stage.getByLabel('Comment').fill('x'.repeat(2_001));
  await studio.stage.getByRole('button', { name: 'Save rating' }).click();
  await expect(studio.stage.getByText('The comment may have at most 2000 characters.')).toBeVisible();
  await expect(studio.stage.getByLabel('Comment')).toHaveAttribute('aria-invalid', 'true');
});
