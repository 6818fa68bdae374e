// A listening collector, and raw sockets to it: for what no HTTP client would send.
import { request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Refusal } from '../../server/contract/api.ts';
import type { TestCollector } from './collector.ts';

export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Refusal;
  /** Did the server end the connection? */
  readonly closed: boolean;
}

export async function listen({ app }: TestCollector): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port; // it listens on TCP
}

/**
 * Sends `head` as it is, then one of `drip` every 20 ms, until the server ends the connection or, with a
 * Content-Length that has been read in full, for a moment longer to see whether it does.
 */
export function raw(port: number, head: string | Buffer, drip?: string): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(head));
    const timer = drip === undefined ? undefined : setInterval(() => socket.write(drip), 20);
    let text = '';
    let waiting: NodeJS.Timeout | undefined;
    const finish = (closed: boolean): void => {
      clearInterval(timer);
      clearTimeout(waiting);
      socket.destroy();
      const [start = '', body = ''] = text.split('\r\n\r\n', 2);
      const [first = '', ...lines] = start.split('\r\n');
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      try {
        resolve({ status: Number(first.split(' ')[1]), headers, json: JSON.parse(body) as Refusal, closed });
      } catch {
        reject(new Error(`No answer that can be read: ${JSON.stringify(text)}`));
      }
    };
    socket.on('data', (data) => {
      text += data.toString('latin1');
      clearInterval(timer);
      clearTimeout(waiting);
      waiting = setTimeout(() => finish(false), 300);
    });
    socket.on('close', () => finish(true));
    socket.on('error', () => undefined); // a reset after the answer; `close` follows
  });
}

/** A proper request by Node's own client, body and headers as they are given. */
export function send(
  port: number,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; json: Refusal }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/c/v1/s', headers }, (response) => {
      let text = '';
      response.on('data', (data) => (text += String(data)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) as Refusal }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
