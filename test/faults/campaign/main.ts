// The campaign: customers answer on real browsers while everything around them fails, and in the end every answer the
// prompt had shown as saved or sent is in the store, once, with its last value.
//
//   npm run build && node test/faults/campaign/main.ts --answers 2000 --faults 200 [--seed N] [--minutes M]
//
// The seed repeats the choices, not the moments: those are the machine's. What cannot be injected here: power loss (the
// kernel survives, so what was written survives), other engines (Playwright drives Chromium alone this way), a phone
// that discards pages, real DNS and radio failures (offline is Chromium's own switch), eviction by the browser, Safari's
// seven days. Answers that park the delivery for minutes to hours (401, 403, 404) are left to the unit tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge } from './check.ts';
import { openShop } from './customers.ts';
import { createInjector, startCollectorProcess } from './faults.ts';
import { createLedger } from './ledger.ts';
import { createProfile, type Profile } from './profile.ts';
import { startProxy } from './proxy.ts';
import { randomFrom } from './random.ts';
import { askNobody, recover } from './recovery.ts';
import { limits, TABS, table } from './table.ts';
import { watch } from './watch.ts';

const PROFILES = 3;
const MINUTE = 60_000;

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const wanted = { answers: Number(values.answers), faults: Number(values.faults) };
const seed = Number(values.seed);
const deadline = Date.now() + Number(values.minutes) * MINUTE;

/** What was made and must go, the latest first. */
const undo: (() => unknown)[] = [];
let cleaned: Promise<void> | undefined;
async function cleanUp(): Promise<void> {
  for (let step; (step = undo.pop());) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
    }
  }
}
/** Browsers are in process groups of their own and would outlive us. npm passes a Ctrl-C on that we get as well. */
const leave = (code: number): void => void (cleaned ??= cleanUp().finally(() => process.exit(code)));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => leave(130));
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack}\n`);
  leave(1);
});

async function campaign(): Promise<boolean> {
  const start = Date.now();
  const random = randomFrom(seed);
  const ledger = createLedger(PROFILES);
  const hits = new Map<string, number>();
  process.stdout.write(`seed ${seed}: ${wanted.answers} answers, ${wanted.faults} faults\n`);

  const dataDir = mkdtempSync(join(tmpdir(), 'asklet-campaign-data-'));
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const databaseUrl = `sqlite:${join(dataDir, 'asklet.db')}`;
  const starting = startCollectorProcess(dataDir);
  undo.push(async () => (await starting).stop('SIGKILL'));
  const collector = await starting;
  const shop = await fetch(`${collector.url}/shop/index.html`);
  if (!shop.ok) throw new Error('No shop to answer in: npm run build first.');
  const profiles: Profile[] = [];
  for (let index = 0; index < PROFILES; index++) {
    const proxy = await startProxy({
      target: collector.url,
      random: random.fork(),
      answered: ledger.answered,
      hit: (trouble) => hits.set(trouble, (hits.get(trouble) ?? 0) + 1),
    });
    undo.push(proxy.close);
    const profile = createProfile(
      index,
      proxy,
      (report) => ledger.report(index, report),
      () => ledger.killed(index),
    );
    undo.push(profile.remove);
    profiles.push(profile);
    await profile.start();
  }

  const injector = createInjector({ profiles: profiles as [Profile, ...Profile[]], collector, ledger, random });
  const customers = openShop(profiles, TABS, ledger, random.fork());
  const measuring = watch(profiles, ledger.figures);
  const done = (): boolean => ledger.answers() >= wanted.answers && injector.count() >= wanted.faults;
  for (let told = Date.now(); !done() && Date.now() < deadline; await sleep(200)) {
    // Spread over the answers, and going on after the last of them.
    const share = Math.min(1, (ledger.answers() + 1) / wanted.answers);
    if (injector.count() < wanted.faults * share) injector.inject();
    if (Date.now() - told > MINUTE) {
      told = Date.now();
      process.stdout.write(`${ledger.answers()} answers, ${injector.count()} faults\n`);
    }
  }
  const finished = done();
  process.stdout.write(`${ledger.answers()} answers, ${injector.count()} faults; now in peace\n`);

  await Promise.all([customers.stop(), injector.calm()]);
  await measuring.stop();
  // The battery goes out everywhere, and when the lights are on again nobody is asked anything.
  for (const profile of profiles) await profile.kill();
  await collector.kill();
  await askNobody(databaseUrl);
  await collector.start();
  const recovery = await recover(profiles);
  for (const profile of profiles) await profile.kill();
  await collector.stop('SIGTERM');

  const judgement = await judge(databaseUrl, ledger.visits.values(), ledger.lives);
  const violations = [...judgement.violations, ...recovery.violations, ...limits(ledger.figures)];
  if (!finished) violations.push(`stopped after ${values.minutes} minutes, before all was done`);
  const minutes = (Date.now() - start) / MINUTE;
  process.stdout.write(
    table({
      seed,
      minutes,
      ledger,
      injected: injector.injected,
      hits,
      outcomes: customers.outcomes,
      judgement,
      recovery,
    }),
  );
  for (const violation of violations) process.stdout.write(`VIOLATION ${violation}\n`);
  return violations.length === 0;
}

try {
  leave((await campaign()) ? 0 : 1);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  leave(1);
}
