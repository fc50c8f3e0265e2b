import type { GatewaysAnswer, Me, RidersAnswer, RoutesAnswer, Step } from '../contract/api.ts'
import type { Reattribution, RouteStretchesAnswer } from '../contract/evidence.ts'
import type { ErrorCode, Problem } from '../contract/problem.ts'

/** What the fleet answers with, and `unreachable` where it did not answer at all. */
export type FailureCode = ErrorCode | 'unreachable'

/** A request that failed. `code` is stable, so that the page can say in the reader's language what to do. */
export class ApiError extends Error {
  constructor(
    readonly code: FailureCode,
    readonly status: number,
    detail: string,
    readonly retryAfterS: number | null = null,
  ) {
    super(detail)
    this.name = 'ApiError'
  }
}

export interface RidersQuery {
  from: number
  to: number
  step: Step
  route?: string
}

export interface Api {
  me(): Promise<Me>
  routes(): Promise<RoutesAnswer>
  gateways(): Promise<GatewaysAnswer>
  riders(query: RidersQuery, signal?: AbortSignal): Promise<RidersAnswer>
  /** On which routes a gateway was within [from, to), ms since 1970. */
  stretches(gateway: string, range: { from: number; to: number }, signal?: AbortSignal): Promise<RouteStretchesAnswer>
  /** Tells on which route a gateway was in truth; how many minutes were moved. */
  reattribute(gateway: string, told: Reattribution): Promise<{ moved: number }>
  /** True: a second step is asked for. */
  signIn(email: string, password: string): Promise<boolean>
  /** The second step: the code of an app on a phone, or one of the codes kept for when it is lost. */
  confirm(code: string): Promise<void>
  signOut(): Promise<void>
}

/** Asks the fleet. What is answered is good; all else is thrown as ApiError. For `hc<SomeApi>(origin, { fetch: call })` too. */
export type Call = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What a typed client (`hc`) was answered with: problems are not among it, for `call` throws them. */
export async function said<R extends { json(): Promise<unknown> }>(
  answer: Promise<R>,
): Promise<Exclude<Awaited<ReturnType<R['json']>>, { type: string; title: string; detail: string }>> {
  return (await (await answer).json()) as Exclude<
    Awaited<ReturnType<R['json']>>,
    { type: string; title: string; detail: string }
  >
}

/** `onSignedOut` runs when the fleet no longer knows the session; not for what has to do with signing in. */
export function createCall(fetcher: typeof fetch, onSignedOut: () => void): Call {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('accept')) headers.set('accept', 'application/json')
    let response: Response
    try {
      response = await fetcher(input, { credentials: 'same-origin', ...init, headers })
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new ApiError('unreachable', 0, error instanceof Error ? error.message : String(error))
    }
    if (response.ok) return response
    const path = new URL(input instanceof Request ? input.url : input, 'http://fleet.invalid').pathname
    if (response.status === 401 && !path.startsWith('/api/auth/')) onSignedOut()
    throw await failure(response)
  }
}

/** The fleet's API on this page's own origin. */
export function createApi(call: Call): Api {
  async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    try {
      const response = await call(path, signal ? { signal } : {})
      return (await response.json()) as T
    } catch (error) {
      if (error instanceof SyntaxError) throw new ApiError('unavailable', 200, 'The answer was not JSON.')
      throw error
    }
  }

  const send = (method: 'POST' | 'PUT', path: string, body: unknown) =>
    call(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const post = (path: string, body: unknown) => send('POST', path, body)
  const routesOf = (gateway: string) => `/api/gateways/${encodeURIComponent(gateway)}/routes`

  return {
    me: () => get('/api/me'),
    routes: () => get('/api/routes'),
    gateways: () => get('/api/gateways'),
    riders: ({ from, to, step, route }, signal) => {
      const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), step })
      if (route !== undefined) query.set('route', route)
      return get(`/api/routes/riders?${query}`, signal)
    },
    stretches: (gateway, { from, to }, signal) => {
      const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
      return get(`${routesOf(gateway)}?${query}`, signal)
    },
    reattribute: async (gateway, told) => {
      const answer = await send('PUT', routesOf(gateway), told)
      return (await answer.json()) as { moved: number }
    },
    signIn: async (email, password) => {
      const answer = await post('/api/auth/sign-in/email', { email, password })
      const body = (await answer.json().catch(() => null)) as { twoFactorRedirect?: boolean } | null
      return body?.twoFactorRedirect === true
    },
    confirm: async (code) => {
      const kind = /^\d{6}$/.test(code) ? 'totp' : 'backup-code'
      await post(`/api/auth/two-factor/verify-${kind}`, { code })
    },
    signOut: async () => void (await post('/api/auth/sign-out', {})),
  }
}

const BY_STATUS: Record<number, ErrorCode> = {
  400: 'bad-request',
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  422: 'range-too-long',
  429: 'too-many',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

/** better-auth and proxies answer without a problem body, so the status is the fallback. */
async function failure(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null
  const code = typeof body?.type === 'string' && body.code ? (body.code as ErrorCode) : BY_STATUS[response.status]
  const wait = Number(response.headers.get('retry-after') ?? response.headers.get('x-retry-after') ?? Number.NaN)
  return new ApiError(
    code ?? 'internal',
    response.status,
    body?.detail ?? response.statusText,
    Number.isFinite(wait) && wait > 0 ? wait : null,
  )
}
