import { Resolver } from 'node:dns/promises'
import http from 'node:http'
import { connect } from 'node:net'

// What the trial's phone does, from its own network namespace: what any phone does to get online, over the air's side of the gateway.

/** An address that no network has (RFC 5737), reached by nothing but the firewall's redirect. */
const NOWHERE = '192.0.2.80'
const TIMEOUT_MS = 4000
const MOST_OCTETS = 200_000

export interface PhoneAsk {
  gateway: string
  /** The portal's host name, or the gateway's address. */
  host: string
  /** Whether the gateway answers names by itself. */
  names: boolean
  /** A host beyond the uplink that answers by TCP; null: none is known. */
  beyond: { host: string; port: number } | null
}

/** What the phone does, part by part. Each returns what went wrong, in one plain line; null: all is well. */
export const PHONE_PARTS = { enter, pass, leave } satisfies Record<string, (ask: PhoneAsk) => Promise<string | null>>
export type PhonePart = keyof typeof PHONE_PARTS

/** From the first probe to the accepted terms. */
async function enter({ gateway, host, names, beyond }: PhoneAsk): Promise<string | null> {
  if (await reaches(beyond)) return 'a phone gets past the portal without a session'
  if (names && !(await answersNames(gateway))) return 'no name is looked up for a phone'
  const led = await ask({ address: NOWHERE, host: 'phone.invalid', path: '/', method: 'GET' })
  if (led?.status !== 302) return `a phone that is not online is not led to the portal (${told(led)})`
  const page = await ask({ address: gateway, host, path: '/', method: 'GET' })
  if (page?.status !== 200) return `the portal does not show its page (${told(page)})`
  const terms = /name="terms" value="([^"]+)"/.exec(page.body)?.[1]
  if (terms === undefined) return 'the portal shows no terms to accept'
  const body = new URLSearchParams({ terms }).toString()
  const accepted = await ask({ address: gateway, host, path: '/session', method: 'POST', body })
  return accepted?.status === 303 ? null : `the portal lets nobody in (${told(accepted)})`
}

async function pass({ beyond }: PhoneAsk): Promise<string | null> {
  return beyond === null || (await reaches(beyond)) ? null : 'a phone with a session gets nowhere'
}

async function leave({ gateway, host, beyond }: PhoneAsk): Promise<string | null> {
  const left = await ask({ address: gateway, host, path: '/session/end', method: 'POST', body: '' })
  if (left?.status !== 303) return `the portal ends no session (${told(left)})`
  return (await reaches(beyond)) ? 'a phone gets past the portal after its session' : null
}

function reaches(beyond: PhoneAsk['beyond']): Promise<boolean> {
  return new Promise((resolve) => {
    if (beyond === null) return resolve(false)
    const socket = connect({ ...beyond, timeout: TIMEOUT_MS })
    const end = (reached: boolean) => {
      socket.destroy()
      resolve(reached)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
    socket.on('timeout', () => end(false))
  })
}

/** Any answer is one: the gateway's resolver works, whether or not there is an uplink. */
async function answersNames(gateway: string): Promise<boolean> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 })
  resolver.setServers([gateway])
  try {
    await resolver.resolve4('phone.invalid')
    return true
  } catch (error) {
    return ['ENOTFOUND', 'ENODATA', 'ESERVFAIL', 'EREFUSED'].includes(String((error as NodeJS.ErrnoException).code))
  }
}

interface Request {
  address: string
  host: string
  path: string
  method: 'GET' | 'POST'
  body?: string
}

interface Reply {
  status: number
  body: string
}

const told = (reply: Reply | null) => (reply === null ? 'no answer' : `status ${reply.status}`)

function ask({ address, host, path, method, body = '' }: Request): Promise<Reply | null> {
  return new Promise((resolve) => {
    const headers = {
      Host: host,
      ...(method === 'POST' && {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': String(Buffer.byteLength(body)),
      }),
    }
    const request = http.request({ host: address, port: 80, path, method, headers, agent: false, timeout: TIMEOUT_MS })
    request.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        text += piece
        if (text.length > MOST_OCTETS) request.destroy()
      })
      answer.on('close', () => resolve({ status: answer.statusCode ?? 0, body: text }))
    })
    request.on('error', () => resolve(null))
    request.on('timeout', () => request.destroy(new Error('too slow')))
    request.end(body)
  })
}
