// The overlay as it is read: every survey with its first reason, its rules folded below; the queue; the installation.
import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals';
import { Component, type ComponentChildren } from 'preact';
import type { Explanation, Readout, Rule } from './explanation.ts';

/** Takes the overlay away without a word where it cannot be drawn: nothing of ours is thrown into a page. */
export class Boundary extends Component<{ onError: () => void; children: ComponentChildren }, { failed?: true }> {
  override componentDidCatch(): void {
    this.setState({ failed: true });
    this.props.onError();
  }
  override render(): ComponentChildren {
    return this.state.failed ? null : this.props.children;
  }
}

/** In the reader's own zone and manner; a moment beyond the calendar is none. */
function When({ says, at }: { says: string; at: number | undefined }) {
  const moment = new Date(at ?? NaN);
  if (Number.isNaN(moment.getTime())) return null;
  return (
    <>
      {`, ${says} `}
      <time dateTime={moment.toISOString()}>{moment.toLocaleString()}</time>
    </>
  );
}

/** What a rule's `at` is: a wait ends then, the queue is only tried again. */
const says = ({ rule }: Rule): string => (rule === 'queue' ? 'tried again' : 'until');

function Rules({ rules }: { rules: readonly Rule[] }) {
  return (
    <ul>
      {rules.map((one) => (
        <li key={one.rule} class={one.pass ? 'yes' : 'no'}>
          <span role="img" aria-label={one.pass ? 'passes' : 'fails'}>
            {one.pass ? '✓' : '✗'}
          </span>{' '}
          <span>
            {`${one.rule}: ${one.reason}`}
            <When says={says(one)} at={one.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

interface SurveyProps {
  readonly id: string;
  readonly explanation: Explanation;
  readonly preview: (survey: string) => void;
}

function Survey({ id, explanation: { survey, eligible, rules }, preview }: SurveyProps) {
  const first = rules.find(({ pass }) => !pass);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{survey || 'Surveys'}</h2>
      <p class={eligible ? 'yes' : 'no'}>
        {eligible ? 'would be shown at its touchpoint' : `is not shown: ${first?.reason ?? 'no reason is known'}`}
        <When says="until" at={first?.at} />
      </p>
      <details>
        <summary>{`${rules.filter(({ pass }) => pass).length} of ${rules.length} rules pass`}</summary>
        <Rules rules={rules} />
      </details>
      {survey && (
        <button type="button" aria-describedby={id} onClick={() => preview(survey)}>
          Show it here (nothing is kept or sent)
        </button>
      )}
    </section>
  );
}

/** What the badge says, which is all there is to see of a folded overlay. */
function inShort(readout: Readout | undefined): string {
  if (!readout) return 'looking …';
  const { surveys, queue } = readout;
  const known = surveys.filter(({ survey }) => survey);
  const shown = known.filter(({ eligible }) => eligible).length;
  const asks = known.length ? `${shown} of ${known.length} would be shown` : 'nothing to show';
  return queue.every(({ pass }) => pass) ? asks : `${asks}, answers wait`;
}

export interface PanelProps {
  /** Undefined until the first look. */
  readonly readout: ReadonlySignal<Readout | undefined>;
  readonly preview: (survey: string) => void;
  readonly close: () => void;
}

export function Panel({ readout, preview, close }: PanelProps) {
  const folded = useSignal(false);
  const short = useComputed(() => inShort(readout.value));
  const { surveys = [], queue = [], facts = {} } = readout.value ?? {};
  return (
    <aside aria-label="Asklet: what is asked here, and why not">
      <header>
        <button type="button" aria-expanded={!folded.value} onClick={() => (folded.value = !folded.value)}>
          <b>Asklet</b> <span>{short}</span>
        </button>
        <button type="button" hidden={folded} aria-label="Close" onClick={close}>
          ×
        </button>
      </header>
      <div hidden={folded}>
        {surveys.map((one, i) => (
          <Survey key={one.survey} id={`survey-${i}`} explanation={one} preview={preview} />
        ))}
        {queue.length > 0 && (
          <section aria-labelledby="answers">
            <h2 id="answers">Answers</h2>
            <Rules rules={queue} />
          </section>
        )}
        <section aria-labelledby="installation">
          <h2 id="installation">Installation</h2>
          <dl>
            {Object.entries(facts).map(([name, fact]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{fact}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </aside>
  );
}
