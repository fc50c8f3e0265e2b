import { createHmac } from 'node:crypto'
import type { TestFleet } from './fleet.ts'

/** A browser on the dashboard's own pages: it keeps cookies, and has an address of its own. */
export interface Browser {
  readonly cookies: Map<string, string>
  ask(method: string, path: string, body?: unknown): Promise<Response>
  /** Asks better-auth, such as `auth('sign-out')`. */
  auth(path: string, body?: unknown): Promise<Response>
  signIn(email: string, password: string): Promise<Response>
}

let addresses = 0

/** What the server knows of a connection from an address that nobody else has: limits by address tell them apart. */
export function freshPeer() {
  addresses += 1
  return { incoming: { socket: { remoteAddress: `10.1.${addresses >> 8}.${addresses & 255}` } } }
}

export function aBrowser(fleet: TestFleet, origin = 'http://localhost:8080'): Browser {
  const peer = freshPeer()
  const cookies = new Map<string, string>()
  const ask: Browser['ask'] = async (method, path, body) => {
    const headers = {
      host: new URL(origin).host,
      origin,
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
    const answer = await fleet.app.request(`${origin}${path}`, init, peer)
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  const auth: Browser['auth'] = (path, body = {}) => ask('POST', `/api/auth/${path}`, body)
  return { cookies, ask, auth, signIn: (email, password) => auth('sign-in/email', { email, password }) }
}

/** The code that an app on a phone shows now, by RFC 6238, for the address in the QR code. */
export function codeOf(totpUri: string): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? ''
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', fromBase32(secret)).update(message).digest()
  const at = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2)))
}
