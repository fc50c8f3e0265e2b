import { gzipSync } from 'node:zlib'
import type { z } from 'zod'
import { TooLong, textAtMost } from './fetch-text.ts'

/** Where the fleet is, and the credential that it knows this gateway by. */
export interface FleetAddress {
  fleetUrl: string
  credential: string
  fetch?: typeof fetch | undefined
}

/** The fleet was reached, and gave no usable answer: it will not a minute later either. */
export class FleetRefusal extends Error {}

export interface Question extends RequestInit {
  /** What is asked for, as an error says it: `the certificate`. */
  what: string
  /** Of the answer, unpacked: a longer one is not read to its end. */
  mostOctets: number
  /** To the last octet of the answer. */
  timeoutMs: number
  /** The version that the gateway has; the fleet answers 304 where it has no other. */
  held?: string | number | null
}

/** One request to the fleet under this gateway’s credential. Follows no redirect. Rejects where there is no answer in time. */
export function sendToFleet(
  { fleetUrl, credential, fetch: by = fetch }: FleetAddress,
  path: string,
  timeoutMs: number,
  init: RequestInit = {},
): Promise<Response> {
  return by(`${fleetUrl}${path}`, {
    ...init,
    headers: { ...init.headers, Authorization: `Bearer ${credential}` },
    signal: AbortSignal.timeout(timeoutMs),
    redirect: 'error',
  })
}

/** Makes a request one that brings this JSON, packed. */
export function bringing(json: string): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    body: gzipSync(json),
  }
}

/**
 * Asks the fleet for something: its answer of status 2xx, or 304 to a version that is held. Throws FleetRefusal, in words, where it is an
 * error or too long, and whatever `fetch` does where there is none in time.
 */
export async function askFleet(
  fleet: FleetAddress,
  path: string,
  { what, mostOctets, timeoutMs, held = null, ...init }: Question,
): Promise<{ status: number; text: string }> {
  const headers = { ...init.headers, ...(held !== null && { 'If-None-Match': `"${held}"` }) }
  const answer = await sendToFleet(fleet, path, timeoutMs, { ...init, headers })
  const { status } = answer
  if (!answer.ok && (status !== 304 || held === null))
    throw new FleetRefusal(`the fleet answered ${status} when asked for ${what}`)
  try {
    return { status, text: await textAtMost(answer, mostOctets) }
  } catch (error) {
    throw error instanceof TooLong ? new FleetRefusal(`${what} is too large to be one`) : error
  }
}

/** JSON by its schema. Throws with the first thing that is wrong with it, in one line. A value that the schema refuses is not told: it may be secret. */
export function readAs<S extends z.ZodType>(schema: S, name: string, json: string): z.infer<S> {
  const parsed = schema.safeParse(JSON.parse(json))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(`${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}
