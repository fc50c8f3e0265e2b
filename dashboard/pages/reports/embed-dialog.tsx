import { useDashboard, useWords } from '../../components/context.ts'
import { Copy } from '../settings/form/copy.tsx'
import { Dialog } from './dialog.tsx'
import { words } from './words.ts'

/** What to put into another web page so that it shows the month's chart. */
export function EmbedDialog({ month, title, onClose }: { month: string; title: string; onClose: () => void }) {
  const { origin, language } = useDashboard()
  const text = useWords(words)
  const query = `month=${month}&lang=${language.code.value}`
  const alt = text.embed.alt(title).replaceAll('"', '&quot;')
  const picture = `<img src="${origin}/embed/sessions.svg?${query}" alt="${alt}" width="720" style="max-width:100%;height:auto">`
  const code = `<a href="${origin}/city/${month}">${picture}</a>`
  return (
    <Dialog name="embed" title={text.embed.title(title)} onClose={onClose}>
      {(close) => (
        <>
          <p class="muted">{text.embed.lead}</p>
          <Copy text={code} hook="embed" />
          <div class="confirm-acts">
            <button type="button" class="button" onClick={close} data-dialog-close>
              {text.close}
            </button>
          </div>
        </>
      )}
    </Dialog>
  )
}
