/** One thing that `abordo check` looked at. `todo`: what to do, where it is not as it should be. */
export interface Finding {
  about: string
  said: string
  todo: string | null
}

/** What is wrong and what to do, in one language. */
export type Wrong = { said: string; todo: string }

export const good = (about: string, said: string): Finding => ({ about, said, todo: null })
export const bad = (about: string, { said, todo }: Wrong): Finding => ({ about, said, todo })
