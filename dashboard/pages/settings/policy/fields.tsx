import type { ReadonlySignal } from '@preact/signals'
import { useWords } from '../../../components/context.ts'
import { TextControl } from '../form/control.tsx'
import type { RiderPages } from '../preview/source.ts'
import { AcceptOnce, Amount, Extension, Quota } from './amounts.tsx'
import { Colour } from './colour-control.tsx'
import { type Editing, ItemFrame, isOff } from './item.tsx'
import { Logo } from './logo-control.tsx'
import { Names } from './names-control.tsx'
import { words } from './words.ts'

interface FieldsProps {
  editing: Editing
  pages: ReadonlySignal<RiderPages | 'failed' | null>
}

/** Every field of a policy that a person chooses. */
export function PolicyFields({ editing, pages }: FieldsProps) {
  const { parts, fields } = useWords(words)
  return (
    <>
      <div class="form-part">
        <h3>{parts.look}</h3>
        <div class="controls">
          <ItemFrame editing={editing} item="operatorName">
            <TextControl
              form={editing.form}
              name="operatorName"
              label={fields.operatorName.label}
              hint={fields.operatorName.hint}
              disabled={isOff(editing, 'operatorName')}
            />
          </ItemFrame>
          <Colour editing={editing} pages={pages} />
          <div class="controls-wide">
            <Logo editing={editing} />
          </div>
        </div>
      </div>
      <div class="form-part">
        <h3>{parts.session}</h3>
        <div class="controls">
          <Amount editing={editing} item="session" />
          <Quota editing={editing} />
          <div class="controls-wide">
            <Extension editing={editing} />
          </div>
          <Amount editing={editing} item="coolDown" />
          <Amount editing={editing} item="perDay" />
          <Amount editing={editing} item="idle" />
          <div class="controls-wide">
            <AcceptOnce editing={editing} />
          </div>
        </div>
      </div>
      <div class="form-part">
        <h3>{parts.speed}</h3>
        <div class="controls">
          <Amount editing={editing} item="clientDown" />
          <Amount editing={editing} item="clientUp" />
          <Amount editing={editing} item="uplinkDown" />
          <Amount editing={editing} item="uplinkUp" />
        </div>
      </div>
      <div class="form-part">
        <h3>{parts.names}</h3>
        <div class="controls">
          <Names editing={editing} item="walledGarden" />
          <Names editing={editing} item="blockedNames" />
        </div>
      </div>
    </>
  )
}
