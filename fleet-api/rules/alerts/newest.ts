import { ACCOUNTING_INTERVAL_S } from '../../../contract/report.ts'
import type { WatchedGateway } from './snapshot.ts'

/** Since when at the latest what the newest interval tells has been so: its beginning, ms since 1970. */
export function newestSince({ lastEndedAt }: Pick<WatchedGateway, 'lastEndedAt'>): number {
  return (lastEndedAt ?? 0) - ACCOUNTING_INTERVAL_S * 1000
}
