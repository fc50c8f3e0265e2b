import { chainOf } from '../../rules/report/digest.ts'
import { type Finding, type ReportSource, told } from './source.ts'
import type { ChainHead } from './tables.ts'

/** Whether the gateways' chains are those whose digest stands in the report. */
export async function checkChain(source: ReportSource): Promise<Finding> {
  const { chain } = source.report
  const check = 'the chains of accepted reports are those that the report names'
  if (chain === null) return { check, wrong: [], notes: ['the report names none'] }
  const heads: ChainHead[] = []
  for await (const part of source.chainHeads()) heads.push(...part)
  const found = chainOf(heads)
  const wrong: string[] = []
  if (chain.gateways !== found.gateways)
    wrong.push(`${told(chain.gateways)} gateways in the report, ${told(found.gateways)} chains`)
  if (chain.reports !== found.reports)
    wrong.push(`${told(chain.reports)} reports in the report, ${told(found.reports)} in the chains`)
  if (chain.digest !== found.digest) wrong.push(`digest ${chain.digest} in the report, ${found.digest} of the chains`)
  return { check, wrong, notes: [] }
}
