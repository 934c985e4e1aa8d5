/** The studio's page in the words of a person: what one does there, and where things are. */

import { expect, type Locator, type Page } from '@playwright/test';
import { landscape, type Size } from './pictures.ts';

export interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

type Tab = 'Tool' | 'Result' | 'Gallery';

export class Studio {
  readonly tool: Locator;
  readonly stage: Locator;
  readonly library: Locator;
  readonly queue: Locator;
  readonly prompt: Locator;
  readonly slider: Locator;
  readonly download: Locator;
  /** The message beside the picture. */
  readonly pictureError: Locator;
  readonly messages: Locator;

  constructor(readonly page: Page) {
    this.tool = page.getByRole('region', { name: 'Tool' });
    this.stage = page.getByRole('region', { name: 'Result' });
    this.library = page.getByRole('region', { name: 'Gallery' });
    this.prompt = this.tool.getByLabel('Prompt', { exact: true });
    this.queue = page.getByRole('list', { name: 'Queue' });
    this.slider = this.stage.getByRole('slider', { name: 'Comparison of before and after' });
    this.download = this.stage.getByRole('link', { name: 'Download', exact: true });
    this.pictureError = this.tool.getByRole('group', { name: 'Picture' }).getByRole('alert');
    this.messages = page.getByRole('status', { name: 'Messages' });
  }

  /** Goes to an address and waits until the page is alive: its last act in coming to life is to connect. */
  async open(path = '/'): Promise<void> {
    await this.becomesAlive(() => this.page.goto(path));
  }

  async reload(): Promise<void> {
    await this.becomesAlive(() => this.page.reload());
  }

  async becomesAlive(by: () => Promise<unknown>): Promise<void> {
    const connects = this.page.waitForEvent('websocket');
    await by();
    await connects;
  }

  /** Brings one of the three parts into view; on wide screens all are. */
  async show(tab: Tab): Promise<void> {
    const button = this.page.getByRole('tab', { name: tab });
    if (await button.isVisible()) await button.click();
  }

  /** Turns to one of the tools. */
  async use(tool: 'Generate' | 'Edit' | 'Upscale' | 'Style' | 'Cut out' | 'Separate'): Promise<void> {
    await this.show('Tool');
    await this.tool.getByRole('group', { name: 'Tool' }).getByText(tool, { exact: true }).click();
  }

  /** By way of the file dialogue. */
  async choose(upload: Upload): Promise<void> {
    await this.show('Tool');
    await this.page.locator('#picture').setInputFiles(upload);
  }

  async drop(upload: Upload): Promise<void> {
    const dataTransfer = await this.transfer(upload);
    const body = this.page.locator('body');
    await body.dispatchEvent('dragover', { dataTransfer });
    await expect(this.page.getByText('Drop the picture to use it')).toBeVisible();
    await body.dispatchEvent('drop', { dataTransfer });
  }

  async paste(upload: Upload): Promise<void> {
    const clipboardData = await this.transfer(upload);
    await this.page.evaluate((clipboardData) => {
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, clipboardData);
  }

  /** Waits until the chosen picture is on the server. */
  async expectStored(upload: Upload): Promise<void> {
    await expect(this.tool.getByText(upload.name)).toBeVisible();
    await expect(this.tool.getByRole('progressbar', { name: 'Uploading' })).toBeHidden();
  }

  async run(scale: 2 | 4): Promise<void> {
    await this.show('Tool');
    await this.tool.getByText(`×${scale}`, { exact: true }).click();
    await this.tool.getByRole('button', { name: 'Upscale' }).click();
  }

  /** Waits for the picture that comes of a task. */
  async expectResult({ width, height }: Size): Promise<void> {
    await expect(this.download).toBeVisible({ timeout: 60_000 });
    await expect(this.stage.getByRole('img', { name: `After, ${width} × ${height}` })).toBeVisible();
  }

  /** The whole way from a file to its result on the stage. */
  async upscale(size: Size, scale: 2 | 4, seed = 0): Promise<void> {
    await this.choose(picture(size, seed));
    await this.run(scale);
    await this.expectResult({ width: size.width * scale, height: size.height * scale });
  }

  /** Whole percent, 0 while it is not known. */
  async progress(): Promise<number> {
    const bar = this.stage.getByRole('progressbar');
    const value = await bar.getAttribute('aria-valuenow', { timeout: 10_000 });
    return Number(value ?? 0);
  }

  /** Waits for so many new pictures of a prompt. */
  async paint(prompt: string, pictures: 1 | 2 | 4 = 1): Promise<void> {
    await this.use('Generate');
    await this.prompt.fill(prompt);
    await this.tool.getByRole('group', { name: 'Pictures' }).getByText(String(pictures), { exact: true }).click();
    await this.tool.getByRole('button', { name: 'Generate' }).click();
    await expect(this.download).toBeVisible({ timeout: 60_000 });
    await expect(this.stage.getByText(prompt, { exact: true })).toBeVisible();
  }

  /** What the stage says of the picture under that name. */
  fact(name: string): Locator {
    const facts = this.stage.locator('dl.facts > div').filter({ has: this.page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
    return facts.locator('dd');
  }

  tiles(name: string | RegExp = ''): Locator {
    return this.library.getByRole('list', { name: 'Gallery' }).getByRole('listitem').filter({ has: this.page.getByRole('link', { name }) });
  }

  /** The link of a tile, which the keys of the gallery start from. */
  tileLink(name: string | RegExp): Locator {
    return this.library.getByRole('list', { name: 'Gallery' }).getByRole('link', { name });
  }

  /** Puts a picture into the gallery behind the page's back; it is there after a reload. */
  async store(title: string, seed = 0): Promise<string> {
    const headers = { Origin: new URL(this.page.url()).origin };
    const stored = await this.page.request.post('/v1/images', {
      headers: { ...headers, 'Content-Type': 'image/png' },
      data: landscape({ width: 32, height: 32 }, seed),
    });
    expect(stored.status()).toBe(201);
    const { id } = (await stored.json()) as { id: string };
    const named = await this.page.request.patch(`/v1/images/${id}`, { headers, data: { title } });
    expect(named.status()).toBe(200);
    return id;
  }

  /** A gallery of pictures with these titles, the last of them first. */
  async fill(...titles: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const [seed, title] of titles.entries()) ids.push(await this.store(title, seed));
    await this.reload();
    await this.show('Gallery');
    await expect(this.tiles()).toHaveCount(titles.length);
    return ids;
  }

  async openAccountMenu(): Promise<void> {
    await this.page.getByRole('button', { name: /^Account/ }).click();
  }

  /** From the sign-in or sign-up page to the studio. */
  async submitCredentials(button: 'Sign in' | 'Sign up', email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: button }).click();
  }

  private async transfer({ name, mimeType, buffer }: Upload) {
    return this.page.evaluateHandle(
      async ({ name, mimeType, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name, { type: mimeType }));
        return transfer;
      },
      { name, mimeType, base64: buffer.toString('base64') },
    );
  }
}

export function picture(size: Size, seed = 0): Upload {
  return { name: `evening-${seed}.png`, mimeType: 'image/png', buffer: landscape(size, seed) };
}
