/** The real program, on a port of its own, with a private database and pictures in a temporary folder. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { installModels } from './models.ts';

const root = resolve(import.meta.dirname, '../..');
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/studio');
const START_MS = 60_000;
const STOP_MS = 60_000;

/** Log lines that mean a defect, whatever the tests say: panics, errors, and Leptos's complaints about reactive misuse. */
const COMPLAINT = /panicked| ERROR |hydration|already been disposed|outside a reactive tracking context/;

export class Server {
  private process: ChildProcess | undefined;
  private port = 0;

  private constructor(
    readonly folder: string,
    private readonly log: string,
  ) {}

  /** `name` is the log's, in `artefacts/`. */
  static async start(name: string): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), 'studio-e2e-'));
    // Run by root, the database belongs to another user, who must get to it.
    chmodSync(folder, 0o755);
    const log = resolve(import.meta.dirname, '../artefacts', `${name}.log`);
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, '');
    installModels(root, join(folder, 'data/models'));
    const server = new Server(folder, log);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  /** Starts the program, after the first time on the same port. */
  async launch(): Promise<void> {
    const child = spawn(program, ['serve'], {
      cwd: root,
      env: {
        ...process.env,
        STUDIO_ADDR: `127.0.0.1:${this.port}`,
        STUDIO_DATA: this.dataFolder,
        DATABASE_URL: undefined,
        REDIS_URL: undefined,
        STUDIO_LIMIT_SIGN_UPS: '0',
        // The pictures of tests are alike, and the tests look at work in progress.
        STUDIO_CACHE: 'false',
        ORT_DYLIB_PATH: process.env.ORT_DYLIB_PATH ?? join(root, 'target/onnxruntime/libonnxruntime.so'),
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    const announced = new Promise<string>((announce, fail) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream! }).on('line', (line) => {
          appendFileSync(this.log, `${line}\n`);
          const address = /^CreativeAI Studio is at (http:\S+)/.exec(line)?.[1];
          if (address) announce(address);
        });
      }
      child.once('error', fail);
      child.once('exit', (code) => fail(new Error(`the server ended with ${code} instead of starting:\n${this.output()}`)));
      setTimeout(() => fail(new Error(`the server did not start within ${START_MS} ms:\n${this.output()}`)), START_MS).unref();
    });
    this.port = Number(new URL(await announced).port);
  }

  /** As a crash or a pulled plug would end it. */
  async kill(): Promise<void> {
    const ended = once(this.process!, 'exit');
    this.process!.kill('SIGKILL');
    await ended;
  }

  /** Ends it as an operator would and removes its folder. Throws when it does not end well, or complained while it ran. */
  async stop(): Promise<void> {
    const child = this.process!;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    }
    if (child.exitCode !== 0) {
      throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${this.output()}`);
    }
    // Run by root, the database is not in the data folder, which then says where it is.
    const elsewhere = join(this.dataFolder, 'postgres.location');
    if (existsSync(elsewhere)) rmSync(readFileSync(elsewhere, 'utf8').trim(), { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
    const complaints = this.output().split('\n').filter((line) => COMPLAINT.test(line));
    if (complaints.length > 0) throw new Error(`the server complained (${this.log}):\n${complaints.join('\n')}`);
  }

  private output(): string {
    return readFileSync(this.log, 'utf8');
  }
}
