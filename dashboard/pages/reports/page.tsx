import '../settings/form/zod-without-eval.ts'
import { useWords } from '../../components/context.ts'
import type { PageProps } from '../../pages.ts'
import { BillPage } from './bills/bill.tsx'
import { BillsPage } from './bills/bills.tsx'
import { MonthsPage } from './months.tsx'
import { pathOf, type Where, whereOf } from './period.ts'
import { ReportPage } from './report.tsx'
import { words } from './words.ts'
import '../settings/form/form.css'
import './reports.css'
import './key-figures.css'
import './report-parts.css'

/** The official's desk: reports month by month, who else reads them, and what carriers bill. */
export default function ReportsPage({ parts }: PageProps) {
  const text = useWords(words)
  const where = whereOf(parts)
  return (
    <div class="reports">
      <nav class="reports-nav" aria-label={text.nav}>
        <a href="/reports" data-page aria-current={isOf(where, 'bill') ? undefined : 'page'}>
          {text.title}
        </a>
        <a href="/reports/bills" data-page aria-current={isOf(where, 'bill') ? 'page' : undefined}>
          {text.bills}
        </a>
      </nav>
      <Shown where={where} />
    </div>
  )
}

const isOf = ({ kind }: Where, what: 'bill') => kind.startsWith(what)

function Shown({ where }: { where: Where }) {
  const text = useWords(words)
  switch (where.kind) {
    case 'months':
      return <MonthsPage />
    case 'report':
      return <ReportPage key={pathOf(where.period)} period={where.period} />
    case 'bills':
      return <BillsPage />
    case 'bill':
      return <BillPage key={where.id} id={where.id} />
    case 'nothing':
      return (
        <section class="panel">
          <p>{text.nothing}</p>
          <p>
            <a href="/reports" data-page>
              {text.toMonths}
            </a>
          </p>
        </section>
      )
  }
}
