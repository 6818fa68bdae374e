// The IAB's Transparency and Consent Framework, version 2.2, by its page API:
// https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework/blob/master/TCFv2/IAB%20Tech%20Lab%20-%20CMP%20API%20v2.md
import { lookUntil, type Adapter, type Said } from './adapter.ts';

/** What a consent tool hands to its listeners; only what is looked at here. */
interface TcData {
  readonly eventStatus?: 'tcloaded' | 'cmpuishown' | 'useractioncomplete';
  readonly gdprApplies?: boolean;
  readonly listenerId?: number;
  readonly purpose?: { readonly consents?: Readonly<Record<string, boolean>> };
}
type Api = (
  command: 'addEventListener' | 'removeEventListener',
  version: 2,
  callback: (data: TcData | null, success: boolean) => void,
  listenerId?: number,
) => void;

/** Purpose 1: "Store and/or access information on a device". */
const STORAGE = '1';

/** Undefined while it is not known: the visitor is still being asked, or the tool does not know yet whom the law is for. */
function said({ gdprApplies, eventStatus, purpose }: TcData): Said | undefined {
  if (gdprApplies === false) return 'granted';
  // While the banner is open again, what was said before still holds.
  if (eventStatus !== 'tcloaded' && eventStatus !== 'useractioncomplete') return undefined;
  return purpose?.consents?.[STORAGE] === true ? 'granted' : 'denied';
}

/**
 * Granted when the visitor consented to purpose 1, or when the GDPR does not apply; denied when they did not. The API
 * has no event for its own arrival, so it is looked for until it is there. Only on the page itself: a frame that would
 * have to ask its parent's tool stays pending.
 */
export const tcf: Adapter = (consent) => {
  let over = false;
  let before: Said | undefined;
  let listener: number | undefined;
  const api = (): Api | undefined => (window as { __tcfapi?: Api }).__tcfapi;

  // Of the tool of the moment: the stub that took the listener would only keep the call.
  const remove = (id: number): void => {
    try {
      api()?.('removeEventListener', 2, () => {}, id);
    } catch {
      // The tool's own trouble.
    }
  };
  const stop = lookUntil(() => {
    const listen = api();
    if (typeof listen !== 'function') return false;
    listen('addEventListener', 2, (data, success) => {
      if (!success || !data) return;
      listener = data.listenerId;
      // A stub calls back only once its tool has come, which may be after the end.
      if (over) return listener === undefined ? undefined : remove(listener);
      const now = said(data);
      if (now && now !== before) consent((before = now));
    });
    return true;
  });
  return () => {
    over = true;
    stop();
    if (listener !== undefined) remove(listener);
  };
};
