import type { DnsSetting } from '../setting.ts'
import { hookRecords } from './hook.ts'
import { rfc2136Records } from './rfc2136.ts'

/** Puts TXT records into the zone, and takes them out again. Both throw CertificateTrouble. */
export interface DnsRecords {
  add(name: string, value: string, signal: AbortSignal): Promise<void>
  remove(name: string, value: string, signal: AbortSignal): Promise<void>
}

/** `now`: ms since 1970. */
export function recordsBy(setting: DnsSetting, now: () => number): DnsRecords {
  return setting.kind === 'command' ? hookRecords(setting.path) : rfc2136Records(setting, now)
}
