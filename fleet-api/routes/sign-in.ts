import type { Context } from 'hono'
import { AbordoError, type ErrorCode } from '../../contract/problem.ts'
import { PEER_HEADER } from '../auth.ts'
import type { FleetDeps, FleetEnv } from './context.ts'
import { peerOf } from './peer.ts'

const CODES: Record<number, ErrorCode> = {
  400: 'bad-request',
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  413: 'too-large',
  415: 'wrong-type',
  422: 'bad-request',
  429: 'too-many',
}

/** Hands a request to better-auth and answers what it refuses as all of Abordo's errors are answered. */
export async function signIn(deps: FleetDeps, c: Context<FleetEnv>): Promise<Response> {
  const headers = new Headers(c.req.raw.headers)
  headers.set(PEER_HEADER, peerOf(deps, c))
  const answer = await ask(deps, new Request(c.req.raw, { headers }))
  if (answer.status < 400) return answer
  const wait = answer.headers.get('x-retry-after')
  if (wait !== null) c.header('Retry-After', wait)
  throw refusal(answer.status, await messageOf(answer))
}

async function ask(deps: FleetDeps, request: Request): Promise<Response> {
  try {
    return await deps.auth.handler(request)
  } catch (thrown) {
    const status = statusOf(thrown)
    if (status === null || status >= 500) throw thrown
    throw refusal(status, thrown instanceof Error ? thrown.message : '')
  }
}

function refusal(status: number, message: string): AbordoError {
  return new AbordoError(CODES[status] ?? 'internal', message || undefined)
}

/** Of an error that better-auth threw on purpose. */
function statusOf(thrown: unknown): number | null {
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : null
  return typeof status === 'number' ? status : null
}

async function messageOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null)
  return body !== null && typeof body === 'object' && 'message' in body ? String(body.message) : ''
}
