import { curl } from './example.ts'
import { type Field, fieldsOf, refOf, typeOf } from './fields.ts'
import { html, type Markup, prose } from './markup.ts'
import type { ApiDocument, Operation, Parameter, Schema } from './types.ts'

const WHO: Record<string, string> = { public: 'anybody', gateway: 'a gateway' }

/** Where on the page a route is. */
export function anchorOf(method: string, path: string): string {
  return `${method}${path.replace(/[{}]/g, '').replace(/[^A-Za-z0-9]+/g, '-')}`
}

/** A route: who may ask it, how, with what, and what is answered. */
export function operationCard(document: ApiDocument, method: string, path: string, operation: Operation): Markup {
  const id = anchorOf(method, path)
  return html`<article class="card" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><a class="self" href="#${id}">${routeName(method, path)}</a>
<span class="summary">${operation.summary ?? ''}</span></h3>
<p class="who">For ${operation['x-roles'].map((role) => html`<span class="chip">${WHO[role] ?? role}</span>`)}
<span class="how">${signInWords(operation)}</span></p>
${operation.description ? html`<p>${prose(operation.description)}</p>` : ''}
${parameterTable(operation.parameters ?? [])}
${bodyPart(operation)}
${answerParts(operation)}
<p class="label" id="${id}-curl">Example</p>
<pre aria-labelledby="${id}-curl"><code>${curl(document, method, path, operation)}</code></pre>
</article>`
}

/** A route's method and path, with places to break a long line. */
export function routeName(method: string, path: string): Markup {
  const pieces = path.split('/').slice(1)
  return html`<span class="method ${method}">${method.toUpperCase()}</span> <span class="path">${pieces.map(
    (piece) => html`<wbr>/${piece}`,
  )}</span>`
}

function signInWords({ security }: Operation): string {
  const schemes = security.flatMap((one) => Object.keys(one))
  if (schemes.includes('gateway')) return 'by its credential'
  if (schemes.includes('session')) return 'by API token or signed in'
  return schemes.includes('token') ? 'by API token' : 'without sign-in'
}

function parameterTable(parameters: Parameter[]): Markup | string {
  if (parameters.length === 0) return ''
  const fields = parameters.map((parameter) => ({
    ...(fieldsOf(parameter.schema, parameter.name, !parameter.required)[0] as Field),
    description: [parameter.description ?? '', parameter.in === 'query' ? '' : `In the ${parameter.in}.`]
      .join(' ')
      .trim(),
  }))
  return html`<div class="part"><p class="label">Parameters</p>${fieldTable('Parameters', fields)}</div>`
}

function bodyPart({ requestBody }: Operation): Markup | string {
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (!type || !body) return ''
  return html`<div class="part">${schemaPart('Body', type, body.schema)}</div>`
}

function answerParts({ responses, summary }: Operation): Markup[] {
  return Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, { description, content }]) => {
      const [type, body] = Object.entries(content ?? {})[0] ?? []
      // What a route is for is mostly what it answers, and has been said then.
      const means = description === summary ? 'Answered' : prose(description)
      const says = html`<p class="answer"><span class="status">${status}</span> ${means}</p>`
      return html`<div class="part">${says}${type && body ? schemaPart('Answer', type, body.schema) : ''}</div>`
    })
}

/** What a body is. One of a few fields is shown; a longer one opens. */
function schemaPart(what: string, type: string, schema: Schema): Markup {
  const fields = fieldsOf(schema)
  const ref = refOf(schema.items ?? schema)
  const named = ref === null ? typeOf(schema) : html`${schema.items ? 'array of ' : ''}${schemaLink(ref)}`
  const says = html`${what}: ${named} <span class="type">${type}</span>`
  if (ref !== null || fields.length === 0) return html`<p class="label">${says}</p>`
  const table = fieldTable(what, fields)
  if (fields.length <= MOST_OPEN) return html`<p class="label">${says}</p>${table}`
  return html`<details><summary>${says} <span class="count">${fields.length} fields</span></summary>${table}</details>`
}

const MOST_OPEN = 8

function schemaLink(name: string): Markup {
  return html`<a href="#schema-${name}">${name}</a>`
}

/** The fields of something, each with its type and what it means. */
export function fieldTable(caption: string, fields: Field[]): Markup {
  return html`<table aria-label="${caption}"><colgroup><col class="name"><col></colgroup>
<tbody>${fields.map(row)}</tbody></table>`
}

function row({ path, type, ref, optional, limits, description }: Field): Markup {
  const name = path.split('.').map((piece, index) => html`${index > 0 ? html`<wbr>.` : ''}${piece}`)
  const typed = ref === null ? type : html`${type.replace(new RegExp(`${ref}$`), '')}${schemaLink(ref)}`
  return html`<tr><th scope="row"><code>${name}</code>${optional ? html` <span class="optional">optional</span>` : ''}</th>
<td><span class="type">${typed}</span>${limits.map((limit) => html`<span class="limit">${prose(limit)}</span>`)}
${description ? html`<span class="means">${prose(description)}</span>` : ''}</td></tr>
`
}
