/** Data over one SIM in the month of the city that runs. */
export interface SimUse {
  port: string
  octets: number
  /** Since when it is counted: the first day of the month with any, ms since 1970. */
  sinceAt: number
}
