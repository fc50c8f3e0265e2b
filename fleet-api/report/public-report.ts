import type { CityReport, ReportRow } from '../../contract/city-report.ts'

/** A report as anybody may read it: the same figures of riders as everybody's; money only where that is told. */
export function publicReport(report: CityReport, { money }: { money: boolean }): CityReport {
  if (money) return report
  return {
    ...report,
    city: withoutMoney(report.city),
    sites: report.sites.map(withoutMoney),
    routes: report.routes.map(withoutMoney),
    assumptions: null,
    agreement: null,
  }
}

function withoutMoney(row: ReportRow): ReportRow {
  return { ...row, savings: null, costPerConnectedHour: null, agreement: null }
}
