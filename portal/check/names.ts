import { Resolver } from 'node:dns/promises'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

/** Whether the gateway's own DNS answers on the riders' side, be it with a "no". */
export interface NamesLook {
  answers: boolean
}

/** Any name does: who answers that it is not there has answered. */
const A_NAME = 'abordo-check.invalid'
const TIMEOUT_MS = 2000
const SILENCE = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED'])

/** Asks as a phone would. `address`: the gateway's own on the riders' side. */
export async function lookAtNames(address: string): Promise<NamesLook> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 })
  resolver.setServers([address])
  try {
    await resolver.resolve4(A_NAME)
    return { answers: true }
  } catch (error) {
    return { answers: !SILENCE.has((error as NodeJS.ErrnoException).code ?? '') }
  }
}

export function names(look: NamesLook | null, words: CheckWords['names']): Finding | null {
  if (look === null) return null
  return look.answers ? good(words.about, words.good) : bad(words.about, words.silent)
}
