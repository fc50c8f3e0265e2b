import type { GatewayRidersAnswer } from '../../../contract/gateway-page.ts'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { createUnits } from './units.ts'
import { words } from './words.ts'

/** The chart in words and numbers, the newest first. */
export function RidersTable({ answer }: { answer: GatewayRidersAnswer }) {
  const { format, language } = useDashboard()
  const { chart } = useText()
  const text = useWords(words).riders
  const units = createUnits(language.text.value.locale)
  const { columns } = text
  const { whole, mean, percent, dayAndTime } = format.value
  const isMinute = answer.step === 'minute'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
    <section class="table-scroll" aria-label={text.title} tabIndex={0}>
      <table class="data-table">
        <thead>
          <tr>
            {[
              columns.when,
              isMinute ? text.title : columns.mean,
              columns.peak,
              columns.share,
              columns.down,
              columns.up,
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...answer.points].reverse().map((point) => (
            <tr key={point.at}>
              <th scope="row">{dayAndTime(Date.parse(point.at))}</th>
              <td>{point.mean === null ? chart.noData : isMinute ? whole(point.mean) : mean(point.mean)}</td>
              <td>{point.peak === null ? '—' : whole(point.peak)}</td>
              <td>{percent(point.completeness)}</td>
              <td>{units.octets(point.octets.output)}</td>
              <td>{units.octets(point.octets.input)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
