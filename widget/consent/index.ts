// Entry of the consent chunk: the adapters, by the name a site owner writes as `consent`.
import type { Adapter } from './adapter.ts';
import { google } from './google.ts';
import { tcf } from './tcf.ts';

export type { Adapter, Said } from './adapter.ts';
export type AdapterName = 'tcf' | 'google';

export const adapters: Readonly<Record<AdapterName, Adapter>> = { tcf, google };
