import { useMemo } from 'preact/hooks'
import type { Role } from '../../../../contract/api.ts'
import { useDashboard, useWords } from '../../../components/context.ts'
import { Check } from '../form/check.tsx'
import { Confirm } from '../form/confirm.tsx'
import { TextControl } from '../form/control.tsx'
import { FormFrame } from '../form/form-frame.tsx'
import { ReadOnly } from '../form/read-only.tsx'
import { formWords } from '../form/words.ts'
import { type FeedsModel, NO_SOURCE, type SourceAnswer } from './model.ts'
import { words } from './words.ts'

/** Where the feed is fetched from, how often, and what came of it. */
export function Source({ model, answer, role }: { model: FeedsModel; answer: SourceAnswer; role: Role }) {
  const { format } = useDashboard()
  const text = useWords(words)
  const general = useWords(formWords)
  const form = useMemo(() => model.formOf(answer), [model])
  const { source, last, nextAt } = answer
  const when = (iso: string) => format.value.dayAndTime(Date.parse(iso))
  const isAdmin = role === 'admin'
  const stop = async () => {
    await model.stop()
    form.reset(NO_SOURCE)
  }
  const fields = (
    <div class="controls">
      <div class="controls-wide">
        <TextControl
          form={form}
          name="url"
          type="url"
          label={text.url}
          hint={text.urlHint}
          wanted={general.issue.url}
          disabled={!isAdmin}
        />
      </div>
      <TextControl
        form={form}
        path="everyMinutes"
        name="hours"
        label={text.every}
        unit={text.hours}
        scale={60}
        numeric
        disabled={!isAdmin}
      />
      <Check
        label={text.auto}
        hint={text.autoHint}
        checked={form.draft.value.autoLive}
        disabled={!isAdmin}
        hook="autoLive"
        onChange={(autoLive) => form.set({ autoLive })}
      />
    </div>
  )
  return (
    <section class="panel" data-feed-source={source ? 'set' : 'none'}>
      <div class="panel-head">
        <h2>{text.sourceTitle}</h2>
        <p class="muted">
          {source === null ? text.sourceNone : last === null ? text.never : text.last[last.result](when(last.at))}{' '}
          {nextAt && text.next(when(nextAt))}
        </p>
        {last?.message && <p class={last.result === 'failed' ? 'control-wrong' : 'small'}>{last.message}</p>}
        {source !== null && (
          <div class="entry-acts">
            <button type="button" class="button" onClick={() => void model.fetchNow()} data-fetch>
              {text.fetch}
            </button>
            {isAdmin && (
              <Confirm label={text.stop} question={text.stopAsk} act={text.stop} hook="stop" run={stop}>
                <p>{text.stopNote}</p>
              </Confirm>
            )}
            <output>{model.asked.value && text.fetching}</output>
          </div>
        )}
      </div>
      {isAdmin ? (
        <FormFrame form={form} hook="feed-source">
          {fields}
        </FormFrame>
      ) : (
        <>
          <ReadOnly why={general.onlyAdmins} />
          {fields}
        </>
      )}
    </section>
  )
}
