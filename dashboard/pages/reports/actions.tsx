import { useSignal } from '@preact/signals'
import { useDashboard, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import { EmbedDialog } from './embed-dialog.tsx'
import { type Period, queryOf } from './period.ts'
import { ShareDialog } from './share-dialog.tsx'
import { words } from './words.ts'

/** What may be done with a report: print it, take it away as a file, give it to somebody, show it on another page. */
export function Actions({ period, title }: { period: Period; title: string }) {
  const { language } = useDashboard()
  const text = useWords(words)
  const open = useSignal<'share' | 'embed' | null>(null)
  const query = queryOf(period)
  const name = 'month' in period ? period.month : `${period.from}_${period.to}`
  const close = () => {
    open.value = null
  }
  return (
    <div class="report-actions">
      <a
        class="button button-main"
        href={`/reports/document?${query}&lang=${language.code.value}`}
        target="_blank"
        rel="noreferrer"
        data-act="document"
      >
        <Icon name="print" /> {text.actions.document}
      </a>
      <a class="button" href={`/api/reports/city.csv?${query}`} download={`abordo-${name}.csv`} data-act="csv">
        <Icon name="download" /> CSV
      </a>
      <a class="button" href={`/api/reports/city?${query}`} download={`abordo-${name}.json`} data-act="json">
        <Icon name="download" /> JSON
      </a>
      <button
        type="button"
        class="button"
        onClick={() => {
          open.value = 'share'
        }}
        data-act="share"
      >
        <Icon name="share" /> {text.actions.share}
      </button>
      {'month' in period && (
        <button
          type="button"
          class="button"
          onClick={() => {
            open.value = 'embed'
          }}
          data-act="embed"
        >
          <Icon name="code" /> {text.actions.embed}
        </button>
      )}
      {open.value === 'share' && <ShareDialog period={period} title={title} onClose={close} />}
      {open.value === 'embed' && 'month' in period && (
        <EmbedDialog month={period.month} title={title} onClose={close} />
      )}
    </div>
  )
}
