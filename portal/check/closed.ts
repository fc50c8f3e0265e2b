import { readFileSync } from 'node:fs'
import type { PortalConfig } from '../config.ts'
import { closedRuleset } from '../firewall/closed.ts'
import { NftError, nftCommand } from '../firewall/nft.ts'
import { TABLE } from '../firewall/ruleset.ts'
import { CLOSED_FILE } from '../setup/files.ts'
import { bad, type Finding, good } from './findings.ts'

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

export function closed(look: ClosedLook | null): Finding | null {
  if (look === null) return null
  const about = 'packet filter'
  if (look.table === false)
    return bad(about, 'our rules are not in the kernel', 'systemctl restart abordo-closed, or start the portal')
  if (look.atBoot === 'missing')
    return bad(about, 'nothing is loaded before the network when this machine starts', 'run: abordo setup')
  if (look.atBoot === 'other')
    return bad(about, 'what is loaded when this machine starts is for other settings', 'run: abordo setup')
  return look.table === null
    ? bad(about, 'this user may not look at the rules', 'run this as root')
    : good(about, 'nobody passes who has not accepted, from the start of this machine')
}
