import { bad, type Finding, good, type Looked } from './findings.ts'

export interface DatabaseLook {
  waiting: number
  octets: number
  /** Rejected reports by reason. */
  rejected: { reason: string; reports: number }[]
}

const LITTLE_ROOM = 0.05
/** Reports of a day that wait: the fleet has not been reached for as long. */
const MANY_WAITING = 1440

export function disk(look: Looked['disk']): Finding | null {
  if (!look) return null
  const said = `${megabytes(look.freeOctets)} free of ${megabytes(look.totalOctets)}`
  if (look.freeOctets < look.totalOctets * LITTLE_ROOM)
    return bad('disk', said, 'make room: old logs are the first to look at (journalctl --vacuum-size=100M)')
  return good('disk', said)
}

export function database({ database: look, portal: about, setAside }: Looked): Finding[] {
  const found: Finding[] = []
  if (about?.storage === 'memory')
    found.push(
      bad('database', 'is in memory: a power cut would lose what waits', 'make room on the disk, or change it'),
    )
  if (look === 'missing') found.push(bad('database', 'there is none yet', 'start the portal'))
  else if (look === 'damaged')
    found.push(
      bad('database', 'gateway.db is damaged', 'restart the portal: it saves what can be read and begins a new one'),
    )
  else if (look === 'unreadable')
    found.push(bad('database', 'gateway.db may not be read by this user', 'run this as root'))
  else found.push(...outbox(look))
  if (setAside.length > 0)
    found.push(
      bad('database', `damaged ones were set aside: ${setAside.join(', ')}`, 'look at the disk (smartctl, dmesg)'),
    )
  return found
}

function outbox({ waiting, octets, rejected }: DatabaseLook): Finding[] {
  const said = `${waiting} wait for the fleet, ${megabytes(octets)}`
  return [
    waiting > MANY_WAITING
      ? bad('reports', said, 'the fleet has not been reached for long: look at the uplink')
      : good('reports', said),
    ...rejected.map(({ reason, reports }) =>
      bad(
        'reports',
        `${reports} were rejected by the fleet and are kept aside: ${reason}`,
        'tell whoever looks after the fleet',
      ),
    ),
  ]
}

function megabytes(octets: number): string {
  return `${(octets / 1e6).toFixed(octets < 1e7 ? 1 : 0)} MB`
}
