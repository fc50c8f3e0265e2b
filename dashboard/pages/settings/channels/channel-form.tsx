import { ALERT_KINDS, type AlertKind } from '../../../../contract/alerts.ts'
import { words as alertWords } from '../../../alerts/words.ts'
import { useText, useWords } from '../../../components/context.ts'
import { Segments } from '../../../components/segments.tsx'
import { Check } from '../form/check.tsx'
import { ChoiceControl, TextControl } from '../form/control.tsx'
import type { Form } from '../form/form.ts'
import { FormFrame } from '../form/form-frame.tsx'
import { issueText } from '../form/issue-text.ts'
import { formWords } from '../form/words.ts'
import type { ChannelDraft } from './model.ts'
import { words } from './words.ts'

/** A new channel. */
export function ChannelForm({ form }: { form: Form<ChannelDraft> }) {
  const text = useWords(words)
  const { kind, isForSome } = form.draft.value
  const languages = { es: 'Español', en: 'English' }
  return (
    <FormFrame form={form} hook="channel" submit={text.create} isNew>
      <div class="form-part">
        <h3>{text.add}</h3>
        <div class="controls">
          <ChoiceControl
            form={form}
            name="kind"
            label={text.kind}
            options={(['email', 'webhook'] as const).map((value) => ({ value, label: text.kinds[value] }))}
          />
          <TextControl form={form} name="name" label={text.name} hint={text.nameHint} />
          <TextControl
            form={form}
            name="address"
            type={kind === 'email' ? 'email' : 'url'}
            label={kind === 'email' ? text.email : text.url}
            hint={kind === 'email' ? undefined : text.urlHint}
          />
          <ChoiceControl
            form={form}
            name="language"
            label={text.language}
            options={(['es', 'en'] as const).map((value) => ({ value, label: languages[value] }))}
          />
          <div class="controls-wide">
            <Segments
              name="channel-which"
              label={text.which}
              value={isForSome ? 'some' : 'all'}
              options={[
                { value: 'all', label: text.whichAll },
                { value: 'some', label: text.whichSome },
              ]}
              onChoose={(value) => form.set({ isForSome: value === 'some' })}
            />
          </div>
          {isForSome && <Kinds form={form} />}
        </div>
      </div>
    </FormFrame>
  )
}

function Kinds({ form }: { form: Form<ChannelDraft> }) {
  const text = useWords(words)
  const general = useWords(formWords)
  const { locale } = useText()
  const { kinds: kindWords } = useWords(alertWords)
  const { kinds } = form.draft.value
  const [wrong] = form.issuesAt('kinds')
  const toggle = (kind: AlertKind, isOn: boolean) => {
    form.left('kinds')
    form.set({ kinds: ALERT_KINDS.filter((one) => (one === kind ? isOn : kinds.includes(one))) })
  }
  return (
    <fieldset class="control controls-wide" aria-describedby={wrong ? 'kinds-wrong' : undefined}>
      <legend class="control-legend">{text.which}</legend>
      <div class="controls channel-kinds">
        {ALERT_KINDS.map((kind) => (
          <Check
            key={kind}
            label={kindWords[kind]}
            checked={kinds.includes(kind)}
            hook={`kind-${kind}`}
            onChange={(isOn) => toggle(kind, isOn)}
          />
        ))}
      </div>
      {wrong && (
        <p class="control-wrong" id="kinds-wrong">
          {issueText(general, locale, wrong)}
        </p>
      )}
    </fieldset>
  )
}
