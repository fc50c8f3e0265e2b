import { useEffect, useMemo } from 'preact/hooks'
import type { Bill } from '../../../../contract/bills.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Icon } from '../../../components/icons.tsx'
import { ListState } from '../../settings/form/list-state.tsx'
import { ReadOnly } from '../../settings/form/read-only.tsx'
import { formWords } from '../../settings/form/words.ts'
import { useReportFormat, useToday } from '../format.ts'
import { BillForm } from './bill-form.tsx'
import { createBills } from './model.ts'
import { SimsForm } from './sims-form.tsx'
import { words } from './words.ts'

/** What carriers bill beside what was measured on board. */
export function BillsPage() {
  const dashboard = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const today = useToday()
  const model = useMemo(() => createBills(dashboard, monthBefore(today)), [dashboard])
  useEffect(() => {
    void model.load()
    return model.loaded.cancel
  }, [model])
  const state = dashboard.session.state.value
  const mayChange = state.kind === 'signed-in' && state.me.role !== 'official'
  const bills = model.loaded.data.value?.bills
  return (
    <>
      <section class="panel" aria-labelledby="bills-title">
        <div class="panel-head">
          <h2 id="bills-title">
            {text.title}
            <span class="panel-sub">{text.lead}</span>
          </h2>
        </div>
        {!mayChange && <ReadOnly why={general.adminsAndOperators} />}
        <ListState loaded={model.loaded} retry={() => void model.load()} />
        {bills?.length === 0 && (
          <div class="nothing" data-no-bills>
            <strong>{text.none}</strong>
            <p>{mayChange ? text.noneHint : text.noneToRead}</p>
          </div>
        )}
        <ul class="bills">
          {bills?.map((bill) => (
            <BillRow key={bill.id} bill={bill} />
          ))}
        </ul>
        {model.loaded.data.value?.next != null && (
          <div class="report-foot">
            <button type="button" class="button" onClick={model.more} data-older-bills>
              {text.older}
            </button>
          </div>
        )}
        <p class="muted small report-table-note">{text.utc}</p>
      </section>
      {mayChange && bills && <BillForm form={model.form} />}
      {mayChange && model.places.data.value && <SimsForm model={model} sims={model.places.data.value.sims} />}
    </>
  )
}

function BillRow({ bill }: { bill: Bill }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { month, octets } = useReportFormat()
  return (
    <li>
      <a class="bill" href={`/reports/bills/${bill.id}`} data-page data-bill={bill.id}>
        <span class="month-name">
          <strong>{month(bill.month)}</strong> {bill.carrier}
          <span class="muted small">{text.sims(bill.sims, format.value.whole(bill.sims))}</span>
        </span>
        <span class="month-figure">
          <b>{octets(bill.billedOctets)}</b> <span class="muted small">{text.billed}</span>
        </span>
        <span class="month-figure">
          <b>{bill.comparedSims === 0 ? '–' : octets(bill.measuredOctets)}</b>{' '}
          <span class="muted small">{text.measured}</span>
        </span>
        <span class="month-figure">
          <b class={isLarge(bill.difference) ? 'difference-large' : ''}>
            {bill.difference === null ? '–' : format.value.change(bill.difference)}
          </b>{' '}
          <span class="muted small">{text.difference}</span>
        </span>
        <Icon name="next" />
      </a>
    </li>
  )
}

/** Carriers count headers that nobody else does; more than this asks for a word with them. */
export const isLarge = (difference: number | null) => difference !== null && Math.abs(difference) > 0.05

/** The month whose bill comes next. */
function monthBefore(today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7)
}
