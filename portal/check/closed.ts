import { readFileSync } from 'node:fs'
import type { PortalConfig } from '../config.ts'
import { closedRuleset } from '../firewall/closed.ts'
import { NftError, nftCommand } from '../firewall/nft.ts'
import { TABLE } from '../firewall/ruleset.ts'
import { CLOSED_FILE } from '../setup/files.ts'
import { bad, type Finding, good } from './finding.ts'
import type { CheckWords } from './words/es.ts'

export interface ClosedLook {
  /** Whether our table is in the kernel; null: this user may not ask. */
  table: boolean | null
  /** The rules that are loaded before the network: as the settings want them, as they wanted them once, or none. */
  atBoot: 'there' | 'other' | 'missing'
}

/** Looks at what keeps riders out who have not accepted: now, and from the first moment of the next start. */
export async function lookAtClosed(config: PortalConfig): Promise<ClosedLook> {
  return { table: await hasTable(), atBoot: atBoot(config) }
}

async function hasTable(): Promise<boolean | null> {
  try {
    await nftCommand()(['list', 'table', 'inet', TABLE], '')
    return true
  } catch (error) {
    return error instanceof NftError && /No such file or directory/.test(error.stderr) ? false : null
  }
}

function atBoot(config: PortalConfig): ClosedLook['atBoot'] {
  try {
    return readFileSync(CLOSED_FILE, 'utf8') === closedRuleset(config) ? 'there' : 'other'
  } catch {
    return 'missing'
  }
}

export function closed(look: ClosedLook | null, words: CheckWords['closed']): Finding | null {
  if (look === null) return null
  if (look.table === false) return bad(words.about, words.noTable)
  if (look.atBoot === 'missing') return bad(words.about, words.nothingAtBoot)
  if (look.atBoot === 'other') return bad(words.about, words.otherAtBoot)
  return look.table === null ? bad(words.about, words.notAllowed) : good(words.about, words.good)
}
