// Every error of the private API as application/problem+json (RFC 9457). Status, title and code are decided here only.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError, Problem } from '../contract/api.ts';
import { StoreError } from '../store/errors.ts';

const KINDS = {
  bad_request: [400, 'The request cannot be read'],
  not_authenticated: [401, 'Who are you?'],
  missing_scope: [403, 'This token may not do that'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Not this method'],
  too_large: [413, 'Too large'],
  unsupported_media_type: [415, 'Not this kind of content'],
  validation_failed: [422, 'Some fields need attention'],
  cursor_mismatch: [422, 'This cursor belongs to another list'],
  internal: [500, 'Something went wrong here'],
  overloaded: [503, 'Busy'],
} as const satisfies Record<string, readonly [status: number, title: string]>;
export type ProblemCode = keyof typeof KINDS;

/** Thrown anywhere below a route; becomes the reply. The message is the problem's `detail`: one sentence for a person. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;

  constructor(code: ProblemCode, detail: string, errors?: readonly FieldError[]) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

/** One or more query parameters that cannot be used. */
export function invalid(errors: readonly FieldError[]): ProblemError {
  const count = errors.length === 1 ? 'One parameter is' : `${errors.length} parameters are`;
  return new ProblemError('validation_failed', `${count} not valid.`, errors);
}

/** Answers with the problem. What is not ours to explain is logged under the request's id and said to be internal. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, cause: unknown): FastifyReply {
  const error = cause instanceof ProblemError ? cause : translate(request, cause);
  const [status, title] = KINDS[error.code];
  const problem: Problem = {
    type: `urn:asklet:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    instance: request.url.split('?', 1)[0]!,
    requestId: request.id,
    ...(error.errors ? { errors: error.errors } : {}),
  };
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="asklet"');
  if (status === 503) void reply.header('Retry-After', '5');
  // Serialised here, so that no schema of a reply can take members away.
  return reply
    .code(status)
    .header('Cache-Control', 'private, no-store')
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

function translate(request: FastifyRequest, cause: unknown): ProblemError {
  if (cause instanceof StoreError) {
    request.log.error(cause);
    return new ProblemError('overloaded', 'The database cannot be used right now; try again in a few seconds.');
  }
  const status = cause instanceof Error && 'statusCode' in cause ? Number(cause.statusCode) : 500;
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (status === 413) return new ProblemError('too_large', detail);
  if (status === 415) return new ProblemError('unsupported_media_type', detail);
  if (status >= 400 && status < 500) return new ProblemError('bad_request', detail);
  request.log.error(cause);
  return new ProblemError('internal', `An unexpected error; the log names it under ${request.id}.`);
}
