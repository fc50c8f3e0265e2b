import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { type NewShareLink, newShareLinkSchema } from '../../../contract/share-links.ts'
import { useDashboard, useWords } from '../../components/context.ts'
import { ChoiceControl, TextControl } from '../settings/form/control.tsx'
import { checkBy, createForm } from '../settings/form/form.ts'
import { FormFrame } from '../settings/form/form-frame.tsx'
import { Once } from '../settings/form/once.tsx'
import { Dialog } from './dialog.tsx'
import { shareReport } from './model.ts'
import type { Period } from './period.ts'
import { words } from './words.ts'

interface ShareDraft {
  label: string
  language: 'es' | 'en'
  days: string
}

/** A link for whoever is not to sign in: to this report alone, until a day. */
export function ShareDialog({ period, title, onClose }: { period: Period; title: string; onClose: () => void }) {
  const dashboard = useDashboard()
  const text = useWords(words)
  const made = useSignal<{ label: string; url: string } | null>(null)
  const form = useMemo(() => {
    const start: ShareDraft = { label: '', language: dashboard.language.code.peek(), days: '30' }
    return createForm<ShareDraft, NewShareLink>({
      start,
      check: ({ days, ...rest }) =>
        checkBy(newShareLinkSchema, { ...datesOf(period), ...rest, days: days.trim() === '' ? null : Number(days) }),
      save: async (json) => {
        const { label, url } = await shareReport(dashboard, json)
        made.value = { label, url }
        return start
      },
    })
  }, [dashboard])
  return (
    <Dialog name="share" title={text.share.title(title)} onClose={onClose}>
      {(close) => (
        <>
          {made.value ? (
            <>
              <Once
                title={text.share.made(made.value.label)}
                note={text.share.once}
                text={made.value.url}
                hook="share-url"
              />
              <p class="small">
                <a href="/settings/sharing" data-page>
                  {text.share.all}
                </a>
              </p>
            </>
          ) : (
            <ShareForm form={form} />
          )}
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

function ShareForm({ form }: { form: ReturnType<typeof createForm<ShareDraft, NewShareLink>> }) {
  const text = useWords(words)
  const languages = { es: 'Español', en: 'English' }
  return (
    <FormFrame form={form} hook="share" submit={text.share.make} isNew>
      <p class="muted">{text.share.lead}</p>
      <div class="controls">
        <TextControl form={form} name="label" label={text.share.label} hint={text.share.labelHint} />
        <TextControl form={form} name="days" label={text.share.days} unit={text.share.unit} numeric />
        <ChoiceControl
          form={form}
          name="language"
          label={text.share.language}
          options={(['es', 'en'] as const).map((value) => ({ value, label: languages[value] }))}
        />
      </div>
    </FormFrame>
  )
}

/** The first and the last date of a period. */
export function datesOf(period: Period): { fromDate: string; toDate: string } {
  if (!('month' in period)) return { fromDate: period.from, toDate: period.to }
  const [year = 0, month = 1] = period.month.split('-').map(Number)
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { fromDate: `${period.month}-01`, toDate: `${period.month}-${last}` }
}
