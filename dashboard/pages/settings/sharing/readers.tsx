import { useText, useWords } from '../../../components/context.ts'
import { Confirm } from '../form/confirm.tsx'
import { ChoiceControl, TextControl } from '../form/control.tsx'
import { FormFrame } from '../form/form-frame.tsx'
import { ListState } from '../form/list-state.tsx'
import { useModel } from '../use-model.ts'
import { createReaders } from './model.ts'
import { words } from './words.ts'

/** Whom each month's report is sent to, once it is final: admins alone see the addresses. */
export function Readers() {
  const text = useWords(words)
  const { locale } = useText()
  const model = useModel(createReaders)
  const answer = model.loaded.data.value
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const languages = { es: 'Español', en: 'English' }
  return (
    <section class="panel" data-readers>
      <h3>{text.readers}</h3>
      <p class="muted">{text.readersHint}</p>
      {answer?.email === false && <p class="read-only">{text.noEmail}</p>}
      <ListState loaded={model.loaded} retry={() => void model.load()} />
      {answer?.readers.length === 0 && <p class="muted">{text.noReaders}</p>}
      <ul class="entry-list">
        {answer?.readers.map(({ id, address, language, lastMonth, failure }) => (
          <li key={id} data-reader={address}>
            <div>
              <p class="entry-title">
                {address}
                {failure !== null && <span class="tag tag-bad">{text.fails}</span>}
              </p>
              <p class="muted small">
                {text.languages[language]} ·{' '}
                {lastMonth === null ? text.noneSent : text.sent(month.format(Date.parse(`${lastMonth}-15T12:00:00Z`)))}
              </p>
              {failure !== null && <p class="control-wrong">{text.why(failure)}</p>}
            </div>
            <div class="entry-acts">
              <Confirm
                label={text.remove}
                question={text.removeAsk(address)}
                act={text.remove}
                hook={`reader-${id}`}
                run={() => model.remove(id)}
              />
            </div>
          </li>
        ))}
      </ul>
      <FormFrame form={model.form} hook="reader" submit={text.add} isNew>
        <div class="form-part">
          <div class="controls">
            <TextControl form={model.form} name="address" type="email" label={text.address} />
            <ChoiceControl
              form={model.form}
              name="language"
              label={text.language}
              options={(['es', 'en'] as const).map((value) => ({ value, label: languages[value] }))}
            />
          </div>
        </div>
      </FormFrame>
    </section>
  )
}
