import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { BetterAuthPlugin, BetterAuthRateLimitStorage } from 'better-auth'
import { createAuthMiddleware } from 'better-auth/api'
import { bucket } from './limits.ts'
import { createAttempts } from './rules/attempts.ts'

const DEVICE = 'device'
const DEVICE_S = 180 * 86_400

/** Counts requests by address for better-auth, whose own count is one for all fleets of a process. In memory only. */
export function countByAddress(): BetterAuthRateLimitStorage {
  const buckets = new Map<string, ReturnType<typeof bucket>>()
  return {
    async consume(key, { max, window }) {
      const rule = `${max} in ${window} s`
      const counted = buckets.get(rule) ?? bucket({ points: max, seconds: window })
      buckets.set(rule, counted)
      const retryAfter = await counted.take(key)
      return { allowed: retryAfter === null, retryAfter }
    },
  }
}

/**
 * Limits sign-in by account, so that many addresses together cannot guess one password: ten attempts, then one a minute, whether there
 * is such an account or not. Nobody is locked out by it: a browser in which somebody has signed in to the account before has a count
 * of its own, by a cookie that only the fleet can make. (OWASP: device cookies.)
 */
export function limitByAccount(options: { secret: string; now: () => number }): BetterAuthPlugin {
  const attempts = createAttempts()

  const proofOf = (nonce: string, email: string) =>
    createHmac('sha256', options.secret).update(`device ${nonce} ${email}`).digest('base64url')

  /** The part of the cookie that names this browser, where it has signed in to this account before. */
  function deviceOf(cookie: string | null, email: string): string | null {
    const [nonce, proof] = (cookie ?? '').split('.')
    if (!nonce || !proof) return null
    const [given, expected] = [Buffer.from(proof), Buffer.from(proofOf(nonce, email))]
    return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : null
  }

  const keyOf = (email: string, device: string | null) => (device === null ? `account ${email}` : `device ${device}`)

  return {
    id: 'abordo-limit-by-account',
    async onRequest(request, ctx) {
      if (!request.url.includes('/sign-in/email')) return
      const email = await emailIn(request)
      if (email === null) return
      const cookie = cookieIn(request.headers, ctx.createAuthCookie(DEVICE).name)
      const wait = attempts.take(keyOf(email, deviceOf(cookie, email)), options.now())
      if (wait === null) return
      const headers = { 'X-Retry-After': String(wait), 'Retry-After': String(wait) }
      return { response: Response.json({ message: 'Too many attempts: wait a little.' }, { status: 429, headers }) }
    },
    hooks: {
      after: [
        {
          matcher: ({ path }) => path === '/sign-in/email',
          handler: createAuthMiddleware(async (ctx) => {
            const email: unknown = ctx.body?.email
            if (ctx.context.returned instanceof Error || typeof email !== 'string') return
            const address = email.toLowerCase()
            const made = ctx.context.createAuthCookie(DEVICE, { maxAge: DEVICE_S })
            const known = deviceOf(ctx.getCookie(made.name) ?? null, address)
            attempts.forget(keyOf(address, known))
            if (known !== null) return
            const nonce = randomBytes(16).toString('base64url')
            ctx.setCookie(made.name, `${nonce}.${proofOf(nonce, address)}`, made.attributes)
          }),
        },
      ],
    },
  }
}

/** In small letters, as better-auth reads it; null: there is none, and better-auth will say so. */
async function emailIn(request: Request): Promise<string | null> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null)
  const email = body !== null && typeof body === 'object' && 'email' in body ? body.email : null
  return typeof email === 'string' ? email.toLowerCase() : null
}

function cookieIn(headers: Headers, name: string): string | null {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}
