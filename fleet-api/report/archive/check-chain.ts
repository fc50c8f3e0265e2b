import { createHash } from 'node:crypto'
import { type Finding, type ReportSource, told } from './source.ts'

/** Whether the gateways' chains are those whose digest stands in the report. */
export async function checkChain(source: ReportSource): Promise<Finding> {
  const { chain } = source.report
  const check = 'the chains of accepted reports are those that the report names'
  if (chain === null) return { check, wrong: [], notes: ['the report names none'] }
  const lines: string[] = []
  let reports = 0
  for await (const heads of source.chainHeads()) {
    for (const { gatewayId, length, head } of heads) {
      lines.push(`${gatewayId},${length},${head}`)
      reports += length
    }
  }
  const wrong: string[] = []
  if (chain.gateways !== lines.length)
    wrong.push(`${told(chain.gateways)} gateways in the report, ${told(lines.length)} chains`)
  if (chain.reports !== reports)
    wrong.push(`${told(chain.reports)} reports in the report, ${told(reports)} in the chains`)
  const digest = chainDigest(lines)
  if (chain.digest !== digest) wrong.push(`digest ${chain.digest} in the report, ${digest} of the chains`)
  return { check, wrong, notes: [] }
}

/** SHA-256 over the sorted lines `gateway_id,length,head`. */
function chainDigest(lines: string[]): string {
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}
