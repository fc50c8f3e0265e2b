import { useSignal } from '@preact/signals'
import { useDashboard, useText, useWords } from '../../components/context.ts'
import { Icon } from '../../components/icons.tsx'
import type { PlotModel } from '../../models/plot.ts'
import { words } from './words.ts'

/** What is in sight, to take along: as a table, as a picture, as a link; and the table below. */
export function Exports({ plot }: { plot: PlotModel }) {
  const dashboard = useDashboard()
  const { view, series } = dashboard
  const text = useText()
  const word = useWords(words)
  const said = useSignal('')
  const link = useSignal('')
  const isReady = series.frame.value !== null && plot.chart.value !== null
  /** Comes when it is asked for: few take anything along, and nobody before the chart is there. */
  const taken = async (how: 'csv' | 'png') => {
    link.value = ''
    const { takeCsv, takePicture } = await import('./take.ts')
    const file = how === 'csv' ? takeCsv(dashboard, word) : await takePicture(dashboard, plot, word, text)
    said.value = file === null ? word.pictureFailed : word.downloaded(file)
  }
  const copy = async () => {
    const { exactLink } = await import('./take.ts')
    const href = exactLink(dashboard)
    // Not every browser has a clipboard, and none gives it to a page without TLS.
    const copied = await navigator.clipboard?.writeText(href).then(
      () => true,
      () => false,
    )
    said.value = copied ? word.copied : word.copyFailed
    link.value = copied ? '' : href
  }
  return (
    <div class="chart-tools routes-exports">
      <button
        type="button"
        class="button"
        aria-expanded={view.tableOpen.value}
        aria-controls="chart-table"
        onClick={() => {
          view.tableOpen.value = !view.tableOpen.value
        }}
        data-table-toggle
      >
        <Icon name="table" />
        {view.tableOpen.value ? text.chart.tableHide : text.chart.table}
      </button>
      {(['csv', 'png'] as const).map((how) => (
        <button
          key={how}
          type="button"
          class="button"
          title={word[`${how}Hint`]}
          disabled={!isReady}
          onClick={() => void taken(how)}
          data-take={how}
        >
          <Icon name="download" />
          {word[how]}
        </button>
      ))}
      <button
        type="button"
        class="button"
        title={word.linkHint}
        disabled={!isReady}
        onClick={() => void copy()}
        data-take="link"
      >
        <Icon name="copy" />
        {word.link}
      </button>
      <p class="small muted" role="status" data-taken>
        {said.value}
        {link.value && <input class="field" readOnly value={link.value} onFocus={(e) => e.currentTarget.select()} />}
      </p>
    </div>
  )
}
