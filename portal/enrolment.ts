import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { credentialAnswerSchema, type EnrolAnswer, enrolAnswerSchema } from '../contract/enrolment.ts'
import { AbordoError, ERRORS, type ErrorCode, problemSchema } from '../contract/problem.ts'
import { writeDurably } from './durable-file.ts'
import { jsonOf, textAtMost } from './fetch-text.ts'
import { askFleet, type FleetAddress, readAs } from './fleet-ask.ts'

const TIMEOUT_MS = 20_000
/** Of an answer: it holds a credential, or says why there is none. */
const MOST_OCTETS = 64_000

const enrolmentSchema = enrolAnswerSchema.extend({ fleetUrl: z.url() })
export type Enrolment = z.infer<typeof enrolmentSchema>

/** What this gateway was given at enrolment, kept in a file of its own so that a damaged database does not cost it. Null: not enrolled. */
export function readEnrolment(dataDir: string): Enrolment | null {
  let text: string
  try {
    text = readFileSync(join(dataDir, 'enrolment.json'), 'utf8')
  } catch {
    return null
  }
  const enrolment = parseEnrolment(text)
  if (enrolment === null) throw new Error(`enrolment.json in ${dataDir} is damaged: enrol this gateway again`)
  return enrolment
}

/** The enrolment as its file has it; null: it is none. Throws where the text is no JSON. */
export function parseEnrolment(text: string): Enrolment | null {
  return enrolmentSchema.safeParse(JSON.parse(text)).data ?? null
}

/** The enrolment, or null where there is none that can be used, which is logged: riders get online without a fleet too. */
export function enrolmentOf(dataDir: string, log: (message: string, error?: unknown) => void): Enrolment | null {
  try {
    return readEnrolment(dataDir)
  } catch (error) {
    log('enrolment.json cannot be used: enrol this gateway again', error)
    return null
  }
}

/** Writes the enrolment whole or not at all, readable by the portal's user only. */
export function writeEnrolment(dataDir: string, enrolment: Enrolment): void {
  mkdirSync(dataDir, { recursive: true })
  writeDurably(join(dataDir, 'enrolment.json'), `${JSON.stringify(enrolment, null, 2)}\n`, 0o600)
}

/** Trades a one-time code for this gateway's credential. Throws AbordoError with the fleet's words. */
export async function enrol(fleetUrl: string, code: string, software: string): Promise<EnrolAnswer> {
  let answer: Response
  try {
    answer = await fetch(`${fleetUrl}/v1/enrol`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code, software }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
  } catch (error) {
    throw new AbordoError(
      'unavailable',
      `There is no answer from ${fleetUrl}: check the address and this gateway's uplink.`,
      { cause: error },
    )
  }
  const body = jsonOf(await textAtMost(answer, MOST_OCTETS).catch(() => ''))
  if (answer.ok) {
    const parsed = enrolAnswerSchema.safeParse(body)
    if (parsed.success) return parsed.data
    throw new AbordoError('unavailable', `What answers at ${fleetUrl} is not an Abordo fleet: check the address.`)
  }
  const problem = problemSchema.safeParse(body)
  if (problem.success && Object.hasOwn(ERRORS, problem.data.code))
    throw new AbordoError(problem.data.code as ErrorCode, problem.data.detail)
  throw new AbordoError('unavailable', `${fleetUrl} answered ${answer.status}: check the address.`)
}

/**
 * Trades this gateway's credential for another. The old one is good until the new one is first used, so an answer that is lost on
 * the way, or a disk that will not keep it, locks nobody out. Throws where there is no usable answer.
 */
export async function renewCredential(fleet: FleetAddress): Promise<string> {
  const { text } = await askFleet(fleet, '/v1/credential', {
    what: 'another credential',
    method: 'POST',
    mostOctets: MOST_OCTETS,
    timeoutMs: TIMEOUT_MS,
  })
  return readAs(credentialAnswerSchema, 'credential', text).credential
}
