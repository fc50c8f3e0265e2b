import { AbordoError } from '../../../contract/problem.ts'
import { addUp } from './added-up.ts'
import { checkChain } from './check-chain.ts'
import { checkDays } from './check-days.ts'
import { checkDigest } from './check-digest.ts'
import { checkInputs } from './check-inputs.ts'
import { checkPublished } from './check-published.ts'
import { checkReport } from './check-report.ts'
import type { OpenArchive } from './read.ts'
import type { Finding, ReportSource } from './source.ts'

/** Looks whether a final report is what it was made of, from the archived hours on; one check after the other. */
export async function* verifyReport(source: ReportSource): AsyncGenerator<Finding> {
  const added = await addUp(source)
  yield await checkDays(source, added)
  yield await checkPublished(source, added)
  yield await checkInputs(source, added)
  yield checkReport(source.report, source.inputs)
  yield checkDigest(source.report, source.inputs)
  yield await checkChain(source)
}

/** A check that could not even be made, because what it looks at cannot be read: that is a finding too. */
export async function* findingsOf(checks: AsyncIterable<Finding>): AsyncGenerator<Finding> {
  try {
    yield* checks
  } catch (error) {
    if (!(error instanceof AbordoError)) throw error
    yield { check: 'everything can be read', wrong: [error.detail.replace(/\.$/, '')], notes: [] }
  }
}

/** The same of an archive of files, which are looked at first: an auditor has nothing else. */
export async function* verifyArchive(archive: OpenArchive): AsyncGenerator<Finding> {
  yield await archive.checkFiles()
  yield* verifyReport(await archive.source())
}
