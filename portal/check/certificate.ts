import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLeaf } from '../certificate/leaf.ts'
import { readTls } from '../certificate/own-files.ts'
import { CERTIFICATE_FILE, readCertificate } from '../certificate/store.ts'
import type { PortalConfig } from '../config.ts'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

/** What "abordo check" learns of the portal's certificate; null: there is none, and riders are served over HTTP alone. */
export interface CertificateLook {
  /** Whose it is: the fleet's, or the operator's own files. */
  from: 'fleet' | 'own'
  /** Days until it ends, by the best clock at hand; null: it cannot be used. */
  daysLeft: number | null
  /** Why it cannot be used. */
  problem: string
}

/** It should have been renewed weeks before. */
const ENDING_DAYS = 14
const DAY_MS = 86_400_000

/** Looks at the certificate on the disk. `now`: ms since 1970. */
export function lookAtCertificate({ dataDir, tls, hostname }: PortalConfig, now: number): CertificateLook | null {
  const file = join(dataDir, CERTIFICATE_FILE)
  if (tls === null && !existsSync(file)) return null
  const from = tls === null ? 'fleet' : 'own'
  try {
    const leaf = tls === null ? readCertificate(readFileSync(file, 'utf8')).leaf : readLeaf(readTls(tls))
    if (hostname !== null && !leaf.isFor(hostname)) throw new Error(`it is not for ${hostname}`)
    return { from, daysLeft: Math.floor((leaf.notAfter - now) / DAY_MS), problem: '' }
  } catch (error) {
    return { from, daysLeft: null, problem: error instanceof Error ? error.message : String(error) }
  }
}

export function certificate(look: CertificateLook | null, words: CheckWords): Finding | null {
  if (look === null) return null
  const { from, daysLeft, problem } = look
  const { about, todoOwn, todoFleet, unusable, past, ending, good: goodFor } = words.certificate
  const wrong = (said: string) => bad(about, { said, todo: from === 'own' ? todoOwn : todoFleet })
  if (daysLeft === null) return wrong(unusable(words.reason(problem)))
  if (daysLeft < 0) return wrong(past)
  return daysLeft < ENDING_DAYS ? wrong(ending(daysLeft)) : good(about, goodFor(daysLeft))
}
