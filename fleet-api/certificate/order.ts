import { generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import { CERTIFICATE_STEPS, type CertificateStatus, type CertificateStep } from '../../contract/certificate.ts'
import { AbordoError } from '../../contract/problem.ts'
import type { FleetDatabase, FleetReads } from '../../db/fleet/open.ts'
import { type By, SCHEDULE } from '../audit.ts'
import { claim } from '../claims.ts'
import type { Log } from '../log.ts'
import { recorded } from '../queries/audit-log.ts'
import {
  acmeAccountKey,
  type CertificateRow,
  certificateOf,
  keepAccountUrl,
  keepCertificate,
} from '../queries/certificates.ts'
import { readSetting, writeSetting } from '../queries/settings.ts'
import type { WatchedCertificate } from '../rules/alerts/certificate.ts'
import { type CertificateTimes, certificateDueAt, certificateState } from '../rules/certificate-due.ts'
import { type ObtainDeps, obtain } from './acme.ts'
import type { CertificateSetting } from './setting.ts'
import { CertificateTrouble } from './trouble.ts'

const CLAIM = 'certificate-claim'
/** Longer than any try takes: where the process that tries is killed, another one takes over after so long. */
const CLAIM_MS = 20 * 60_000
const ASKED = 'certificate-asked'
const FAILURES = 'certificate-failures'
const LONGEST_PROBLEM = 1000

export interface OrderDeps extends Pick<ObtainDeps, 'now' | 'elapsedMs' | 'wait' | 'signal'> {
  db: FleetDatabase
  setting: CertificateSetting | null
  log: Log
}

const problemSchema = z.object({ step: z.enum(CERTIFICATE_STEPS), detail: z.string() })

/**
 * Orders or renews the certificate where that is due. What came of it is kept, so that a restart neither forgets a failure nor tries at once
 * again; of several processes one tries.
 */
export async function orderWhenDue(deps: OrderDeps): Promise<void> {
  const { db, setting, now, signal, log } = deps
  if (setting === null) return
  const { hostName, directory } = setting
  if (!(await isDue(db, hostName, now()))) return
  const mine = await claim(db, CLAIM, now(), CLAIM_MS)
  if (mine === null) return
  try {
    // Another process may have obtained it just now.
    if (!(await isDue(db, hostName, now()))) return
    const accountKey = await acmeAccountKey(db, directory, newKey, now())
    const got = await obtain(setting, { ...deps, accountKey })
    const by: By = { actor: SCHEDULE, now: now(), requestId: null }
    await recorded(db, by, async (tx) => {
      const { chain, privateKey, notBefore, notAfter } = got
      await keepCertificate(tx, {
        hostName,
        chain,
        privateKey,
        notAfter,
        issuedAt: notBefore,
        triedAt: by.now,
        problem: null,
      })
      await keepAccountUrl(tx, directory, got.accountUrl)
      await writeSetting(tx, FAILURES, '0')
      const details = { directory, notAfter: new Date(notAfter).toISOString() }
      return { result: undefined, deed: { action: 'certificate issued', target: targetOf(hostName), details } }
    })
    log(`there is a new certificate of ${hostName}, until ${new Date(got.notAfter).toISOString()}`)
  } catch (error) {
    // What was broken off is begun anew by the next process.
    if (signal.aborted) return
    await keepFailure(deps, hostName, error)
  } finally {
    await mine.release()
  }
}

async function keepFailure({ db, now, log }: OrderDeps, hostName: string, error: unknown): Promise<void> {
  const known = error instanceof CertificateTrouble
  const step: CertificateStep = known ? error.step : 'other'
  const detail = known ? error.message : 'The certificate could not be obtained: see the log.'
  if (known) log(`no certificate of ${hostName}: ${detail}`)
  else log(`no certificate of ${hostName}`, error)
  await db.transaction(async (tx) => {
    const failures = Number((await readSetting(tx, FAILURES)) ?? 0) + 1
    const problem = JSON.stringify({ step, detail: detail.slice(0, LONGEST_PROBLEM) })
    await keepCertificate(tx, { hostName, triedAt: now(), problem })
    await writeSetting(tx, FAILURES, String(failures))
  })
}

/** Has the certificate ordered within a minute, whenever it would have been. Throws AbordoError (not-found): no host name or CA is set. */
export async function askForCertificate(db: FleetDatabase, setting: CertificateSetting | null, by: By): Promise<void> {
  if (setting === null)
    throw new AbordoError('not-found', 'Set FLEET_PORTAL_HOSTNAME and FLEET_ACME_DNS first: see abordo fleet --help.')
  const { hostName } = setting
  await recorded(db, by, async (tx) => {
    await writeSetting(tx, ASKED, String(by.now))
    return { result: undefined, deed: { action: 'certificate order', target: targetOf(hostName) } }
  })
}

/** How it stands with the certificate, without its key. `now`: ms since 1970. */
export async function certificateStatus(
  db: FleetReads,
  setting: CertificateSetting | null,
  now: number,
): Promise<CertificateStatus> {
  const row = setting && (await certificateOf(db, setting.hostName))
  const due = setting ? Math.max(now, certificateDueAt(await timesOf(db, row))) : null
  return {
    state: setting === null ? 'not-set' : certificateState(row?.chain ? row.notAfter : null, now),
    hostName: setting?.hostName ?? null,
    directory: setting?.directory ?? null,
    issuedAt: iso(row?.issuedAt),
    notAfter: iso(row?.notAfter),
    nextAt: iso(due),
    problem: row ? problemOf(row) : null,
  }
}

function problemOf({ problem, triedAt }: CertificateRow): CertificateStatus['problem'] {
  if (problem === null || triedAt === null) return null
  return { at: new Date(triedAt).toISOString(), ...problemSchema.parse(JSON.parse(problem)) }
}

/** How it stands with the certificate of a host name, for who is told of it; null: there is no name. */
export async function watchedCertificate(db: FleetReads, hostName: string | null): Promise<WatchedCertificate | null> {
  if (hostName === null) return null
  const row = await certificateOf(db, hostName)
  const { notAfter, triedAt, failures } = await timesOf(db, row)
  return { hostName, notAfter: row?.chain ? notAfter : null, triedAt, failures }
}

async function isDue(db: FleetReads, hostName: string, now: number): Promise<boolean> {
  return certificateDueAt(await timesOf(db, await certificateOf(db, hostName))) <= now
}

async function timesOf(db: FleetReads, row: CertificateRow | null): Promise<CertificateTimes> {
  const asked = await readSetting(db, ASKED)
  return {
    issuedAt: row?.issuedAt ?? null,
    notAfter: row?.notAfter ?? null,
    triedAt: row?.triedAt ?? null,
    // Of the name that is tried now: another one begins anew.
    failures: row?.problem == null ? 0 : Number((await readSetting(db, FAILURES)) ?? 0),
    askedAt: asked === null ? null : Number(asked),
  }
}

const targetOf = (id: string) => ({ kind: 'certificate', id }) as const

function newKey(): string {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
}

function iso(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString()
}
