import type { CityReport } from '../../../contract/city-report.ts'
import { inputsDigest } from '../../rules/report/digest.ts'
import type { ReportInputs } from '../../rules/report/inputs.ts'
import type { Finding } from './source.ts'

/** Whether the digest of the inputs is the one that stands in the report, and is printed in it. */
export function checkDigest(report: CityReport, inputs: ReportInputs): Finding {
  const digest = inputsDigest(inputs)
  const wrong =
    report.inputsDigest === digest ? [] : [`${report.inputsDigest ?? 'none'} in the report, ${digest} of the inputs`]
  return { check: "the inputs' digest is the one in the report", wrong, notes: [] }
}
