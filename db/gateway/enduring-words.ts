import { troubleOf } from '../trouble.ts'
import type { Salvaged } from './salvage.ts'

// What is said of the database: one plain line each, and not a word of what is in it (rule 4).

const WORDS = {
  full: 'the disk is full',
  failing: 'the disk fails',
  'read-only': 'the disk is read-only',
  unopenable: 'the database file cannot be opened',
  damaged: 'the database file is damaged',
  busy: 'the database is busy',
}

/** What is wrong, with what SQLite says of it. */
export function inWords(error: unknown): string {
  return `${WORDS[troubleOf(error) ?? 'damaged']} (${reasonOf(error)})`
}

export function lost({ left }: Salvaged): string {
  return left === 0 ? '' : `; rows that could not be kept: ${left}`
}

/** What has become of a damaged database. */
export function begun(salvaged: Salvaged, aside: string | null): string {
  const rows = [...salvaged.saved].filter(([, n]) => n > 0).map(([table, n]) => `${table} ${n}`)
  const kept = aside === null ? '' : `it is set aside as ${aside}, and `
  return `${kept}a new one has begun; rows saved: ${rows.join(', ') || 'none'}${lost(salvaged)}`
}

export function reasonOf(error: unknown): string {
  const { message } = error instanceof Error ? error : { message: String(error) }
  return message.replace(/\s+/g, ' ').slice(0, 200)
}
