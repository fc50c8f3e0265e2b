import type { Proof } from './prove.ts'
import type { Sums } from './verdict.ts'

const SHOWN = 20

/** A proof as lines for people: the table of both sides, what went wrong on purpose, and the verdict. */
export function told(proof: Proof, seed: string): string[] {
  const { gateways, differences, kills, faults, cells } = proof
  const rows = [
    ['gateway', '', 'reports', 'sessions', 'octets in', 'octets out', 'estimated'],
    ...gateways.flatMap(({ id, sent, held, estimated }) => [
      [id, 'gateway', ...figures(sent), ''],
      ['', 'fleet', ...figures(held), String(estimated)],
    ]),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
  const requests = Object.values(faults).reduce((sum, times) => sum + times, 0)
  const spoilt = Object.entries(faults)
    .filter(([fault]) => fault !== 'pass')
    .map(([fault, times]) => `${fault} ${times}`)
  const more = differences.length - SHOWN
  return [
    ...table,
    `Killed: the fleet ${kills.fleet} times, the gateways' program ${kills.gateways} times; power cut ${kills.power} times.`,
    `Requests: ${requests}, of which ${spoilt.join(', ') || 'none was harmed'}.`,
    `Compared: every report, ${cells} cells of route and true hour, every kernel's counters, the rollups by minute, hour and day,`,
    '          how sessions ended and how long they lasted, how long riders took to get online, the chains of accepted reports.',
    ...differences.slice(0, SHOWN).map((difference) => `DIFFERENCE  ${difference}`),
    ...(more > 0 ? [`… and ${more} more`] : []),
    differences.length === 0
      ? `Seed ${seed}: nothing lost, nothing counted twice.`
      : `Seed ${seed}: FAILED, ${differences.length} differences.`,
  ]
}

function figures({ reports, started, input, output }: Sums): string[] {
  return [reports, started, input, output].map((figure) => figure.toLocaleString('en'))
}
