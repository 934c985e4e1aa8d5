/** The page in Korean: every state, with no English anywhere; and how a language is chosen. */

import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import { expectKorean } from '../support/korean.ts';
import { noise } from '../support/pictures.ts';
import { picture, type Studio } from '../support/studio.ts';

const password = 'a quiet lighthouse';
const tools = ['생성', '편집', '업스케일', '스타일', '배경 제거', '분리'];

test.use({ locale: 'ko-KR' });

const tool = (page: Page) => page.getByRole('region', { name: '도구' });
const stage = (page: Page) => page.getByRole('region', { name: '결과' });
const gallery = (page: Page) => page.getByRole('region', { name: '갤러리' });

/** Brings one of the three parts into view; on wide screens all are. */
async function show(page: Page, tab: '도구' | '결과' | '갤러리'): Promise<void> {
  const button = page.getByRole('tab', { name: tab });
  if (await button.isVisible()) await button.click();
}

async function use(page: Page, name: string): Promise<void> {
  await show(page, '도구');
  await tool(page).getByRole('group', { name: '도구' }).getByText(name, { exact: true }).click();
}

async function upscale(page: Page, width: number, height: number, scale: 2 | 4): Promise<string> {
  const upload = picture({ width, height });
  await use(page, '업스케일');
  await page.locator('#picture').setInputFiles(upload);
  await tool(page).getByText(`×${scale}`, { exact: true }).click();
  await tool(page).getByRole('button', { name: '업스케일' }).click();
  return upload.name;
}

async function signUp(studio: Studio): Promise<string> {
  const { page } = studio;
  const email = `garam-${crypto.randomUUID()}@example.org`;
  await page.goto('/sign-up');
  await page.getByLabel('이메일').fill(email);
  await page.getByLabel('비밀번호').fill(password);
  await studio.becomesAlive(() => page.getByRole('button', { name: '가입하기' }).click());
  return email;
}

test('every tool speaks Korean', async ({ studio: { page } }) => {
  await expect(page).toHaveTitle('CreativeAI Studio');
  await expectKorean(page, 'the empty studio');
  await expectAccessible(page, 'the empty studio');
  for (const name of tools) {
    await use(page, name);
    for (const folded of await tool(page).getByText('설정 더 보기').all()) await folded.click();
    await expectKorean(page, name);
  }
  await page.locator('#picture').setInputFiles(picture({ width: 96, height: 64 }, 1));
  const { name } = picture({ width: 96, height: 64 }, 1);
  await expect(tool(page).getByText(name)).toBeVisible();
  await expect(tool(page).getByRole('progressbar')).toBeHidden();
  for (const of of ['편집', '분리']) {
    await use(page, of);
    if (of === '편집') await tool(page).getByText('일부', { exact: true }).click();
    await expectKorean(page, `${of} with a picture`, [name]);
  }
  await expectAccessible(page, 'a tool with a picture');
});

test('the examples are in words that the model knows', async ({ studio: { page } }) => {
  const examples = await page.locator('.samples__prompt').allInnerTexts();
  expect(examples).toHaveLength(4);
  for (const example of [...examples, (await page.getByLabel('프롬프트', { exact: true }).getAttribute('placeholder'))!]) {
    const answer = await page.request.post('/api/inspect-prompt', {
      headers: { Origin: new URL(page.url()).origin },
      data: { task: 'text-to-image', model: 'starter-scenes', prompt: example },
    });
    const { tokens, unknown } = (await answer.json()) as { tokens: number; unknown: string[] };
    expect(tokens, example).toBeGreaterThan(2);
    expect(unknown, example).toEqual([]);
  }
});

test('windows speak Korean', async ({ studio: { page } }) => {
  await show(page, '도구');
  const open = async (button: string, window: string): Promise<void> => {
    await page.getByRole('button', { name: button }).first().click();
    await expect(page.getByRole('dialog', { name: window })).toBeVisible();
    await expectKorean(page, window);
    await expectAccessible(page, window);
    await page.keyboard.press('Escape');
  };
  await open('이전 프롬프트', '이전 프롬프트');
  await open('프리셋', '프리셋');
  await open('대기열', '대기열');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '키보드 단축키' })).toBeVisible();
  await expectKorean(page, 'keyboard shortcuts');
});

test('work, results and ratings speak Korean', async ({ studio: { page } }, { project }) => {
  const keep = (state: string) =>
    page.screenshot({ path: `artefacts/screens/${project.name}-korean-${state}.png`, animations: 'disabled' });
  await show(page, '결과');
  await page.locator('.samples__prompt').first().click();
  await expect(stage(page).getByRole('link', { name: '다운로드' })).toBeVisible({ timeout: 60_000 });
  await expectKorean(page, 'a painted picture');
  await keep('1-painted');
  const name = await upscale(page, 1000, 800, 4);
  await expect(stage(page).getByRole('progressbar')).toBeVisible();
  await expectKorean(page, 'a running task', [name]);
  await keep('2-running');
  await expectAccessible(page, 'a running task');
  await stage(page).getByRole('button', { name: '취소' }).click();
  await expect(stage(page).getByRole('button', { name: '다시 시도' })).toBeVisible();
  await expectKorean(page, 'a canceled task', [name]);
  const small = await upscale(page, 90, 60, 2);
  await expect(stage(page).getByRole('link', { name: '다운로드' })).toBeVisible({ timeout: 60_000 });
  await expect(stage(page).getByText(/^\d{4}\. \d+\. \d+\. 오[전후] \d+:\d\d$/)).toBeVisible();
  await stage(page).getByRole('button', { name: '아쉬워요' }).click();
  await stage(page).getByLabel('의견').fill('가'.repeat(6000));
  await stage(page).getByRole('button', { name: '평가 저장' }).click();
  await expect(stage(page).getByRole('alert').filter({ hasText: '최대' })).toBeVisible();
  await expectKorean(page, 'a result and a comment that is too long', [name, small]);
  await keep('3-rating');
  await expectAccessible(page, 'a result');
  await show(page, '갤러리');
  await gallery(page).getByRole('button', { name: /^삭제: 업로드, 90 × 60/ }).click();
  await expect(page.getByRole('status', { name: '메시지' })).toContainText('이미지를 삭제했습니다.');
  await gallery(page).getByText('업로드', { exact: true }).click();
  await page.getByRole('button', { name: /^계정/ }).click();
  await expectKorean(page, 'the gallery, a message and the menu', [name, small]);
  await keep('4-gallery');
  await expectAccessible(page, 'the gallery');
});

test('refusals speak Korean', async ({ studio: { page }, trouble }) => {
  trouble.allow(/status of 4\d\d/);
  const says = async (text: RegExp, state: string): Promise<void> => {
    await expect(tool(page).getByRole('alert').filter({ hasText: text })).toBeVisible();
    await expectKorean(page, state, ['notes.txt', 'large.png', 'broken.png', 'wide.png']);
  };
  const choose = (name: string, mimeType: string, buffer: Buffer) =>
    page.locator('#picture').setInputFiles({ name, mimeType, buffer });
  await use(page, '업스케일');
  await choose('notes.txt', 'text/plain', Buffer.from('milk'));
  await says(/지원하지 않는/, 'a text');
  await choose('large.png', 'image/png', noise({ width: 2000, height: 1800 }));
  await says(/최대 10 MB/, 'a large file');
  await choose('broken.png', 'image/png', picture({ width: 96, height: 64 }).buffer.subarray(0, 200));
  await says(/읽을 수 없습니다/, 'a broken file');
  await page.locator('#picture').setInputFiles(picture({ width: 2100, height: 2000 }));
  await tool(page).getByText('×4', { exact: true }).click();
  await expect(tool(page).getByRole('alert').filter({ hasText: '8400 × 8000' })).toBeVisible();
  await use(page, '생성');
  await page.getByLabel('프롬프트', { exact: true }).fill('배 '.repeat(6000));
  await tool(page).getByRole('button', { name: '생성' }).click();
  await expect(tool(page).getByRole('alert').filter({ hasText: /최대 \d+자/ })).toBeVisible();
});

test('the other pages speak Korean', async ({ page, studio, trouble }) => {
  trouble.allow(/status of 4\d\d/);
  for (const path of ['/sign-in', '/sign-up', '/settings', '/nowhere', '/images/01936b2e-0000-7000-8000-000000000000']) {
    await page.goto(path);
    await expectKorean(page, path);
    await expectAccessible(page, path);
  }
  await page.goto('/sign-up');
  await page.getByLabel('이메일').fill('가람');
  await page.getByLabel('비밀번호').fill('짧음');
  await page.getByRole('button', { name: '가입하기' }).click();
  await expect(page.getByLabel('비밀번호')).toHaveAccessibleDescription(/비밀번호는 8자 이상 128자 이하여야 합니다/);
  await expectKorean(page, 'a sign-up that is refused');
  const email = await signUp(studio);
  await page.goto('/settings');
  await page.getByRole('button', { name: '키 만들기' }).click();
  await expect(page.getByLabel('새 키 이름')).toHaveAccessibleDescription(/1자 이상 100자 이하/);
  await page.getByLabel('새 키 이름').fill('밤일');
  await page.getByRole('button', { name: '키 만들기' }).click();
  await expect(page.getByText('밤일 키를 만들었습니다')).toBeVisible();
  await page.reload();
  const form = page.locator('form').filter({ has: page.getByLabel('새 비밀번호') });
  await form.getByLabel('새 비밀번호').fill('a louder lighthouse');
  await form.getByLabel('현재 비밀번호').fill('이건 아님');
  await form.getByRole('button', { name: '비밀번호 변경' }).click();
  await expect(page.locator('#password-current-password')).toHaveAccessibleDescription(/현재 비밀번호가 맞지 않습니다/);
  const scopes = ['tasks:write', 'images:write', 'feedback:write'];
  await expectKorean(page, 'the settings of an account', [email, ...scopes]);
  await expectAccessible(page, 'the settings');
  await page.goto('/sign-in');
  await page.getByLabel('이메일').fill(email);
  await page.getByLabel('비밀번호').fill('이건 아님');
  await page.getByRole('button', { name: '로그인' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '맞지 않습니다' })).toBeVisible();
  await expectKorean(page, 'a sign-in that is refused', [email]);
});

for (const javaScriptEnabled of [true, false]) {
  test(`the language is switched ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ newPerson, trouble }) => {
    trouble.allow(/preloaded using link preload/, /request failed: GET \S+\.js csp/);
    const { page } = await newPerson({ javaScriptEnabled, locale: 'en-GB' });
    await page.goto('/');
    await page.getByRole('button', { name: /^Account/ }).click();
    const languages = page.getByRole('group', { name: 'Language' });
    await expect(languages.getByRole('button', { name: 'English' })).toHaveAttribute('aria-pressed', 'true');
    await languages.getByRole('button', { name: '한국어' }).press('Enter');
    await expect(page.getByRole('region', { name: '도구' })).toBeVisible();
    await expectKorean(page, 'the studio after the switch');
    // Kept, whatever the browser would like; and on other pages the way back is in the header.
    await page.goto('/sign-in');
    await page.getByRole('group', { name: '언어' }).getByRole('button', { name: 'English' }).click();
    await expect(page).toHaveURL('/sign-in');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
}

test('the browser is asked for its language, and the answer says which it is in', async ({ request }) => {
  const asked = async (accept: string, cookie?: string): Promise<string | undefined> => {
    const answer = await request.get('/sign-in', { headers: { 'Accept-Language': accept, ...(cookie && { Cookie: cookie }) } });
    expect(answer.headers().vary).toMatch(/Cookie, Accept-Language/i);
    expect(await answer.text()).toContain(`<html lang="${answer.headers()['content-language']}"`);
    return answer.headers()['content-language'];
  };
  expect(await asked('ko-KR,ko;q=0.9,en;q=0.8')).toBe('ko');
  expect(await asked('en-US,ko;q=0.9')).toBe('en');
  expect(await asked('fr')).toBe('en');
  expect(await asked('en', 'studio_lang=ko')).toBe('ko');
  const refused = await request.get('/images/none', { headers: { 'Accept-Language': 'ko', Accept: 'text/html' } });
  expect(await refused.text()).toContain('찾을 수 없습니다');
  const program = await request.get('/v1/images/none', { headers: { 'Accept-Language': 'ko' } });
  expect(((await program.json()) as { title: string }).title).not.toMatch(/[가-힣]/);
});

test('the gallery speaks Korean', async ({ page, studio, trouble }) => {
  trouble.expect(/status of 409/);
  await studio.store('항구');
  await studio.store('산');
  await studio.reload();
  await show(page, '갤러리');
  const make = async (name: string): Promise<void> => {
    await gallery(page).getByRole('button', { name: '새 보드' }).click();
    await gallery(page).getByLabel('보드 이름', { exact: true }).fill(name);
    await page.keyboard.press('Enter');
  };
  await gallery(page).getByRole('button', { name: '필터' }).click();
  await expectKorean(page, 'the filters');
  await make('바다');
  await expect(gallery(page).getByText('아직 보드에 이미지가 없습니다.')).toBeVisible();
  await expectKorean(page, 'an empty board');
  await make('바다');
  await expect(gallery(page).getByRole('alert').filter({ hasText: '같은 이름의 보드가 이미 있습니다.' })).toBeVisible();
  await gallery(page).getByRole('button', { name: '취소' }).click();
  await gallery(page).getByRole('button', { name: '보드 삭제' }).click();
  await expectKorean(page, 'a board that is about to be deleted');
  await gallery(page).getByRole('link', { name: '모든 이미지' }).click();
  await gallery(page).getByRole('button', { name: '선택', exact: true }).click();
  await gallery(page).getByRole('button', { name: '전체 선택' }).click();
  await gallery(page).getByRole('button', { name: '보드에 추가' }).click();
  await expectKorean(page, 'selected pictures');
  await gallery(page).getByRole('group', { name: '보드에 추가' }).getByRole('button', { name: '바다' }).click();
  await expect(page.getByRole('status', { name: '메시지' })).toContainText('이미지 2장을 ‘바다’ 보드에 추가했습니다.');
  await gallery(page).getByRole('searchbox').fill('잠수함');
  await expect(gallery(page).getByText('조건에 맞는 이미지가 없습니다.')).toBeVisible();
  await expectKorean(page, 'nothing found');
});
