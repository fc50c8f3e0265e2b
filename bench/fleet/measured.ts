import type { Row } from '../row.ts'

/** What a row of the table shows of a measurement. */
export type Measured = Pick<Row, 'abordo' | 'holds' | 'figures'>

export const perSecond = (value: number) => Math.round(value).toLocaleString('en')

/** Milliseconds, as a reader takes them in. */
export const ms = (value: number) => (value < 10 ? value.toFixed(1) : String(Math.round(value)))
