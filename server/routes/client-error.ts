// Answers to what never became a request of the application's: broken HTTP, too large a header, a body that does not
// arrive in time, an expectation nobody can meet.
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { refuse } from '../ingest/ingest.ts';
import { PUBLIC_HEADERS } from './public.ts';

const KINDS: Readonly<Record<string, readonly [status: number, code: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'header'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'timeout'],
};

/**
 * There is no path to go by any more, so everyone gets what the widget needs: JSON, and CORS headers to be allowed to
 * read it. The connection ends, for nobody knows where in it the next request would begin.
 */
export function clientErrorHandler(clock: () => number) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, code] = KINDS[error.code ?? ''] ?? [400, 'http'];
    const { body } = refuse(status, code, clock());
    const headers = headersOf(body);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
    socket.destroySoon();
  };
}

/** For `checkExpectation`: an Expect header other than 100-continue, which Node would answer with bare headers. */
export function expectationHandler(clock: () => number) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    const { status, body } = refuse(417, 'expect', clock());
    response.writeHead(status, headersOf(body)).end(body);
  };
}

function headersOf(body: string): Readonly<Record<string, string>> {
  return {
    ...PUBLIC_HEADERS,
    'X-Request-Id': `req_${randomBytes(10).toString('hex')}`,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
}
