import { InvalidArgumentError } from 'commander'

/** An argument as a schema takes it; what the schema says against it is what the user reads. */
export function parsedBy(schema: {
  safeParse: (text: string) => { success: boolean; data?: string; error?: { issues: { message: string }[] } }
}) {
  return (text: string): string => {
    const parsed = schema.safeParse(text)
    if (!parsed.success || parsed.data === undefined)
      throw new InvalidArgumentError(parsed.error?.issues[0]?.message ?? 'not valid')
    return parsed.data
  }
}
