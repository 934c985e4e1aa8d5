/** The server is killed in the middle of a task. It has a server and a database of its own. */

import { expect, test } from '../support/fixtures.ts';
import { Server } from '../support/server.ts';
import { picture, Studio } from '../support/studio.ts';

test('a task survives the death of the server, and the page comes back by itself', async ({ newPerson, trouble }) => {
  test.setTimeout(180_000);
  trouble.allow(/WebSocket connection/, /ERR_CONNECTION_REFUSED/, /ERR_INCOMPLETE_CHUNKED_ENCODING/);
  const server = await Server.start('restart');
  try {
    const studio: Studio = await newPerson({ baseURL: server.url });
    await studio.open();
    await studio.choose(picture({ width: 1200, height: 900 }));
    await studio.run(4);
    await expect.poll(() => studio.progress()).toBeGreaterThan(0);

    await server.kill();
    await expect(studio.page.getByText(/Connection lost\.|Connecting…/)).toBeVisible();
    await server.launch();
    await expect(studio.page.getByText(/Connection lost\.|Connecting…/)).toBeHidden({ timeout: 45_000 });
    await studio.expectResult({ width: 4800, height: 3600 });
    await expect(studio.tiles(/^Result/)).toHaveCount(1);
  } finally {
    await server.stop();
  }
});
