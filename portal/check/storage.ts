import { bad, type Finding, good } from './finding.ts'
import type { Looked } from './findings.ts'
import type { CheckWords } from './words/es.ts'

export interface DatabaseLook {
  waiting: number
  octets: number
  /** Rejected reports by reason. */
  rejected: { reason: string; reports: number }[]
}

const LITTLE_ROOM = 0.05
/** Reports of a day that wait: the fleet has not been reached for as long. */
const MANY_WAITING = 1440

export function disk(look: Looked['disk'], words: CheckWords['disk']): Finding | null {
  if (!look) return null
  const said = words.free(megabytes(look.freeOctets), megabytes(look.totalOctets))
  const isFull = look.freeOctets < look.totalOctets * LITTLE_ROOM
  return isFull ? bad(words.about, { said, todo: words.todo }) : good(words.about, said)
}

export function database({ database: look, portal: about, setAside }: Looked, all: CheckWords): Finding[] {
  const words = all.database
  const found: Finding[] = []
  if (about?.storage === 'memory') found.push(bad(words.about, words.inMemory))
  if (look === 'missing') found.push(bad(words.about, words.missing))
  else if (look === 'damaged') found.push(bad(words.about, words.damaged))
  else if (look === 'unreadable') found.push(bad(words.about, words.notAllowed))
  else found.push(...outbox(look, all.reports))
  if (setAside.length > 0) found.push(bad(words.about, words.setAside(setAside.join(', '))))
  return found
}

function outbox({ waiting, octets, rejected }: DatabaseLook, words: CheckWords['reports']): Finding[] {
  const said = words.waiting(waiting, megabytes(octets))
  return [
    waiting > MANY_WAITING ? bad(words.about, { said, todo: words.manyTodo }) : good(words.about, said),
    ...rejected.map(({ reason, reports }) => bad(words.about, words.rejected(reports, reason))),
  ]
}

function megabytes(octets: number): string {
  return `${(octets / 1e6).toFixed(octets < 1e7 ? 1 : 0)} MB`
}
