export interface Form {
  action: string
  /** What a browser sends when its one button is pressed: application/x-www-form-urlencoded. */
  body: string
  buttons: number
  /** Fields that the rider would have to fill in or tick. */
  toFill: number
}

/** The forms of a page, as a browser without JavaScript sees them. */
export function formsOf(page: string): Form[] {
  return [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inside = '']) => {
    const inputs = [...inside.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].map(([tag]) => tag)
    const hidden = inputs.filter((tag) => attribute(tag, 'type') === 'hidden')
    const fields = hidden.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')] as [string, string])
    return {
      action: attribute(head, 'action'),
      body: new URLSearchParams(fields).toString(),
      buttons: [...inside.matchAll(/<button\b/g)].length,
      toFill: inputs.length - hidden.length,
    }
  })
}

/** The form that starts a session. */
export function acceptForm(page: string): Form {
  const form = formsOf(page).find(({ action }) => /^\/session(\?|$)/.test(action))
  if (form === undefined) throw new Error('the page has no form that starts a session')
  return form
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
  return value.replaceAll('&amp;', '&').replaceAll('&quot;', '"')
}
