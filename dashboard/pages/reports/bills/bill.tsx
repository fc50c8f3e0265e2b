import { useEffect, useMemo } from 'preact/hooks'
import type { BillAnswer } from '../../../../contract/bills.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Confirm } from '../../settings/form/confirm.tsx'
import { ListState } from '../../settings/form/list-state.tsx'
import { useReportFormat } from '../format.ts'
import { Figure } from '../told-figure.tsx'
import { BillTable, NotBilled } from './bill-table.tsx'
import { createBill } from './model.ts'
import { words } from './words.ts'

/** One bill, SIM by SIM. */
export function BillPage({ id }: { id: number }) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const { month } = useReportFormat()
  const model = useMemo(() => createBill(dashboard, id), [dashboard, id])
  useEffect(() => {
    void model.load()
    return model.loaded.cancel
  }, [model])
  const state = dashboard.session.state.value
  const mayChange = state.kind === 'signed-in' && state.me.role !== 'official'
  const bill = model.loaded.data.value
  const title = bill ? `${bill.carrier}, ${month(bill.month)}` : text.title
  const remove = async () => {
    await model.remove()
    dashboard.address.go('/reports/bills', { replace: true })
  }
  return (
    <>
      <section class="panel" aria-labelledby="bill-title">
        <div class="panel-head">
          <h2 id="bill-title">
            {title}
            <span class="panel-sub">{text.lead}</span>
          </h2>
          {bill && mayChange && (
            <Confirm label={text.remove} question={text.removeAsk(title)} act={text.remove} hook="bill" run={remove}>
              <p>{text.removeNote}</p>
            </Confirm>
          )}
        </div>
        <ListState loaded={model.loaded} retry={() => void model.load()} />
        {bill && <Summary bill={bill} />}
      </section>
      {bill && <BillTable bill={bill} />}
      {bill && <NotBilled bill={bill} />}
    </>
  )
}

function Summary({ bill }: { bill: BillAnswer }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const { octets } = useReportFormat()
  const f = format.value
  const measured = (value: number) => (bill.comparedSims === 0 ? '–' : octets(value))
  const amount = bill.amount === null ? '–' : f.mean(bill.amount)
  return (
    <>
      <dl class="key-figures bill-figures">
        <Figure
          name="billed"
          label={text.figures.billed}
          note={text.sims(bill.sims, f.whole(bill.sims))}
          value={octets(bill.billedOctets)}
        />
        <Figure
          name="compared"
          label={text.figures.compared}
          note={text.sims(bill.comparedSims, f.whole(bill.comparedSims))}
          value={measured(bill.comparedOctets)}
        />
        <Figure
          name="measured"
          label={text.figures.measured}
          note={text.figures.measuredNote}
          value={measured(bill.measuredOctets)}
        />
        <Figure
          name="difference"
          label={text.figures.difference}
          note={text.figures.differenceNote}
          value={bill.difference === null ? '–' : f.change(bill.difference)}
        />
        <Figure name="amount" label={text.figures.amount} note={text.figures.amountNote} value={amount} />
      </dl>
      <p class="muted small report-table-note">{text.utc}</p>
    </>
  )
}
