// What is known in Node of every answer while the campaign runs: what was tapped, what the browser confirmed, what the
// prompt showed, what the collector acknowledged, and which browser was killed when. Nothing here is guessed: what a
// page did not get to tell before it was killed did not happen.
import type { Note, Plan, Report, Said } from './agent.ts';
import type { AnswerValue } from '../../../server/contract/questions.ts';

/** One tap, or one state of the words. */
export interface Act {
  readonly question: string;
  readonly value: AnswerValue;
  readonly at: number;
  /** In IndexedDB, in the journal, on the collector's disk. */
  stored: boolean;
  journaled: boolean;
  acknowledged: boolean;
  /** What the prompt showed of it. */
  shown: Note | null;
}

type Confirmed = 'stored' | 'journaled' | 'acknowledged';

export interface Visit {
  readonly id: string;
  readonly profile: number;
  /** The device's clock, in milliseconds off the true time. */
  readonly clock: number;
  /** What it was going to say. A page that is killed may have said it without telling. */
  readonly plan: Plan;
  readonly acts: Act[];
  /** What collector and browser have confirmed of it; their word may come before the page's of the tap. */
  readonly confirmed: [as: Confirmed, said: Said][];
  /** The device had no room for it at some time since. */
  full: boolean;
  delivered: number | undefined;
}

/** One profile's days: everything that limits or explains what became of its answers. */
export interface Life {
  readonly kills: number[];
  /** Faults at work now; when the last one ended. */
  troubles: number;
  healed: number;
  full: boolean;
  /** When requests failed since the last receipt, page ends left out. */
  failing: number[];
  skewed: number;
}

export interface Figures {
  requests: number;
  hidden: number;
  pageEnds: number;
  mostFlying: number;
  /** Most failed requests of all a profile's pages in 60 s without a receipt; with right clocks, and with wrong ones. */
  mostFailing: number;
  mostFailingSkewed: number;
  mostIndexedDb: number;
  mostLocalStorage: number;
  mostRecords: number;
  /** Per reason the most that one request said were given up. */
  readonly lossesTold: Map<string, number>;
  readonly recoveries: number[];
  readonly broken: Map<string, number>;
}

export interface Ledger {
  readonly visits: ReadonlyMap<string, Visit>;
  readonly lives: readonly Life[];
  readonly figures: Figures;
  open(plan: Plan, profile: number, clock: number): void;
  /** A page of that profile has something to tell. */
  report(profile: number, report: Report): void;
  /** The collector answered a request. */
  answered(sent: string, reply: string): void;
  /** Something does not work for these profiles; returns its end. */
  trouble(profiles: readonly number[]): () => void;
  killed(profile: number): void;
  /** Visits with at least one tap. */
  answers(): number;
}

const MINUTE = 60_000;

export function createLedger(profiles: number): Ledger {
  const visits = new Map<string, Visit>();
  const lives = Array.from({ length: profiles }, (): Life => ({
    kills: [],
    troubles: 0,
    healed: 0,
    full: false,
    failing: [],
    skewed: -Infinity,
  }));
  const figures: Figures = {
    requests: 0,
    hidden: 0,
    pageEnds: 0,
    mostFlying: 0,
    mostFailing: 0,
    mostFailingSkewed: 0,
    mostIndexedDb: 0,
    mostLocalStorage: 0,
    mostRecords: 0,
    lossesTold: new Map(),
    recoveries: [],
    broken: new Map(),
  };
  let answers = 0;

  /** Marks what a snapshot holds: per question the value, and with it every earlier one that it replaced. */
  function mark(visit: Visit, as: Confirmed, said: Said): void {
    for (const [question, value] of Object.entries(said)) {
      const own = visit.acts.filter((act) => act.question === question);
      const last = own.findLastIndex((act) => act.value === value);
      for (const act of own.slice(0, last + 1)) act[as] = true;
    }
  }

  function confirm(visit: Visit, as: Confirmed, said: Said): void {
    visit.confirmed.push([as, said]);
    mark(visit, as, said);
  }

  const broke = (what: string): void => void figures.broken.set(what, (figures.broken.get(what) ?? 0) + 1);

  function note(visit: Visit, shown: Note | null): void {
    if (!shown) return;
    for (const act of visit.acts) act.shown = shown;
    // The prompt may say only what is so: the acknowledgement or the transaction came before its words.
    if (shown === 'sent' && !visit.acts.every((act) => act.acknowledged)) broke('the prompt said "sent" before it was');
    const kept = visit.acts.every((act) => act.stored || act.acknowledged);
    if (shown === 'saved' && !kept) broke('the prompt said "saved" before it was');
  }

  function request(life: Life, { end, hidden, flying, skewed }: Extract<Report, { do: 'request' }>): void {
    if (skewed) life.skewed = Date.now();
    figures.requests++;
    if (hidden) figures.hidden++;
    if (end) figures.pageEnds++;
    else figures.mostFlying = Math.max(figures.mostFlying, flying);
  }

  function failed(life: Life): void {
    const now = Date.now();
    life.failing = [...life.failing.filter((at) => at > now - MINUTE), now];
    const most = now - life.skewed < MINUTE ? 'mostFailingSkewed' : 'mostFailing';
    figures[most] = Math.max(figures[most], life.failing.length);
  }

  function report(profile: number, told: Report): void {
    const life = lives[profile]!;
    switch (told.do) {
      case 'request':
        return request(life, told);
      case 'outcome':
        if (told.receipt) life.failing = [];
        else if (!told.end) failed(life);
        return;
      case 'broke':
        return broke(told.what);
    }
    const visit = visits.get(told.visit);
    if (!visit) return broke(`an answer of nobody: ${told.visit}`);
    switch (told.do) {
      case 'tap': {
        if (!visit.acts.length) answers++;
        visit.full ||= life.full;
        const { question, value } = told;
        const unknown = { stored: false, journaled: false, acknowledged: false, shown: null };
        visit.acts.push({ question, value, at: Date.now(), ...unknown });
        for (const [as, said] of visit.confirmed) mark(visit, as, said);
        return;
      }
      case 'put':
        return confirm(visit, 'stored', told.said);
      case 'journal':
        return confirm(visit, 'journaled', told.said);
      case 'note':
        return note(visit, told.note);
    }
  }

  function answered(sent: string, reply: string): void {
    const { d, loss = {} } = JSON.parse(sent) as {
      loss?: Record<string, number>;
      d: { rid: string; rev: number; x: { at?: { visit?: string } }; q: Record<string, { v: AnswerValue | null }> }[];
    };
    const { r } = JSON.parse(reply) as { r: { rid: string; rev: number; s: string }[] };
    for (const [reason, count] of Object.entries(loss)) {
      figures.lossesTold.set(reason, Math.max(figures.lossesTold.get(reason) ?? 0, count));
    }
    for (const { rid, rev, x, q } of d) {
      const verdict = r.find((one) => one.rid === rid && one.rev === rev);
      if (verdict && verdict.s !== 'ok' && verdict.s !== 'dup') broke(`verdict ${verdict.s}`);
      const visit = visits.get(x.at?.visit ?? '');
      if (!visit || !verdict) continue;
      confirm(visit, 'acknowledged', Object.fromEntries(Object.entries(q).map(([question, { v }]) => [question, v])));
      delivered(visit);
    }
  }

  /** The first time only: how long it took since nothing stood in its way. */
  function delivered(visit: Visit): void {
    if (visit.delivered !== undefined) return;
    visit.delivered = Date.now();
    const { troubles, healed } = lives[visit.profile]!;
    const tapped = visit.acts[0]?.at ?? Infinity;
    if (!troubles && tapped < healed) figures.recoveries.push(visit.delivered - healed);
  }

  return {
    visits,
    lives,
    figures,
    answers: () => answers,
    open(plan, profile, clock) {
      const id = plan.visit;
      visits.set(id, {
        id,
        profile,
        clock,
        plan,
        acts: [],
        confirmed: [],
        full: lives[profile]!.full,
        delivered: undefined,
      });
    },
    report,
    answered,
    trouble(hit) {
      for (const index of hit) lives[index]!.troubles++;
      return () => {
        for (const index of hit) {
          const life = lives[index]!;
          life.troubles--;
          if (!life.troubles) life.healed = Date.now();
        }
      };
    },
    killed: (profile) => void lives[profile]!.kills.push(Date.now()),
  };
}
