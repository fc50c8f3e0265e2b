import type { BillAnswer } from '../../../../contract/bills.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { useReportFormat } from '../format.ts'
import { isLarge } from './bills.tsx'
import { words } from './words.ts'

/** Rows of a table at once; `all` in the address shows the rest. */
const MOST = 200

/** Each SIM of a bill beside what was measured over it; those that differ most first. */
export function BillTable({ bill }: { bill: BillAnswer }) {
  const { address, format } = useDashboard()
  const text = useWords(words)
  const { octets } = useReportFormat()
  const lines = [...bill.lines].sort((a, b) => distance(b.difference) - distance(a.difference))
  const shown = address.param('all') === '1' ? lines : lines.slice(0, MOST)
  return (
    <section class="panel" aria-labelledby="lines-title">
      <div class="panel-head">
        <h2 id="lines-title">
          {text.lines.title}
          <span class="panel-sub">{text.lines.lead}</span>
        </h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too */}
      <section class="table-scroll bill-table" aria-label={text.lines.title} tabIndex={0}>
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{text.lines.sim}</th>
              <th scope="col">{text.lines.place}</th>
              <th scope="col">{text.lines.billed}</th>
              <th scope="col">{text.lines.measured}</th>
              <th scope="col">{text.lines.difference}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={line.sim} data-sim={line.sim}>
                <th scope="row">{line.sim}</th>
                <td>
                  {line.gatewayId === null ? (
                    text.lines.nowhere
                  ) : (
                    <Place gatewayId={line.gatewayId} port={line.port ?? ''} />
                  )}
                </td>
                <td>{octets(line.billedOctets)}</td>
                <td>{line.measuredOctets === null ? '–' : octets(line.measuredOctets)}</td>
                <td class={isLarge(line.difference) ? 'difference-large' : ''}>
                  {line.difference === null ? '–' : format.value.change(line.difference)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < lines.length && <ShowAll count={lines.length} />}
    </section>
  )
}

/** What was measured over SIMs that no bill of the month names. */
export function NotBilled({ bill: { notBilled } }: { bill: BillAnswer }) {
  const { address } = useDashboard()
  const text = useWords(words)
  const { octets } = useReportFormat()
  if (notBilled.length === 0) return null
  const shown = address.param('all') === '1' ? notBilled : notBilled.slice(0, MOST)
  return (
    <section class="panel" aria-labelledby="not-billed-title" data-not-billed={notBilled.length}>
      <div class="panel-head">
        <h2 id="not-billed-title">
          {text.notBilled.title}
          <span class="panel-sub">{text.notBilled.lead}</span>
        </h2>
      </div>
      <dl class="fact-rows">
        {shown.map(({ gatewayId, port, measuredOctets }) => (
          <div key={`${gatewayId} ${port}`}>
            <dt>
              <Place gatewayId={gatewayId} port={port} />
            </dt>
            <dd>{octets(measuredOctets)}</dd>
          </div>
        ))}
      </dl>
      {shown.length < notBilled.length && <ShowAll count={notBilled.length} />}
    </section>
  )
}

function Place({ gatewayId, port }: { gatewayId: string; port: string }) {
  const text = useWords(words)
  return (
    <>
      <a href={`/gateways/${encodeURIComponent(gatewayId)}`} data-page>
        {gatewayId}
      </a>{' '}
      <span class="muted">{port === '' ? text.lines.uplink : port}</span>
    </>
  )
}

function ShowAll({ count }: { count: number }) {
  const { address, format } = useDashboard()
  const text = useWords(words)
  return (
    <div class="report-foot">
      <button type="button" class="button" onClick={() => address.set({ all: '1' })}>
        {text.showAll(format.value.whole(count))}
      </button>
    </div>
  )
}

/** How far a difference is from none; what cannot be compared comes first, for somebody has to look at it. */
const distance = (difference: number | null) => (difference === null ? Number.POSITIVE_INFINITY : Math.abs(difference))
